"""The pages that a person reads in a browser: templates, their own style and script, and what they are filled with."""
