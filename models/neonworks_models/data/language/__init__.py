"""Training data of the interpreters: WordNet read, and requests with their labels made by a grammar."""
