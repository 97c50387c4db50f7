"""One settings file, environment only. What can be wrong is a system check in ``checks.py``."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from phoihop.config.demo_mark import demo_mark
from phoihop.config.gate import declared_gate

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PHOIHOP_DATA", "var")).resolve()
TESTING = os.environ.get("PHOIHOP_TESTING") == "1"


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0") in ("1", "true", "yes")


def number(name: str, *, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6])):
        raise ImproperlyConfigured(f"{name} phải là số, không phải “{text}”.")
    return int(text[:6])


def kept_secret(name: str) -> str:
    """A secret made on the first run and kept in the data folder, readable by its owner alone."""
    path = DATA / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret("secret_key")
#: Earlier keys, so that what telephones hold sealed by them still opens (Ghi nhanh); signatures made by them still hold.
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("PHOIHOP_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if h]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("PHOIHOP_ORIGINS", "").split(",") if o]
#: Where readers of a paper reach this installation; printed in the QR of issued papers. Empty: the code alone.
SITE = os.environ.get("PHOIHOP_SITE", "")

# Modules in their order; an activity is any folder with an apps.py, so adding one changes nothing here.
NOUNS = ("core", "directory", "accounts", "documents", "commitments", "petitions", "meetings")
DOORS = ("reports", "ingest", "desk", "portal", "api", "upkeep")
ACTIVITIES = sorted(p.parent.name for p in (PACKAGE / "activities").glob("*/apps.py"))
MODULES = [
    *(f"phoihop.{name}" for name in NOUNS if (PACKAGE / name / "apps.py").exists()),
    *(f"phoihop.activities.{name}" for name in ACTIVITIES),
    *(f"phoihop.{name}" for name in DOORS if (PACKAGE / name / "apps.py").exists()),
    "phoihop.config",
]
INSTALLED_APPS = [
    *MODULES,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "phoihop.core.web.middleware.RequestId",
    "phoihop.core.web.middleware.Bounds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "phoihop.core.web.held.KeepTyped",  # before the next one sends the visitor to the sign-in page
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "phoihop.core.web.middleware.CleanInput",
    "phoihop.core.web.middleware.WhoActs",
]

ROOT_URLCONF = "phoihop.config.urls"
WSGI_APPLICATION = "phoihop.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "core" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "phoihop.core.web.context.frame",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["phoihop.core.web.templatetags.phoihop", "template_partials.templatetags.partials"],
        },
    }
]

DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'phoihop.sqlite3'}"
try:
    DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL)}
except ValueError as error:
    raise ImproperlyConfigured(
        "DATABASE_URL không đọc được. Ví dụ: postgresql://ten:matkhau@may/phoihop"
    ) from error
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN, so two writers wait instead of failing half-way;
    # FULL makes an acknowledged action survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    if not TESTING:
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Copies of the whole: best on another disk. Older ones go after so many days, but for the first of each month.
BACKUPS = Path(os.environ.get("PHOIHOP_BACKUPS") or DATA / "backups").resolve()
BACKUP_DAYS = number("PHOIHOP_BACKUP_DAYS", default=30)

# A demo lives in an invented year: its clock is shifted by a fixed span, told in the data folder.
DEMO = demo_mark(DATA)
CLOCK_OFFSET = DEMO.offset if DEMO else timedelta(0)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]

AUTH_USER_MODEL = "accounts.User"
ACTOR_FOR = "phoihop.accounts.actor.actor_for"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "phoihop.accounts.sign_in.LoginForm",
    "change_password": "phoihop.accounts.sign_in.ChangePasswordForm",
    "reauthenticate": "phoihop.accounts.sign_in.ReauthenticateForm",
}
MFA_ADAPTER = "phoihop.accounts.second_step.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # every key was made by a device that checks its owner
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a whole office behind one address
MFA_TOTP_TOLERANCE = 1  # a telephone whose clock is half a minute off
MFA_FORMS = {
    "authenticate": "phoihop.accounts.second_step.AuthenticateForm",
    "reauthenticate": "phoihop.accounts.second_step.ReauthenticateForm",
    "activate_totp": "phoihop.accounts.second_step.ActivateForm",
    "add_webauthn": "phoihop.accounts.passkeys.AddForm",
    "edit_webauthn": "phoihop.accounts.passkeys.RenameForm",
}
#: The common sign-in gate (OpenID Connect); None: there is none, and nothing of it is shown.
OIDC = declared_gate(os.environ, DATA / "keys")
SOCIALACCOUNT_ADAPTER = "phoihop.accounts.views_gate.GateAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
ACCOUNT_ADAPTER = "phoihop.accounts.adapter.Adapter"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key"}
IDLE_MINUTES = number("PHOIHOP_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
SESSION_SAVE_EVERY_REQUEST = False  # core.web.middleware renews the session when a third of the time has gone
SESSION_COOKIE_NAME = "phoihop"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

HTTPS = flag("PHOIHOP_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"  # of the address the gate sends back to
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; behind it Django would loop
#: Without it the whole ward is one visitor at the address of the proxy: one slip of the hand too many shuts out all.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("PHOIHOP_BEHIND_PROXY") else 0
if flag("PHOIHOP_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
FORCE_SCRIPT_NAME = os.environ.get("SCRIPT_NAME") or None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "phoihop.core.web.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "core" / "web" / "static"]
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {
        "BACKEND": "phoihop.documents.whole_files.WholeFiles",
        "OPTIONS": {"location": DATA / "store"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # the reports of a whole round are chosen at once
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the grid of one year's tasks is 60 rows of 8 fields
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
#: A request that says it is heavier is not read at all, whoever sends it: the temporary folder is no storage.
REQUEST_LIMIT = 64 << 20

#: A signing device at the server (PKCS#11): the module of its maker, and which token and key where there are several.
PKCS11_MODULE = os.environ.get("PHOIHOP_PKCS11_MODULE", "")
PKCS11_TOKEN = os.environ.get("PHOIHOP_PKCS11_TOKEN", "")
PKCS11_LABEL = os.environ.get("PHOIHOP_PKCS11_LABEL", "")

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TESTING
        else "django_tasks_db.DatabaseBackend"
    }
}

EMAIL_HOST = os.environ.get("SMTP_HOST", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.dummy.EmailBackend"
)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "phoihop.config.logging.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"phoihop": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
