from __future__ import annotations

from django.urls import path

from phoihop.portal import views

urlpatterns = [
    path("kiem-tra/", views.check, name="check_paper"),
    path("kiem-tra/<str:code>/", views.check_code, name="check_code"),
]
