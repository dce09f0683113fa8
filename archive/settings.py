"""Settings. A clean clone just runs; the environment changes what a site needs and is read strictly.

Everything that the archive writes lies under one folder, DATA (the environment's PARALLAX_DATA, else `var/`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from archive import environment, secret_key

django_stubs_ext.monkeypatch()  # lets admin and form classes name their model in brackets, as mypy wants

environment.refuse_unknown(
    "PARALLAX_",
    {
        "PARALLAX_ALLOWED_HOSTS",
        "PARALLAX_DATA",
        "PARALLAX_DEBUG",
        "PARALLAX_FETCH_ALLOW",
        "PARALLAX_FETCH_CONTACT",
        "PARALLAX_FETCH_MEGABYTES",
        "PARALLAX_FETCH_SECONDS",
        "PARALLAX_HTTPS",
        "PARALLAX_LANGUAGE",
        "PARALLAX_SECRET_KEY",
        "PARALLAX_TIME_ZONE",
        "PARALLAX_TRUST_PROXY",
    },
)

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PARALLAX_DATA") or BASE / "var").expanduser().resolve()
try:
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)  # it will hold sessions and password digests
except OSError as error:
    raise ImproperlyConfigured(
        f"The data folder {DATA} cannot be made: {error}. Set PARALLAX_DATA to a folder that you may write to."
    ) from error

CAPTURES = DATA / "captures"

DEBUG = environment.flag("PARALLAX_DEBUG")
SECRET_KEY = os.environ.get("PARALLAX_SECRET_KEY") or secret_key.read_or_make(DATA / "secret_key")
ALLOWED_HOSTS = environment.words("PARALLAX_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# --- what it is made of ---

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "archive.apps.ParallaxAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "haystack",
    "csp",
]

MIDDLEWARE = [
    "archive.middleware.bare_head",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",  # the reader's own language, where there is a catalogue of it
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- where it keeps things ---

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'archive.sqlite3'}")}
DATABASES["default"].setdefault("ATOMIC_REQUESTS", False)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # WAL lets readers go on while one writes; FULL survives a power cut as well as a killed process.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        # Take the write lock when a transaction begins: one that upgrades midway fails instead of waiting.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds that a writer waits for another
    }
    if "pytest" in sys.modules:  # a real file, so that tests meet the locks that users meet
        DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

SEARCH_URL = os.environ.get("SEARCH_URL") or f"whoosh://{DATA / 'index'}"
if not SEARCH_URL.startswith("whoosh:///"):
    raise ImproperlyConfigured(
        f"SEARCH_URL={SEARCH_URL!r} names an engine that the search pages cannot use. Write whoosh:///a/folder."
    )
HAYSTACK_CONNECTIONS = {"default": Env.search_url_config(SEARCH_URL, engine="archive.search.engine.ArchiveEngine")}
HAYSTACK_SIGNAL_PROCESSOR = "archive.search.signals.QueueingSignalProcessor"

# --- how it is served ---

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or "pytest" in sys.modules
        else "archive.static_files.ArchiveStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or "pytest" in sys.modules
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # no page names the others, and compressing them doubles the time of gathering

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the admin's own icons are data: addresses in its style sheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "archive.views.errors.form_refused"
DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024  # bytes: a pasted article may be as long as an ingested file
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an article of many blocks has a box for each
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

HTTPS = environment.flag("PARALLAX_HTTPS")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_HSTS_SECONDS = 31_536_000  # a year, what browsers' preload lists ask for
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if environment.flag("PARALLAX_TRUST_PROXY"):  # only behind a proxy that sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- how pages are fetched by their addresses ---

# Networks, and ports beyond the usual ones, that may be connected to although they are private.
FETCH_ALLOW = environment.networks("PARALLAX_FETCH_ALLOW")
FETCH_SECONDS = environment.number("PARALLAX_FETCH_SECONDS", default=30, most=600)  # redirects, waits and all
FETCH_BYTES = int(environment.number("PARALLAX_FETCH_MEGABYTES", default=20, most=1000) * 1_000_000)
# Whom a site's owner may write to about our requests: an e-mail or web address, shown in the User-Agent.
FETCH_CONTACT = environment.line("PARALLAX_FETCH_CONTACT", most=200)
FETCH_PAUSE = 1.0  # seconds between two requests to one host

# --- words and times ---

# Those that the interface has been translated into: each but the first has its catalogue in LOCALE_PATHS.
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LANGUAGE_CODE = environment.one_of("PARALLAX_LANGUAGE", [code for code, _ in LANGUAGES], default="en-gb")
LOCALE_PATHS = [BASE / "locale"]
FORMAT_MODULE_PATH = ["archive.formats"]
USE_THOUSAND_SEPARATOR = True  # machine-readable numbers in templates are written with |stringformat:"d"
TIME_ZONE = environment.time_zone("PARALLAX_TIME_ZONE", default="UTC")
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "archive": {"level": "INFO"},
        "django": {"handlers": [], "propagate": True},
        # Scanners try host names all day; each would leave a traceback.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
