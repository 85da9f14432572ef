"""The pages about S3, the community, its services, who runs it, in the order of the menu."""

from .about_people import EXPERTS, SECRETARIAT
from .about_s3 import ABOUT, COMMUNITY, S3
from .about_work import FORUM, KNOWLEDGE, PLATFORMS, SERVICES

PAGES = (ABOUT, S3, COMMUNITY, SERVICES, FORUM, PLATFORMS, KNOWLEDGE, SECRETARIAT, EXPERTS)
