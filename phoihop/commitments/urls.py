from __future__ import annotations

from django.urls import path

from phoihop.commitments import views

urlpatterns = [
    path("nhiem-vu/so.<slug:suffix>", views.book, name="book"),
    path("nhiem-vu/luoi/", views.grid, name="grid"),
    path("nhiem-vu/luoi/<str:code>/", views.grid, name="grid_of"),
]
