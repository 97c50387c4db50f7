from __future__ import annotations

from django.urls import path

from phoihop.activities.programmes import views, views_draft, views_sign

urlpatterns = [
    path("chuong-trinh/<str:code>/", views.programme, name="programme_overview"),
    path("chuong-trinh/<str:code>/soan/", views_draft.draft, name="programme_draft"),
    path("chuong-trinh/<str:code>/ky/", views_sign.signing, name="programme_signing"),
    path("chuong-trinh/<str:code>/hop-nhat/", views_sign.in_force, name="programme_in_force"),
]
