from __future__ import annotations

from django.urls import path

from phoihop.reports import views, views_figures, views_round

urlpatterns = [
    path("bao-cao/lap/<str:label>/<str:code>/", views.begin, name="report_begin"),
    path("van-ban-gui-ve/<str:code>/xem-so/", views_figures.look_in_paper, name="look_in_paper"),
    path("van-ban-gui-ve/<str:code>/", views_figures.paper, name="paper"),
    path("so-lieu-bao-cao/", views_figures.former_list, name="former_list"),
    path("so-lieu-bao-cao/<str:code>/", views_figures.former, name="former"),
    path("so-lieu/<str:code>.<str:short>/", views.figure, name="figure"),
    path("bao-cao/<str:code>/gop-y/", views.remarks, name="remarks"),
    path("bao-cao/<str:code>/doan/<str:part>/", views.section, name="section"),
    path("bao-cao/<str:code>/", views.report, name="report_sheet"),
    path("tong-hop/<str:code>/doc-tiep/", views_round.read_on, name="read_on"),
    path("cho-venh/<str:code>/quyet/", views_round.decide, name="decide"),
    path("tong-hop/<str:code>/gop-ngay/", views_round.merge_now, name="merge_now"),
    path("tong-hop/<str:code>/cong-van/<str:body>.<slug:suffix>", views_round.letter_to, name="letter_to"),
    path("tong-hop/<str:code>/nam-mau/", views_round.standard_year, name="standard_year"),
    path("tong-hop/<str:code>/khung/", views_round.follow_sample, name="follow_sample"),
    path("tong-hop/<str:code>/chon-doan/", views_round.choose_passages, name="choose_passages"),
    path("tong-hop/<str:code>/lay-cam-ket/", views_round.take_promises, name="take_promises"),
    path("tong-hop/<str:code>/xem-so/", views_figures.look, name="look"),
    path("tong-hop/<str:code>/them-giay/", views_figures.bring_in_paper, name="bring_in_paper"),
    path("tong-hop/<str:code>/", views_round.round_page, name="round"),
]
