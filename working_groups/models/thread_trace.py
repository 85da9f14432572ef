"""Where a thread went that was merged into another one or moved to another group, so that its address leads there."""

from django.db import models

from .thread import Thread


class ThreadTrace(models.Model):
    """Under which number a thread once stood in a group, and the thread that holds its posts now."""

    group = models.ForeignKey("working_groups.WorkingGroup", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField()
    into = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="traces")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="working_groups_one_trace")]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.number} → {self.into_id}"
