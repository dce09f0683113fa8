"""The admin as a browser has it: its forms are read from the page, changed and sent back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

Values = dict[str, list[str]]


@dataclass
class FormOnPage:
    """What a browser would send of a form: names and values, and its buttons apart."""

    values: Values = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class _FormReader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.form: FormOnPage | None = None
        self.inside = False
        self.textarea = self.select = ""
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id", "") == self.form_id
            self.form = FormOnPage() if self.inside else self.form
        elif self.inside and self.form is not None and tag in {"input", "button", "textarea", "select", "option"}:
            self._take(self.form, tag, given)

    def _take(self, form: FormOnPage, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self.select = name
        elif tag == "option":
            if "selected" in given and self.select:
                form.add(self.select, given.get("value", ""))
        elif tag == "textarea":
            self.textarea, self.words = name, []
        elif kind == "submit" or tag == "button":
            form.buttons[name] = given.get("value", "")
        elif name and (kind not in {"checkbox", "radio"} or "checked" in given):
            form.add(name, given.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.textarea and self.form is not None:
            self.form.add(
                self.textarea, "".join(self.words).replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
            )
            self.textarea = ""


def html_of(response: Any) -> str:
    if hasattr(response, "render"):
        response.render()
    text: str = response.content.decode()
    return text


def read_form(response: Any, form_id: str) -> FormOnPage:
    """The form of this id as it stands on the page; fails where there is none."""
    reader = _FormReader(form_id)
    reader.feed(html_of(response))
    assert reader.form is not None, f"The page has no form {form_id}."
    return reader.form


def fill(form: FormOnPage, changes: dict[str, Any]) -> dict[str, Any]:
    """The form's values with changes; None unticks or empties a field."""
    data: dict[str, Any] = {**form.values, **changes}
    return {name: value for name, value in data.items() if value is not None}


def save(client: Client, page: str, button: str = "_save", /, **changes: Any) -> Any:
    """Open the form on `page`, change some fields and press a button; the page that comes after, redirects followed."""
    model = page.split("/archive/")[1].split("/")[0]
    form = read_form(client.get(page), f"{model}_form")
    assert button in form.buttons, f"There is no button {button}."
    return client.post(page, {**fill(form, changes), button: form.buttons[button]}, follow=True)


def errors(response: Any) -> str:
    """What the form's errors say, all in one."""
    form = response.context["adminform"].form
    return " ".join(str(error) for listed in form.errors.values() for error in listed)


def act(client: Client, url: str, action: str, keys: list[int], **more: Any) -> Any:
    """Tick rows of a list and go with an action."""
    form = read_form(client.get(url), "changelist-form")
    data = fill(form, {"action": action, "_selected_action": keys, "index": "0", **more})
    return client.post(url, data, follow=True)


def list_values(response: Any) -> Any:
    """The rows of a list, in order."""
    return list(response.context["cl"].result_list)


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])
