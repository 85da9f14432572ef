"""What every surrounding shares. Whatever differs between machines comes from the environment (.env.example)."""

from pathlib import Path

import environ
from django.contrib.messages import constants as messages
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORT = env.int("PORT", default=8000)
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")

INSTALLED_APPS = [
    # Our rooms, highest first: their templates win over those of the libraries.
    "home",
    "events",
    "working_groups",
    "news",
    "resources",
    "cop.search",
    "cop.editing",
    "cop.members",
    "cop.privacy",
    "cop.notifications",
    "cop.taxonomy",
    "cop.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "anymail",
    "crontask",
    "django_htmx",
    "django_tasks_db",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cop.members.apps_wagtail.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    # Its templates of widgets come after ours (FORM_RENDERER).
    "django.forms",
]

MIDDLEWARE = [
    "cop.core.middleware.RequestIdMiddleware",
    "cop.core.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cop.core.middleware.TextCompressionMiddleware",
    "cop.core.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cop.core.middleware.TooMuchMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cop.members.middleware.MemberMiddleware",
    "cop.members.middleware.AdminDoorMiddleware",
    "cop.editing.middleware.KnownPagesMiddleware",
    "cop.privacy.middleware.AuditMiddleware",
    "cop.privacy.middleware.TermsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cop.urls"
WSGI_APPLICATION = "cop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cop.core.context_processors.site",
            ],
            "builtins": ["cop.core.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Databases: a file of SQLite unless DATABASE_URL names a server. IMMEDIATE takes the write lock at BEGIN, so that
# two writers wait for each other instead of failing with "database is locked" half-way (traps.md no. 8).
# A variable that is there but empty counts as not given, here and for the cache.
DATABASES = {"default": env.db_url_config(env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL keeps the plan of a statement that comes a second time with other values (cop.core.prepared).
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 1
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache: this process's memory unless CACHE_URL names a shared one; production requires a shared one.
CACHES = {"default": env.cache_url_config(env("CACHE_URL", default="") or "locmemcache://cop")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    CACHES["default"]["BACKEND"] = "cop.core.redis_cache.RedisCache"
SESSION_ENGINE = "cop.core.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cop.core.stale_forms.too_old"
# What a visitor has answered about optional cookies (cop.privacy.consent_cookie); scripts read it.
CONSENT_COOKIE_NAME = "cookie-choice"

# Whole anonymous pages are kept this many seconds unless dropped before (cop.core.page_cache).
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=300)

# People
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["cop.members.backends.MemberBackend"]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("my_page")
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# May staff enter the admin without a second factor? Only a demo; production refuses to start with it.
STAFF_NEEDS_SECOND_FACTOR = True

ACCOUNT_ADAPTER = "cop.members.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # The letters say fifteen minutes (cop.members.emails).
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Limits by address of the machine leave room for a whole ministry, or a conference, behind one address; those by
# e-mail address are what stops guessing. Shared by all processes through the cache.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "request_login_code": "120/m/ip,3/m/key,20/d/key",
    "reset_password": "30/m/ip,3/m/key,20/d/key",
    "reset_password_from_key": "60/m/ip",
    "signup": "60/m/ip",
    "confirm_email": "1/10s/key,20/d/key",
}
# Eight digits: quick to type from a phone's notice. With five tries a code and twenty codes a day nobody guesses one.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_FORMS = {
    "login": "cop.members.forms.sign_in.PasswordSignInForm",
    "request_login_code": "cop.members.forms.sign_in.SignInForm",
    "confirm_login_code": "cop.members.forms.sign_in.LoginCodeForm",
    "confirm_password_reset_code": "cop.members.forms.sign_in.ResetCodeForm",
    "confirm_email_verification_code": "cop.members.forms.sign_in.AddressCodeForm",
    "add_email": "cop.members.forms.sign_in.NewAddressForm",
    "change_password": "cop.members.forms.sign_in.ChangePasswordForm",
    "set_password": "cop.members.forms.sign_in.SetPasswordForm",
    "reset_password": "cop.members.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "cop.members.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "cop.members.forms.sign_in.ReauthenticateForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_FORMS = {
    "authenticate": "cop.members.forms.sign_in.SecondFactorForm",
    "reauthenticate": "cop.members.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "cop.members.forms.sign_in.ActivateAppForm",
    "add_webauthn": "cop.members.forms.sign_in.AddKeyForm",
    "edit_webauthn": "cop.members.forms.sign_in.EditKeyForm",
}
MFA_ADAPTER = "cop.members.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
# Clocks of phones go wrong by some seconds, and typing takes its time: the code before and after also counts, once.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "S3 Community of Practice"
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "cop.members.adapter.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
if env("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": env("OIDC_PROVIDER_ID", default="oidc"),
            "name": env("OIDC_NAME", default="EU Login"),
            "client_id": env("OIDC_CLIENT_ID"),
            "secret": env("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": env("OIDC_SERVER_URL")},
        }
    )

