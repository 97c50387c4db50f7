from __future__ import annotations

from django.urls import path

from phoihop.accounts import views

urlpatterns = [path("nguoi-dung/<str:code>/issue-slip/", views.slip, name="slip")]
