"""Pictures of pages: their addresses and sizes, and the first one as the cover of a resource that has none."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cop.core.pictures import SHARE_SIZE, Shared

from ..drawing import DRAWING
from ..models import FileVersion, ResourceFile, ResourcePage


@dataclass(frozen=True)
class SlidePicture:
    """The picture of one page in two widths. Sizes are those of the first page: others of the file may differ."""

    url: str
    small_url: str
    width: int
    height: int

    @property
    def shared(self) -> Shared:
        """The same as programs that show links want it."""
        return Shared(self.url.removesuffix("webp") + "jpg", *SHARE_SIZE)

    @property
    def srcset(self) -> str:
        if self.width <= DRAWING.small:
            return f"{self.url} {self.width}w"
        return f"{self.small_url} {DRAWING.small}w, {self.url} {self.width}w"


def picture_of(version: FileVersion, number: int) -> SlidePicture:
    """Of a page that has one."""
    return SlidePicture(
        url=reverse("resource_picture", args=[version.key, number]),
        small_url=reverse("resource_thumbnail", args=[version.key, number]),
        width=version.picture_width,
        height=version.picture_height,
    )


def first_picture(files: list[ResourceFile]) -> SlidePicture | None:
    """The first page of the first file that has pictures; the files come with their versions."""
    for file in files:
        if file.current is not None and file.current.pictures:
            return picture_of(file.current, 1)
    return None


def first_pictures(resources: list[ResourcePage]) -> dict[int, SlidePicture]:
    """The same for many resources, those with a cover of their own left out. One statement, none where all have one."""
    bare = [resource.pk for resource in resources if resource.picture_id is None]
    if not bare:
        return {}
    files = ResourceFile.objects.filter(resource__in=bare, current__pictures__gt=0).select_related("current")
    found: dict[int, SlidePicture] = {}
    for file in files:
        if file.current is not None:
            found.setdefault(file.resource_id, picture_of(file.current, 1))
    return found


def cover_html(picture: SlidePicture | None, *, sizes: str, first: bool = False) -> SafeString:
    """The picture as an ornament beside a title; nothing where there is none."""
    if picture is None:
        return SafeString("")
    when = SafeString('fetchpriority="high"' if first else 'loading="lazy" decoding="async"')
    return format_html(
        '<img class="slide-cover{}" src="{}" srcset="{}" sizes="{}" alt="" width="{}" height="{}" {}>',
        " slide-cover--tall" if picture.height > picture.width else "",
        picture.url,
        picture.srcset,
        sizes,
        picture.width,
        picture.height,
        when,
    )
