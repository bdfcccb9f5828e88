"""The panel types: one file each, found by name."""
