"""Functions that presets name where data does not reach: each turns one record into those that are mapped."""
