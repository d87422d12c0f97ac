"""The evaluation kinds and the bench: reads corpora, returns figures."""
