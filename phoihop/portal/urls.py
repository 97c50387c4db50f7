from __future__ import annotations

from django.urls import path

from phoihop.portal import views, views_files

urlpatterns = [
    path("kiem-tra/", views.check, name="check_paper"),
    path("kiem-tra/<str:code>/", views.check_code, name="check_code"),
    path("cong-khai/", views_files.public_files, name="public_files"),
    path("cong-khai/<str:code>/", views_files.public_file, name="public_file"),
    path("cong-khai/<str:code>/tep/", views_files.public_download, name="public_download"),
]
