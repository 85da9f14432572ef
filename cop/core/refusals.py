"""What the exceptions of the rooms have in common, by which a service says that it did nothing, and why."""

from django.db.models import TextChoices


class Refusal[Reason: TextChoices](Exception):
    """Something was not done; `reason` says why, `detail` says it more exactly. Nothing has been changed."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return self.detail or str(self.reason.label)
