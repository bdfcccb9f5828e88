"""The parent that keeps a collector and a glass a board alive; it knows no Qt and no polars."""
