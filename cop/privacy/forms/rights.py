"""Forms about a member's own data."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..models import Document, TermsVersion


class DeletionForm(forms.Form):
    """One box, so that nobody deletes an account by a slip."""

    understood = forms.BooleanField(
        label=_("I have read it and want my account to be deleted"),
        error_messages={"required": _("Tick the box, so that we know you have read it.")},
    )


class TermsForm(forms.Form):
    """One box for all that is asked for; what was shown is sent along: nobody accepts what they have not seen."""

    accepted = forms.BooleanField(error_messages={"required": _("Tick the box to go on.")})

    def __init__(self, *args: Any, versions: Sequence[TermsVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = list(versions)
        self.fields["accepted"].label = acceptance_label(self.versions)

    @property
    def shown(self) -> str:
        """For the hidden field: the numbers of the versions on the page."""
        return " ".join(str(version.pk) for version in self.versions)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("shown", self.shown) != self.shown:
            self.add_error("accepted", _("Something has changed since you opened this page. Please look again."))
        return cleaned


def acceptance_label(versions: Sequence[TermsVersion]) -> SafeString:
    """“I accept the terms of use and have read the privacy notice”, with links to the texts."""
    words = {
        Document.TERMS: _('I accept the <a href="{}">terms of use</a>.'),
        Document.PRIVACY: _('I have read the <a href="{}">privacy notice</a>.'),
    }
    return format_html_join(
        " ", "{}", ((format_html(str(words[Document(version.document)]), version.address),) for version in versions)
    )
