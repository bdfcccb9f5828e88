"""What the file source is made of: finding, unpacking, reading and mapping tables."""
