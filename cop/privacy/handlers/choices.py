"""How long records of choices about cookies are kept. Nothing in them leads to a person, so none is exported."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from ..models import ConsentRecord
from ..retention import Rule, rule


@rule(
    "cookie-choices",
    what=gettext_lazy("Which optional cookies were accepted or refused, and when (nothing about who)"),
    counted_from=gettext_lazy("the choice"),
    days=365,
    why=gettext_lazy("To prove that nothing was loaded without consent: a choice holds for six months."),
    order=45,
)
def remove_old_choices(now: datetime, kept: Rule) -> int:
    return ConsentRecord.objects.filter(made_at__lte=kept.before(now)).delete()[0]
