"""What Django is told. What an installation may choose is in `portal/options/`, and documented in docs/reglages.md.

PORTAL_ROLE says which process this is:
- `public` (what is served, unless told otherwise): the pages, from the current edition; no account, no session, no
  editing database;
- `admin`: the admin, on the editing database;
- `atelier`: commands and tests, on the editing database; it is never served.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from portal.options.databases import sqlite_at
from portal.options.reading import in_force

given = in_force()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = given["PORTAL_VAR"]
FIXTURES_DIR = BASE_DIR / "fixtures"
EDITIONS_DIR = given["PORTAL_EDITIONS"] or VAR_DIR / "editions"
EDITIONS_KEPT = 10
#: Seconds between two verifications of the file that is served, when nothing tells that it changed.
EDITION_VERIFIED_EVERY = given["PORTAL_VERIFY_SECONDS"]
#: What names the tables of an edition.
EDITION_SCHEMA = "portal.publishing.schema.schema"
#: Off only to measure what making an answer costs.
CACHE_ANSWERS = given["PORTAL_CACHE"]

ROLE = given["PORTAL_ROLE"]
DEBUG = given["PORTAL_DEBUG"]
#: Whether `/style/` shows every component in every state, for those who make the site.
STYLE_PAGE = DEBUG or given["PORTAL_STYLE"]
#: Where readers find the portal: absolute addresses are made from it, never from the request's Host.
PUBLIC_URL = given["PORTAL_URL"]
#: Where editors write: a page that shows what to mend links to it; empty, no link is made.
ADMIN_URL = given["PORTAL_ADMIN_URL"] or ""
ALLOWED_HOSTS = [
    *given["PORTAL_HOSTS"],
    *(urlsplit(url).hostname for url in (PUBLIC_URL, ADMIN_URL) if url),
]
#: Who publishes this installation and who hosts it, with their addresses, for the legal notice; empty, it says so.
PUBLISHER = given["PORTAL_PUBLISHER"] or ""
HOSTING = given["PORTAL_HOSTING"] or ""
#: Where to report a flaw, as an address (« https://… », « mailto:… »); empty, no page gives one.
SECURITY_CONTACT = given["PORTAL_SECURITY_CONTACT"] or ""
#: Whose words are taken on how a request came: see `portal/serving/proxies.py`.
TRUSTED_PROXIES = given["PORTAL_PROXIES"]

#: Where what is measured is given, to this machine or its own network alone; None, nothing is measured.
METRICS = given["PORTAL_METRICS"]
ACCESS_LOG = given["PORTAL_ACCESS_LOG"]
#: Days since the official base was read past which this process says that it is not ready; 0, it never does.
MOST_AGE = given["PORTAL_MOST_AGE"]

#: Where `refresh` asks for what is newer: the registry that has the npm package of KALI, with no address of its own
#: here (it is left out until one is given); DILA's open data, and which of its streams.
NPM_REGISTRY = given["PORTAL_NPM_REGISTRY"] or ""
KALI_PACKAGE = "@socialgouv/kali-data"
DILA_URL = given["PORTAL_DILA_URL"]
DILA_STREAMS = given["PORTAL_DILA_STREAMS"]
#: The share of what a source has that may be left unread before a person has to look.
REFRESH_MOST_UNREAD = given["PORTAL_REFRESH_UNREAD"]
#: Whom the report of `refresh` is sent to, by which server, and from whom; nobody without an address.
REPORT_TO = given["PORTAL_REPORT_TO"] or ""
REPORT_FROM = given["PORTAL_REPORT_FROM"] or REPORT_TO
(EMAIL_HOST, EMAIL_PORT), EMAIL_TIMEOUT = given["PORTAL_SMTP"], 30


def secret_key():
    """The key given, else one drawn once for this installation. The public process signs nothing."""
    if ROLE == "public":
        return secrets.token_hex(32)
    if given["PORTAL_SECRET_KEY"]:
        return given["PORTAL_SECRET_KEY"]
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    return kept.read_text()


SECRET_KEY = secret_key()
if ROLE != "public":
    VAR_DIR.mkdir(parents=True, exist_ok=True)

EDITING_DATABASE = given["DATABASE_URL"] or sqlite_at(VAR_DIR / "editing.sqlite3")
DATABASES = {
    # The public process has no editing database: a query that leaves the edition fails at once.
    "default": {"ENGINE": "django.db.backends.dummy"} if ROLE == "public" else EDITING_DATABASE,
    "edition": {
        "ENGINE": "portal.edition.backend",
        "NAME": EDITIONS_DIR / "current",
        "CONN_MAX_AGE": None,
        "TEST": {"MIGRATE": False},
    },
}
DATABASE_ROUTERS = ["portal.edition.reader.EditionRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PUBLIC_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "portal",
    "agreements",
    "members",
]
EDITING_APPS = [
    "portal.journal",  # whose commands stand for those of the same name
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_otp",
    "django_otp.plugins.otp_totp",
]
INSTALLED_APPS = PUBLIC_APPS if ROLE == "public" else [*EDITING_APPS, *PUBLIC_APPS]

PUBLIC_MIDDLEWARE = [
    "portal.web.headers.HeadersMiddleware",
    "portal.serving.static_files.StaticFilesMiddleware",
    "portal.serving.forgiving_middleware.ForgivingMiddleware",
    "portal.web.gate.GateMiddleware",
    "portal.web.as_of.AsOfMiddleware",
    "portal.serving.edition_middleware.EditionMiddleware",
    "portal.serving.former_middleware.FormerMiddleware",
]
ADMIN_MIDDLEWARE = [
    "portal.web.headers.HeadersMiddleware",
    "portal.serving.static_files.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
MIDDLEWARE = PUBLIC_MIDDLEWARE if ROLE == "public" else ADMIN_MIDDLEWARE
ROOT_URLCONF = "portal.urls" if ROLE == "public" else "portal.admin_urls"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES = [
    {
        "NAME": "public",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "portal.template_environment.environment"},
    }
]
if ROLE != "public":
    TEMPLATES.insert(
        0,
        {
            "NAME": "admin",
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [BASE_DIR / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        },
    )

FORM_RENDERER = "portal.admin.form_renderer.QuickFields"
LANGUAGE_CODE = "fr"
LOCALE_PATHS = [BASE_DIR / "portal/french/locale"]
FORMAT_MODULE_PATH = "portal.french.formats"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = given["PORTAL_STATIC"] or VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if ROLE != "public":  # which has no form
    CSRF_FAILURE_VIEW = "portal.web.admin_site.csrf_failure"
#: A form that says where it comes from (`Origin`) is taken from the admin's own address, whatever a proxy did of it.
CSRF_TRUSTED_ORIGINS = [ADMIN_URL] if ADMIN_URL else []
SECURE_COOKIES = given["PORTAL_HTTPS"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
if SECURE_COOKIES:  # names that browsers keep to this host, and to TLS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # HSTS and the other headers are those of `portal/web/headers.py`
    "security.W002",  # as is X-Frame-Options
    *(["security.W003"] if ROLE == "public" else []),  # nothing is posted to it, and it keeps no cookie
]
#: Whether a second factor is asked of who publishes or holds the accounts: where the site is served over TLS, unless
#: it is said otherwise. On one machine, for a demonstration, nobody is asked for it.
SECOND_FACTOR = SECURE_COOKIES if given["PORTAL_SECOND_FACTOR"] is None else given["PORTAL_SECOND_FACTOR"]
OTP_TOTP_ISSUER = "Portail des accords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "portal.admin.passwords.NotOneWord"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "dated": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s", "datefmt": "%FT%T%z"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "dated"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is not there, an address that is refused: answers, not faults of this site.
    "loggers": {"django.request": {"level": "ERROR"}, "portal.connexions": {"level": "INFO"}},
}
