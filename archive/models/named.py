"""One name, one row: in any case, any script and any white space.

SQLite's own LOWER knows ASCII alone, so that “École” and “école” would be two tags. The folded name is kept in a column
of its own, which carries the unique constraint and which look-ups by name use.
"""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models


def name_key(name: str) -> str:
    """The folded form under which a name is met again: NFKC, case folded, white space single."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Named(models.Model):
    """A row that one of its fields names; no two rows of a model share a name.

    NAME: the field. TAKEN: what to say where the name is another row's.
    """

    NAME: ClassVar[str]
    TAKEN: ClassVar[str]

    # Folding can lengthen a name: a ligature becomes its letters.
    name_key = models.CharField(max_length=2000, unique=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(getattr(self, self.NAME))
        if (fields := kwargs.get("update_fields")) is not None and self.NAME in fields:
            kwargs["update_fields"] = {*fields, "name_key"}
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        key = name_key(getattr(self, self.NAME) or "")
        if self.others().filter(name_key=key).exists():
            raise ValidationError({self.NAME: self.TAKEN})

    def others(self) -> models.QuerySet[Any]:
        """The rows whose names this one may not take."""
        return type(self)._default_manager.exclude(pk=self.pk)
