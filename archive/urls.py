"""Addresses: for people, and lasting."""

from django.contrib import admin
from django.urls import path

from archive.views import articles, claims, compare, errors, home, pages, search, sources, tags

urlpatterns = [
    path("", home.show, name="home"),
    path("articles/", articles.index, name="articles"),
    path("articles/<str:slug>/", articles.show, name="article"),
    path("claims/", claims.index, name="claims"),
    path("claims/<str:slug>/", claims.show, name="claim"),
    path("tags/", tags.index, name="tags"),
    path("tags/<str:slug>/", tags.show, name="tag"),
    path("sources/", sources.index, name="sources"),
    path("sources/<str:slug>/", sources.show, name="source"),
    path("compare/", compare.show, name="compare"),
    path("search/", search.show, name="search"),
    path("about/", pages.about, name="about"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
