"""A saved or fetched page to an article."""
