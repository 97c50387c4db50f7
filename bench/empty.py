"""The floor: the same libraries with an app that does nothing, served as ours is.

python -m bench.empty PORT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

DATA = Path(os.environ["PHOIHOP_DATA"])
SECRET_KEY = "only-for-measuring"  # noqa: S105 serves an empty page on this machine for a second
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.empty"
WSGI_APPLICATION = "bench.empty.application"
USE_TZ = True
LOGIN_URL = "/tai-khoan/login/"
STATIC_URL, STATIC_ROOT = "static/", DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA / "empty.sqlite3")}}
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "allauth", "allauth.account", "django_htmx", "django_tasks", "django_tasks_db",
    "template_partials",
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware", "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]  # fmt: skip
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


def __getattr__(name: str) -> object:
    """Addresses and application are made when asked for: settings must be readable before apps are."""
    from django.http import HttpResponse
    from django.urls import include, path

    if name == "urlpatterns":
        from ninja import NinjaAPI

        api = NinjaAPI(docs_url=None)
        return [
            path("suc-khoe/", lambda request: HttpResponse("ok")),
            path("tai-khoan/", include("allauth.account.urls")),
            path("api/v1/", api.urls),
        ]
    if name == "application":
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()
    raise AttributeError(name)


def main(port: str) -> None:
    """Tables and static files as ``phoihop serve`` prepares them, then two workers."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    if not STATIC_ROOT.exists():  # ours, too, collects only what has changed
        call_command("collectstatic", verbosity=0, interactive=False)
    os.execv(  # noqa: S606 our own command
        sys.executable,
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port, "--workers", "2",
         "--blocking-threads", "16", "--no-access-log", "--log-level", "error", "bench.empty:application"],
    )  # fmt: skip


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.empty"
    main(sys.argv[1])
