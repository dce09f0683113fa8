"""Pages for what went wrong: what happened, and where to go from there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        400,
        _("The request could not be understood"),
        _("Something in the address or the form was not as it should be. Go back and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, _("You may not do this"), _("The page needs rights that you do not have."))


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form without its token: open for too long, or sent by another site."""
    return _page(
        request,
        403,
        _("The form was not taken"),
        _(
            "It was open for too long, or your browser keeps no cookies. "
            "Go back, load the page again, and try once more."
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is no such page"),
        _("The address may be misspelt, or what stood here was renamed or taken away. Search for it instead."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors: whatever broke may be what they would ask."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "errors/error.html", {"status": status, "title": title, "advice": advice}, status=status)
