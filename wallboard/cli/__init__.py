"""The commands: one thin module each, over the rooms that do the work."""
