"""What the working groups add to Wagtail's admin."""
