from django.urls import path

from phoihop.activities.dialogue import views

urlpatterns = [
    path("doi-thoai/<str:code>/", views.dialogue, name="dialogue_page"),
    path("doi-thoai/<str:code>/chu-lon/", views.large, name="dialogue_large"),
]
