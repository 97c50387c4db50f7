"""Addresses of the generic pages: every record with a path gets its list, details, actions and exports."""

from __future__ import annotations

from functools import partial

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from phoihop.core.actions import Action, offered_on
from phoihop.core.models import Record
from phoihop.core.web import common, views
from phoihop.core.web.sealed import sealed_view


def record_urlpatterns() -> list[URLPattern | URLResolver]:
    """Pages of every record, in one namespace per module, and the common pages."""
    found: list[URLPattern | URLResolver] = [
        path("tim/", common.search, name="search"),
        path("ban-nhap/", common.draft, name="draft"),
        path("thong-bao/", common.notices, name="notices"),
        path("so-do/<slug:label>/", common.workflow, name="workflow"),
    ]
    for config in apps.get_app_configs():
        patterns: list[URLPattern] = []
        for n, model in enumerate(m for m in config.get_models() if issubclass(m, Record) and m.path):
            patterns += record_urls(model, first=n == 0)
        if patterns:
            found.append(path("", include((patterns, config.label))))
    return found


def record_urls(model: type[Record], *, first: bool = True) -> list[URLPattern]:
    """The addresses of one kind of record; the first of a module has the short names."""
    prefix = "" if first else f"{model._meta.model_name}_"
    root = model.path
    patterns = [
        path(f"{root}/", partial(_list, model=model), name=f"{prefix}list"),
        path(f"{root}/xuat.xlsx", partial(_export, model=model), name=f"{prefix}export"),
        path(f"{root}/zalo/", partial(_zalo, model=model), name=f"{prefix}zalo"),
    ]
    for verb in offered_on(model):
        short = verb.name.split(".", 1)[1]
        slug = short.replace("_", "-")
        where = f"{root}/moi/{slug}/" if verb.frm is None else f"{root}/<str:code>/{slug}/"
        patterns.append(path(where, partial(_act, verb=verb), name=short))
    if model.sealed:
        patterns.append(
            path(f"{root}/<str:code>/kho-kin/", partial(_sealed, model=model), name=f"{prefix}sealed")
        )
    return [
        *patterns,
        path(
            f"{root}/<str:code>/van-ban/<slug:paper>.<slug:suffix>",
            partial(_paper, model=model),
            name=f"{prefix}paper",
        ),
        path(f"{root}/<str:code>/", partial(_detail, model=model), name=f"{prefix}detail"),
    ]


def _list(request: HttpRequest, *, model: type[Record]) -> HttpResponse:
    return views.list_view(request, model)


def _export(request: HttpRequest, *, model: type[Record]) -> HttpResponse:
    return views.export_view(request, model)


def _zalo(request: HttpRequest, *, model: type[Record]) -> HttpResponse:
    return views.zalo_view(request, model)


def _detail(request: HttpRequest, code: str, *, model: type[Record]) -> HttpResponse:
    return views.detail_view(request, model, code)


def _sealed(request: HttpRequest, code: str, *, model: type[Record]) -> HttpResponse:
    return sealed_view(request, views.fetch(model, request, code))


def _act(request: HttpRequest, code: str | None = None, *, verb: Action) -> HttpResponse:
    return views.act_view(request, verb, code)


def _paper(request: HttpRequest, code: str, paper: str, suffix: str, *, model: type[Record]) -> HttpResponse:
    return views.paper_view(request, model, code, paper, suffix)
