from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from phoihop.api.operations import build

# The API answers 401 by itself; the login middleware would turn every call into a redirect.
_patterns, _app, _namespace = build().urls
for _pattern in _patterns:
    if _pattern.callback is not None:
        _pattern.callback = login_not_required(_pattern.callback)

urlpatterns = [path("api/v1/", (_patterns, _app, _namespace))]
