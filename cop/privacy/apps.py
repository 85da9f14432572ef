"""App configuration of privacy."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "cop.privacy"
    label = "privacy"
    verbose_name = "Privacy"
