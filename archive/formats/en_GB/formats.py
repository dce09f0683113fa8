"""British English: months are written out."""

DATE_FORMAT = "j F Y"
