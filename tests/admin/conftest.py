"""Curators: one who may do everything, one who may only look."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client


@pytest.fixture
def curator(db: None) -> User:
    return User.objects.create_superuser("ada", "ada@example.org", "lantern")


@pytest.fixture
def desk(curator: User) -> Client:
    """A browser in which a curator is signed in; requests without a CSRF token are refused."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(curator)
    return client


def staff_with(*codenames: str) -> Client:
    """A browser of a member of staff who has these permissions and no others."""
    user = User.objects.create_user(f"staff-{len(codenames)}", password="lantern", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="archive"))
    assert user.user_permissions.count() == len(codenames)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def looker(db: None) -> Client:
    """A browser of a member of staff who may see every row and change none."""
    nouns = ("article", "capture", "claim", "passage", "pendingindexing", "source", "tag")
    return staff_with(*(f"view_{noun}" for noun in nouns))
