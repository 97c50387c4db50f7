from __future__ import annotations

from django.urls import path

from phoihop.documents import views

urlpatterns = [path("tai-lieu/<str:code>/tep/", views.download, name="file_download")]
