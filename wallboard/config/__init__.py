"""Boards as files: parsed into plain values, every fault with its place and remedy."""
