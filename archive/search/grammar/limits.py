"""How much one query may ask, so that none can cost much more than another."""

MOST_CHARACTERS = 1_000
MOST_TERMS = 64
DEEPEST = 20  # brackets within brackets
MOST_NOTES = 6

# Words with a wildcard or ~ look through the archive's whole vocabulary.
MOST_PATTERNS = 8
MOST_STARS = 4  # in one word
FEWEST_LETTERS = 2  # beside the wildcards of one word; fewer would match a good part of the vocabulary

MOST_SLOP = 20  # words between those of a phrase
LEAST_FACTOR, MOST_FACTOR = 0.1, 10.0
