"""Pages of whoever runs the installation."""

from __future__ import annotations

from django.urls import path

from phoihop.upkeep import views, views_package, views_vault

urlpatterns = [
    path("quan-tri/sao-luu/", views.copies_page, name="copies"),
    path("quan-tri/nhat-ky/", views.log, name="log"),
    path("quan-tri/kho-kin/", views_vault.vault_page, name="vault"),
    path("quan-tri/su-co/", views.incident, name="incident"),
    path("quan-tri/thoi-han/", views.rules, name="rules"),
    path("quan-tri/thoi-han/<str:label>/", views.catalogue, name="catalogue"),
    path("quan-tri/du-lieu-ca-nhan/", views.data_map, name="data_map"),
    path("quan-tri/xuat-goi/", views_package.leave, name="leave"),
    path("quan-tri/xuat-goi/<int:key>/", views_package.fetch_package, name="fetch_package"),
]
