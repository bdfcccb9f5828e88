"""Records of systems → frames in the form of the records: where each field comes from, and what could not be used."""
