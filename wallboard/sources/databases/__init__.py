"""Databases as sources: queries that only read, their limits, and what may go wrong with them."""
