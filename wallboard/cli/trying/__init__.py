"""First mappings for systems that nobody has mapped yet: guesses from headings and values, to be looked through."""
