"""Addresses of signing in and of accounts: only the pages this product has; no sign-up, no e-mail."""

from __future__ import annotations

from allauth.account import views as sign_in
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import TemplateView

from phoihop.accounts import views, views_gate, views_second
from phoihop.accounts.gate import PROVIDER

forgotten = login_not_required(TemplateView.as_view(template_name="account/password_reset.html"))

urlpatterns = [
    path("tai-khoan/login/", views.login, name="account_login"),
    path("tai-khoan/logout/", sign_in.logout, name="account_logout"),
    path("tai-khoan/signup/", sign_in.signup, name="account_signup"),
    path("tai-khoan/reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/buoc-hai/", views_second.index, name="mfa_index"),
    path("tai-khoan/buoc-hai/ma/", views_second.authenticate, name="mfa_authenticate"),
    path("tai-khoan/buoc-hai/xac-nhan/", views_second.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/buoc-hai/bat/", views_second.activate, name="mfa_activate_totp"),
    path("tai-khoan/buoc-hai/tat/", views_second.deactivate, name="mfa_deactivate_totp"),
    path("tai-khoan/buoc-hai/ma-du-phong/", views_second.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tai-khoan/buoc-hai/ma-du-phong/lap/",
        views_second.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tai-khoan/buoc-hai/ma-du-phong/tai/",
        views_second.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("tai-khoan/buoc-hai/khoa/them/", views_second.add_passkey, name="mfa_add_webauthn"),
    path("tai-khoan/buoc-hai/khoa/<int:pk>/ten/", views_second.rename_passkey, name="mfa_edit_webauthn"),
    path("tai-khoan/buoc-hai/khoa/<int:pk>/bo/", views_second.remove_passkey, name="mfa_remove_webauthn"),
    path(
        "tai-khoan/buoc-hai/khoa/xac-nhan/",
        views_second.reauthenticate_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("tai-khoan/khoa/", views_second.passkey_login, name="mfa_login_webauthn"),
    path("tai-khoan/cong/", views_gate.login, {"provider_id": PROVIDER}, name="openid_connect_login"),
    path(
        "tai-khoan/cong/ve/", views_gate.callback, {"provider_id": PROVIDER}, name="openid_connect_callback"
    ),
    path("tai-khoan/cong/thoi/", views_gate.away, name="socialaccount_login_cancelled"),
    path("tai-khoan/cong/thoi/", views_gate.away, name="socialaccount_signup"),
    path("tai-khoan/inactive/", sign_in.account_inactive, name="account_inactive"),
    path("tai-khoan/password/change/", sign_in.password_change, name="account_change_password"),
    path("tai-khoan/password/reset/", forgotten, name="account_reset_password"),
    path("nguoi-dung/<str:code>/issue-slip/", views.slip, name="slip"),
    path("khoa-may/<str:code>/renew-key/", views.token_key, name="token_key"),
]
