"""Addresses that pages link to: of the web alone, whoever writes the row."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

SCHEMES = ("http", "https")


class WebAddressField(models.URLField):  # type: ignore[type-arg] # the plugin fills them in for each model
    """An http or https address, at most 2,000 code points. Give the model web_address_constraint() beside it."""

    default_validators = [URLValidator(schemes=list(SCHEMES))]  # noqa: RUF012 - as Django has it

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs["max_length"] = 2000
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # passed on as they came


def web_address_constraint(field: str, name: str) -> models.CheckConstraint:
    """The database's own refusal of javascript: and its like, for writers that validate nothing."""
    web = Q(**{f"{field}__istartswith": "http://"}) | Q(**{f"{field}__istartswith": "https://"})
    return models.CheckConstraint(condition=Q(**{field: ""}) | web, name=name)
