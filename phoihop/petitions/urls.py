from __future__ import annotations

from django.urls import path

from phoihop.petitions import views, views_doubles, views_lists

urlpatterns = [
    path("kien-nghi/gop-trung/", views_doubles.doubles_page, name="petition_doubles"),
    path("kien-nghi/<str:code>/gop-trung/", views_doubles.doubles_page, name="petition_doubles_of"),
    path("bieu-tong-hop/<str:code>/<slug:whose>.xlsx", views_lists.list_file, name="compiled_list_file"),
    path("so-lieu-tuan/", views.week_page, name="petition_week"),
]
