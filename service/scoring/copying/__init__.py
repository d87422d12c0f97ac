"""Whether one article was made from another: what is compared, what is measured, how that is weighed."""
