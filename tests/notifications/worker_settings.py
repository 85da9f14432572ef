"""Settings of worker processes that tests start: the test's own database, and a mail server made of files."""

import json
import os
from pathlib import Path

from cop.settings.test import *  # noqa: F403
from cop.settings.test import DATABASES, TEMPLATES

DATABASES["default"].update(json.loads(os.environ["WORKER_DATABASE"]))
MAILERS = {"default": {"BACKEND": "tests.notifications.worker.FolderBackend"}}
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates", *TEMPLATES[0]["DIRS"]]
