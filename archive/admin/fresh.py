"""No lost work: a form that was opened before somebody else's change says so instead of undoing that change."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import QueryDict

M = TypeVar("M", bound=Model)


def fingerprint(row: Model) -> str:
    """A digest of all that the saved `row` holds, its many-to-many links too; one query for each of those."""
    columns = [field.value_from_object(row) for field in row._meta.concrete_fields]
    links = [sorted(one.pk for one in field.value_from_object(row)) for field in row._meta.many_to_many]
    return hashlib.sha256(repr((columns, links)).encode()).hexdigest()[:32]


class FreshForm(forms.ModelForm[M]):
    """A form that knows the state in which its row was opened. Saving it a second time overrides, knowingly."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = fingerprint(self.instance) if self.instance.pk else ""
        self.fields["seen"].initial = self.initial["seen"] = self.now

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk and self.data.get(self.add_prefix("seen")) != self.now:
            self.add_error(None, self._what_changed())
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[self.add_prefix("seen")] = self.now
            self.data = data
        return cleaned

    @property
    def changes(self) -> list[str]:
        """The names of the fields in which the form differs from the row as it stands."""
        return [name for name in self.changed_data if name != "seen"]

    def _what_changed(self) -> str:
        differing = ", ".join(str(self[name].label) for name in self.changes) or "nothing that this form shows"
        return (
            f"This was changed since you opened it{self._by_whom()}. Your input is kept and differs from what stands "
            f"now in: {differing}. Save again to put yours in its place, or open the page anew to see the change."
        )

    def _by_whom(self) -> str:
        entry = (
            LogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(self.instance), object_id=str(self.instance.pk)
            )
            .select_related("user")
            .order_by("-action_time", "-pk")
            .first()
        )
        return f", last by {entry.user.get_username()} ({entry.get_change_message()})" if entry else ""
