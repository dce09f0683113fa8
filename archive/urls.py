"""Addresses: for people, and lasting."""

from collections.abc import Callable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from archive.views import articles, claims, compare, errors, home, pages, search, sources, tags


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page that is only read."""
    return path(route, require_safe(view), name=name)


class SlugConverter(StringConverter):
    """A slug in any script. PostgreSQL fails on a null byte, so what no slug can hold is not asked for."""

    regex = r"[\w-]+"


register_converter(SlugConverter, "words")

urlpatterns = [
    page("", home.show, name="home"),
    page("articles/", articles.index, name="articles"),
    page("articles/<words:slug>/", articles.show, name="article"),
    page("claims/", claims.index, name="claims"),
    page("claims/<words:slug>/", claims.show, name="claim"),
    page("tags/", tags.index, name="tags"),
    page("tags/<words:slug>/", tags.show, name="tag"),
    page("sources/", sources.index, name="sources"),
    page("sources/<words:slug>/", sources.show, name="source"),
    page("compare/", compare.show, name="compare"),
    page("search/", search.show, name="search"),
    page("search/complete/", search.complete, name="complete"),
    page("about/", pages.about, name="about"),
    page("robots.txt", pages.robots, name="robots"),
    page("favicon.ico", pages.favicon, name="favicon"),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
