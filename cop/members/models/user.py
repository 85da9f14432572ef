"""The account: known by its e-mail address."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case, because people do not tell Ana@ from ana@."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find by address, whatever its case."""
        return self.get(email=(email or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **extra) -> "User":
        """Make an account with its (empty) profile; without a password one logs in by e-mailed code."""
        from .profile import Profile

        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        user.profile = Profile.objects.using(self._db).create(user=user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra) -> "User":
        """Make an administrator."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **extra})


class User(AbstractBaseUser, PermissionsMixin):
    """An account. What the community knows of the person stands in `profile`."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Brussels")
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_sample = models.BooleanField(_("sample"), default=False, help_text=_("Made by the seed; not a real person."))
    # Told to every request by the row that it reads anyway (cop.privacy): nobody is asked twice a page.
    deletion_due_at = models.DateTimeField(_("to be deleted at"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    must_accept_terms = models.BooleanField(_("is asked to accept the terms"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="members_user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, for Wagtail and for greetings."""
        return self.name

    def get_short_name(self) -> str:
        """The name, or what stands before the @."""
        return self.name or self.email.partition("@")[0]
