from __future__ import annotations

from django.urls import path

from phoihop.portal import views, views_act, views_files, views_lookup, views_open, views_send

urlpatterns = [
    path("nguoi-dan/", views_open.front, name="front"),
    path("nguoi-dan/<slug:code>/", views_open.shelf, name="shelf"),
    path("nguoi-dan/<slug:code>/<str:record>/", views_act.ask, name="public_ask"),
    path("gui-kien-nghi/", views_send.send_petition, name="send_petition"),
    path("gui-kien-nghi/to-dan-bang-tin/", views_send.poster, name="poster"),
    path("tra-cuu/", views_lookup.lookup_start, name="lookup_start"),
    path("tra-cuu/<str:code>/", views_lookup.lookup, name="lookup"),
    path("tra-cuu/<str:code>/phieu/", views_send.lookup_slip, name="lookup_slip"),
    path("cam-ket/", views_open.promised, name="promised"),
    path("kiem-tra/", views.check, name="check_paper"),
    path("kiem-tra/<str:code>/", views.check_code, name="check_code"),
    path("cong-khai/", views_files.public_files, name="public_files"),
    path("cong-khai/<str:code>/", views_files.public_file, name="public_file"),
    path("cong-khai/<str:code>/tep/", views_files.public_download, name="public_download"),
]
