from __future__ import annotations

from django.urls import path

from phoihop.desk import views

urlpatterns = [path("", views.home, name="home"), path("lanh-dao/", views.leading, name="leading")]
