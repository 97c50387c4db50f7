from __future__ import annotations

from django.urls import path

from phoihop.meetings import views

urlpatterns = [
    path("hoi-nghi/trung-lich/", views.clash_lines, name="meeting_clashes"),
    path("hoi-nghi/<str:code>/bo-van-ban.zip", views.whole_set, name="meeting_set"),
    path("hoi-nghi/<str:code>/", views.meeting, name="meeting_page"),
]
