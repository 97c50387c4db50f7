from __future__ import annotations

from django.urls import path

from phoihop.documents import views, views_books, views_comparing, views_signing

urlpatterns = [
    path("van-ban-di/so/", views_books.book_out, name="book_out"),
    path("van-ban-di/so.<slug:suffix>", views_books.book_out, name="book_out_file"),
    path("van-ban-den/so/", views_books.book_in, name="book_in"),
    path("van-ban-den/so.<slug:suffix>", views_books.book_in, name="book_in_file"),
    path("the-thuc/", views_books.format_advice, name="format_advice"),
    path("van-ban-di/<str:code>/ky-so/", views_signing.sign_digital, name="sign_digital"),
    path(
        "van-ban-di/<str:code>/ky-so/ban-de-ky.pdf", views_signing.copy_for_signing, name="copy_for_signing"
    ),
    path("tai-lieu/<str:code>/tep/", views.download, name="file_download"),
    path("tai-lieu/<str:code>/xem/", views.look, name="file_look"),
    path("tai-lieu/<str:code>/xem/<int:number>.png", views.page, name="file_page"),
    path("tai-lieu/<str:code>/anh/<int:number>/", views.picture, name="file_picture"),
    path("<slug:path>/<str:code>/doi-chieu/", views_comparing.comparing, name="comparing"),
    path("<slug:path>/<str:code>/doi-chieu/tiep/", views_comparing.comparing_step, name="comparing_step"),
    path(
        "<slug:path>/<str:code>/doi-chieu/trang/<int:number>.png",
        views_comparing.comparing_page,
        name="comparing_page",
    ),
]
