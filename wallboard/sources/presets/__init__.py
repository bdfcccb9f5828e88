"""One declaration for each vendor's interface, as YAML in the vocabulary of `wallboard.sources.declared.options`."""
