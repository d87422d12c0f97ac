"""Who says what: attributions in one text, and who is meant by their sources in one article and across several."""
