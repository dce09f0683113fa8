"""Pages that stand for themselves."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")


def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look when a page names no icon."""
    return HttpResponsePermanentRedirect(static("favicon.svg"))
