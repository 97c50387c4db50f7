"""The plain page the list is measured against: what an ordinary Django project would write.

Sign-in by session, the usual middleware, a paginator, templates with inheritance; the same columns,
filters and menu as our list and the same weight of HTML. It knows no rights, no counts per tab, no
capacity, no counters of notices, no keyset paging: those are what our page gives for its factor.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import path

from phoihop.commitments.models import Commitment, CommitmentState, list_values
from phoihop.core import moment
from phoihop.core.web.context import GROUPS, entries
from phoihop.directory.models import Organisation

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]


def menu() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for group, entry in entries():
        found.setdefault(str(GROUPS[group]), []).append((entry.url, entry.title))
    return found


@login_required
def commitments(request: HttpRequest) -> HttpResponse:
    today = moment.today()
    rows = Commitment.objects.select_related("lead", "verifier").order_by("sort_on", "pk")
    if request.GET.get("muc") == "overdue":
        rows = rows.filter(due_on__lt=today).exclude(state=CommitmentState.VERIFIED)
    units = [(str(body.pk), body.name) for body in Organisation.objects.order_by("rank")]
    filters = [
        ("linh-vuc", "Lĩnh vực", list_values("field"), request.GET.get("linh-vuc", "")),
        ("tham-quyen", "Thẩm quyền", list_values("competence"), request.GET.get("tham-quyen", "")),
        ("don-vi", "Đơn vị", units, request.GET.get("don-vi", "")),
    ]
    context = {
        "page": Paginator(rows, 25).get_page(request.GET.get("page")),
        "filters": filters,
        "tabs": [(c, label) for c, label in CommitmentState.choices if c != "dropped"],
        "tab": request.GET.get("muc", ""),
        "words": request.GET.get("tim", ""),
        "today": today,
        "menu": menu(),
    }
    return render(request, "plain/list.html", context)


urlpatterns = [
    path("nhiem-vu/", commitments, name="list"),
    path("tim/", commitments, name="search"),
    path("thong-bao/", commitments, name="notices"),
    path("thoat/", commitments, name="logout"),
    path("nhiem-vu/luoi/", commitments, name="grid"),
    path("nhiem-vu/moi/", commitments, name="new"),
    path("nhiem-vu/xuat/", commitments, name="export"),
    path("nhiem-vu/<str:code>/", commitments, name="detail"),
]


@contextmanager
def plain_project() -> Iterator[None]:
    """The same database and user under the settings of an ordinary project."""
    with override_settings(MIDDLEWARE=MIDDLEWARE, TEMPLATES=TEMPLATES, ROOT_URLCONF="bench.plain"):
        yield
