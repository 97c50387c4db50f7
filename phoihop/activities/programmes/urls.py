from __future__ import annotations

from django.urls import path

from phoihop.activities.programmes import views, views_draft

urlpatterns = [
    path("chuong-trinh/<str:code>/", views.programme, name="programme_overview"),
    path("chuong-trinh/<str:code>/soan/", views_draft.draft, name="programme_draft"),
]
