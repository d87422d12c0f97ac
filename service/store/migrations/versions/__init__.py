"""One file a step, each with explicit operations; a step that has been released is never edited."""
