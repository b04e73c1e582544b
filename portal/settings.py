"""One file of settings, all of them readable from the environment.

PORTAL_ROLE says which process this is:
- `public`: serves the pages from the current edition; no account, no session, no editing database;
- `admin`: serves the admin on the editing database;
- `atelier` (the default): commands and tests, on the editing database.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR", BASE_DIR / "var"))
FIXTURES_DIR = BASE_DIR / "fixtures"
EDITIONS_DIR = VAR_DIR / "editions"
EDITIONS_KEPT = 10
#: Off only to measure what making an answer costs.
CACHE_ANSWERS = os.environ.get("PORTAL_CACHE", "1") != "0"

ROLE = os.environ.get("PORTAL_ROLE", "atelier")
DEBUG = os.environ.get("PORTAL_DEBUG") == "1"
#: Whether `/style/` shows every component in every state, for those who make the site.
STYLE_PAGE = DEBUG or os.environ.get("PORTAL_STYLE") == "1"
ALLOWED_HOSTS = os.environ.get("PORTAL_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
#: Where readers find the portal: absolute addresses are made from it, never from the request's Host.
PUBLIC_URL = os.environ.get("PORTAL_URL", "http://127.0.0.1:8000")
#: Where editors write: a page that shows what to mend links to it; empty, no link is made.
ADMIN_URL = os.environ.get("PORTAL_ADMIN_URL", "")
#: Who publishes this installation and who hosts it, with their addresses, for the legal notice; empty, it says so.
PUBLISHER = os.environ.get("PORTAL_PUBLISHER", "").strip()
HOSTING = os.environ.get("PORTAL_HOSTING", "").strip()


def secret_key():
    """The key given, else one drawn once for this installation. The public process signs nothing."""
    if given := os.environ.get("PORTAL_SECRET_KEY"):
        return given
    if ROLE == "public":
        return secrets.token_hex(32)
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))
    return kept.read_text()


def database_from(url):
    """`postgresql://user:password@host:port/name?host=/socket/folder`, or `sqlite:///path`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_at(Path(parts.path))
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"DATABASE_URL : « {parts.scheme} » n’est ni postgresql ni sqlite.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "USER": unquote(parts.username or query.get("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 2},
    }


def sqlite_at(path):
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


SECRET_KEY = secret_key()
if ROLE != "public":
    VAR_DIR.mkdir(parents=True, exist_ok=True)

EDITING_DATABASE = (
    database_from(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else sqlite_at(VAR_DIR / "editing.sqlite3")
)
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
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
INSTALLED_APPS = PUBLIC_APPS if ROLE == "public" else [*EDITING_APPS, *PUBLIC_APPS]

PUBLIC_MIDDLEWARE = [
    "portal.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.web.as_of.AsOfMiddleware",
    "portal.web.gate.GateMiddleware",
    "portal.serving.edition_middleware.EditionMiddleware",
]
ADMIN_MIDDLEWARE = [
    "portal.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
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

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

APPEND_SLASH = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = os.environ.get("PORTAL_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is not there, an address that is refused: answers, not faults of this site.
    "loggers": {"django.request": {"level": "ERROR"}},
}
