"""Every address: sign-in, the modules' own pages, then the generic pages of every record."""

from __future__ import annotations

import importlib.util

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from phoihop.core.web import health
from phoihop.core.web.urls import record_urlpatterns

handler400 = "phoihop.core.web.errors.bad_request"
handler403 = "phoihop.core.web.errors.forbidden"
handler404 = "phoihop.core.web.errors.not_found"
handler500 = "phoihop.core.web.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("suc-khoe/", health.health, name="health"),
]
for module in settings.MODULES:
    if module != "phoihop.config" and importlib.util.find_spec(f"{module}.urls"):
        urlpatterns.append(path("", include(f"{module}.urls")))
urlpatterns += record_urlpatterns()
