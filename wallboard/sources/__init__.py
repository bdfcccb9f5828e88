"""The source types: one file each, found by name."""
