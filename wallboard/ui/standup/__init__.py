"""The daily stand-up on the glass: the walk through its agenda, worked by keys alone."""
