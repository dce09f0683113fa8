"""The language of queries: its fields and signs, its tree, and how one word or value of it is read. Pure Python."""
