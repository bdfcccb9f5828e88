"""What the panels of named measures share: options that fit, sentences, colours, and what stands beside a figure."""
