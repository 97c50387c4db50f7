from __future__ import annotations

from django.urls import path

from phoihop.documents import views

urlpatterns = [
    path("tai-lieu/<str:code>/tep/", views.download, name="file_download"),
    path("tai-lieu/<str:code>/xem/", views.look, name="file_look"),
    path("tai-lieu/<str:code>/xem/<int:number>.png", views.page, name="file_page"),
]
