"""What a text is and how a span is found in it. Pure Python: no Django, no database."""
