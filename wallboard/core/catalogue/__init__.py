"""The sentences of the program in English, by what they are about."""
