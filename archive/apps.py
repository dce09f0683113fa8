"""The one Django application, and the admin that goes with it."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"


class ParallaxAdminConfig(AdminConfig):
    default_site = "archive.admin_site.ParallaxAdminSite"
