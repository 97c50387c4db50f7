from __future__ import annotations

from django.urls import path

from phoihop.activities.programmes import views

urlpatterns = [path("chuong-trinh/<str:code>/", views.programme, name="programme_overview")]
