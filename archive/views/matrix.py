"""The claims table of the whole archive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.forms import COLUMN_SORTS, COLUMNS, MATRIX_SORTS, MatrixForm
from archive.models import Source, Stance, Tag
from archive.reading.matrix import Asked, matrix


def show(request: HttpRequest) -> HttpResponse:
    form = MatrixForm(request.GET)
    form.is_valid()
    asked = Asked(**form.asked, page=request.GET.get("page"), column_page=request.GET.get("column_page"))
    ctx = {
        "frame": "wide",
        "form": form,
        "asked": asked,
        "matrix": matrix(asked),
        "kinds": COLUMNS,
        "sorts": MATRIX_SORTS,
        "column_sorts": COLUMN_SORTS[asked.columns],
        "stances": Stance,
        "sources": Source.objects.in_use(),
        "tags": Tag.objects.in_use(),
    }
    return render(request, "matrix.html", ctx)
