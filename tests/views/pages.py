"""Pages as tests read them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from django.test import Client


def page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address, follow=True)  # the chooser's form leads on to the address of a comparison
    assert response.status_code == status, f"{address}: {response.status_code}"
    return BeautifulSoup(response.content.decode(), "html.parser")


def main(client: Client, address: str) -> str:
    element = page(client, address).select_one("main")
    assert element is not None
    return " ".join(element.get_text(" ").split())