# Messages take the tones of the component “alert”.
MESSAGE_TAGS = {
    messages.DEBUG: "",
    messages.INFO: "",
    messages.SUCCESS: "good",
    messages.WARNING: "wait",
    messages.ERROR: "bad",
}

# Language and time
# "en" and not "en-gb": a regional variant makes each of 200 to 400 look-ups a page walk twice as many catalogues, which
# was a tenth of a page's time. What is British about the site, its dates, stands in the format module.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
FORMAT_MODULE_PATH = ["cop.core.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Members' files: never below MEDIA_ROOT, never served by the web server (traps.md no. 2).
PRIVATE_ROOT = Path(env("PRIVATE_ROOT", default=str(VAR_DIR / "private")))
# The proxy's own place for them, as in "/private-files/", where it offers X-Accel-Redirect (docs/operations.md).
PRIVATE_FILES_PROXY_PATH = env("PRIVATE_FILES_PROXY_PATH", default="")
# Where clamd listens, as in tcp://127.0.0.1:3310 or unix:///run/clamd.sock. Empty: files are not scanned.
CLAMAV = env("CLAMAV", default="")
# LibreOffice, which draws Office files of the library. Empty: looked for on this machine; "off": not used.
SOFFICE = env("SOFFICE", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# Letters: rows in the outbox (cop.notifications), sent by the worker through the default mailer.
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="S3 Community of Practice <secretariat@s3cop.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST_NAME = env("MAIL_HOST_NAME", default="")
MAILERS = {
    "default": {
        "BACKEND": env("MAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend"),
        "OPTIONS": {},
    }
}
if MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {
        "host": env("SMTP_HOST", default="localhost"),
        "port": env.int("SMTP_PORT", default=25),
        "username": env("SMTP_USER", default=""),
        "password": env("SMTP_PASSWORD", default=""),
        "use_tls": env.bool("SMTP_TLS", default=False),
        "timeout": 20,
    }

# What the mail provider reports (bounces, complaints): its name as django-anymail has it, and the name and password
# that it must bring to /letters/events/. Without both nobody is heard there.
MAIL_PROVIDER = env("MAIL_PROVIDER", default="")
ANYMAIL = {"WEBHOOK_SECRET": env.list("MAIL_EVENTS_SECRET", default=[])}

# Answers by mail (working_groups): the domain whose mails all come to us, through a provider's webhook or a mail server
# that calls `manage.py receive_mail`. Without it letters promise nothing of the kind.
REPLY_DOMAIN = env("REPLY_DOMAIN", default="").strip().lower()
# The name under which the mail server before us writes its Authentication-Results; with it, a mail must have passed
# DMARC there, or SPF or DKIM for the sender's own domain.
INBOUND_AUTHSERV_ID = env("INBOUND_AUTHSERV_ID", default="").strip().lower()
INBOUND_MAX_BYTES = 26_214_400

# Background work: one queue in the database; `db_worker` runs it, `crontask` is the clock.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Wagtail
WAGTAIL_SITE_NAME = "S3 Community of Practice"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = reverse_lazy("account_login")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = False
# Pages only; posts and documents have an index of their own (docs/decisions/search-index.md).
WAGTAILSEARCH_BACKENDS = env.json(
    "WAGTAILSEARCH_BACKENDS", default={"default": {"BACKEND": "wagtail.search.backends.database"}}
)
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cop.editing.picture_form.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40 * 1000 * 1000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}

# Origins of other sites that a page may load from, once its visitor agrees; by directive (cop.core.csp).
THIRD_PARTIES = {
    "frame-src": env.list("FRAME_ORIGINS", default=["https://www.youtube-nocookie.com", "https://player.vimeo.com"]),
    "script-src": env.list("SCRIPT_ORIGINS", default=[]),
    "connect-src": env.list("CONNECT_ORIGINS", default=[]),
    "img-src": env.list("IMAGE_ORIGINS", default=[]),
}
# Sites whose videos editors may embed (cop.core.blocks.media); nothing of them loads before the visitor agrees.
# Their players' origins must stand in FRAME_ORIGINS; a system check compares the two.
EMBED_HOSTS = env.list(
    "EMBED_HOSTS",
    default=[
        "www.youtube.com",
        "youtube.com",
        "youtu.be",
        "www.youtube-nocookie.com",
        "vimeo.com",
        "player.vimeo.com",
    ],
)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it for its preview panel; the CSP says the same.
SILENCED_SYSTEM_CHECKS = []
