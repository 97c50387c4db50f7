from __future__ import annotations

from django.urls import path

from phoihop.meetings import views

urlpatterns = [
    path("hoi-nghi/trung-lich/", views.clash_lines, name="meeting_clashes"),
    path("hoi-nghi/dong-thanh-hang/", views.agenda_rows, name="agenda_rows"),
    path("hoi-nghi/<str:code>/bo-van-ban.zip", views.whole_set, name="meeting_set"),
    path("hoi-nghi/<str:code>/bien-ten/", views.name_signs, name="meeting_signs"),
    path("lich-cong-tac/", views.week_page, name="week"),
    path("lich-cong-tac/tuan.docx", views.week_word, name="week_word"),
    path("lich/<str:code>-<slug:token>.ics", views.feed_file, name="meeting_feed"),
    path("lich-dong-bo/<str:code>/", views.feed_page, name="feed_page"),
    path("hoi-nghi/<str:code>/", views.meeting, name="meeting_page"),
]
