"""The editors' form for an entry of the cookie list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Cookie


class CookieForm(forms.ModelForm):
    """Of an entry that the code declares only the purpose can be said better; the rest is shown."""

    class Meta:
        model = Cookie
        fields = ["category", "name", "purpose", "duration", "provider", "third_party", "kind"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_declared_in_code:
            for name, field in self.fields.items():
                field.disabled = name != "purpose"
            self.fields["name"].help_text = _("The platform itself sets it; name and facts come from the code.")
