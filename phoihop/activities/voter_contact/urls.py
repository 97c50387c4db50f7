from __future__ import annotations

from django.urls import path

from phoihop.activities.voter_contact import views

urlpatterns = [
    path("ghi-nhanh/", views.quick, name="quick"),
    path("ghi-nhanh/sw.js", views.worker, name="quick_worker"),
    path("ghi-nhanh/du-lieu/", views.facts, name="quick_facts"),
    path("ghi-nhanh/gui/", views.send, name="quick_send"),
    path("ghi-nhanh/anh/", views.send_picture, name="quick_picture"),
    path("tiep-xuc-cu-tri/<str:code>/", views.contact, name="contact_overview"),
    path("tiep-xuc-cu-tri/<str:code>/phieu/<int:number>/", views.evening, name="contact_sheet"),
    path("tiep-xuc-cu-tri/<str:code>/phieu-trang/<int:number>/", views.blank, name="contact_blank"),
]
