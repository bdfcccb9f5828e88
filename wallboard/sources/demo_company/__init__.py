"""Northwind Instruments: the made-up company behind the demo source, computed for any instant from a seed."""
