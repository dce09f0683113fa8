"""Addresses: for people, and lasting."""

from collections.abc import Callable, Iterable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from archive.views import (
    articles,
    changes,
    citations,
    claims,
    compare,
    errors,
    home,
    matrix,
    pages,
    passages,
    search,
    sources,
    tags,
    timeline,
)


def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """A page that is only read."""
    return path(route, require_safe(view), name=name)


class SlugConverter(StringConverter):
    """A slug in any script. PostgreSQL fails on a null byte, so what no slug can hold is not asked for."""

    regex = r"[\w-]+"


class DigestConverter(StringConverter):
    """The beginning of a capture's SHA-256, long enough to be nobody else's."""

    regex = "[0-9a-f]{12}"


class ArticlesConverter:
    """The primary keys of articles side by side, in the order of their columns: '4-7-12'."""

    regex = r"[1-9]\d{0,17}(?:-[1-9]\d{0,17}){0,7}"

    def to_python(self, value: str) -> list[int]:
        return [int(key) for key in value.split("-")]

    def to_url(self, value: Iterable[int]) -> str:
        return "-".join(map(str, value))


register_converter(SlugConverter, "words")
register_converter(DigestConverter, "digest")
register_converter(ArticlesConverter, "articles")

urlpatterns = [
    page("", home.show, name="home"),
    page("articles/", articles.index, name="articles"),
    page("articles/<words:slug>/", articles.show, name="article"),
    page("articles/<words:slug>/cite.<words:form>", citations.article, name="article-citation"),
    page("articles/<words:slug>/changes/<digest:old>-<digest:new>/", changes.show, name="changes"),
    page("claims/", claims.index, name="claims"),
    page("claims/<words:slug>/", claims.show, name="claim"),
    page("passages/<int:pk>/", passages.show, name="passage"),
    page("passages/<int:pk>/cite.<words:form>", citations.passage, name="passage-citation"),
    page("tags/", tags.index, name="tags"),
    page("tags/<words:slug>/", tags.show, name="tag"),
    page("sources/", sources.index, name="sources"),
    page("sources/<words:slug>/", sources.show, name="source"),
    page("compare/", compare.show, name="compare"),
    page("compare/<articles:keys>/", compare.comparison, name="comparison"),
    page("matrix/", matrix.show, name="matrix"),
    page("timeline/", timeline.show, name="timeline"),
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
