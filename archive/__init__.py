"""Parallax: a searchable web archive of articles, claim by claim."""
