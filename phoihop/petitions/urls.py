from __future__ import annotations

from django.urls import path

from phoihop.petitions import views

urlpatterns = [
    path("so-lieu-tuan/", views.week_page, name="petition_week"),
]
