"""The files of a resource in the Wagtail admin: what there is, adding, new versions, order, removing."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView, TemplateView
from wagtail.admin.viewsets.base import ViewSet

from cop.core.files.serving import serve
from cop.core.stored.reading import note_of

from ..forms.files import AboutForm, NewFileForm, NewVersionForm
from ..models import FileVersion, ResourceFile, ResourcePage
from ..permissions import can_edit, files_obstacle
from ..refusals import Refused
from ..selectors.files import meta_of
from ..services import files as services
from .one_resource import OfOneResource


class OfItsFiles(OfOneResource):
    """The same of its files. The services ask `files_obstacle`."""

    header_icon = "doc-full-inverse"

    @property
    def list_url(self) -> str:
        return reverse("resource_files:index", args=[self.resource.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": self.get_page_subtitle()},
            {"url": self.list_url, "label": _("Files")},
            *([] if isinstance(self, FilesView) else [{"url": "", "label": str(self.page_title)}]),
        ]


class OfOneFile(OfItsFiles):
    """The same where the address names a file."""

    file: ResourceFile

    def find(self, **kwargs: Any) -> ResourcePage:
        self.file = get_object_or_404(ResourceFile.objects.select_related("resource", "current"), pk=kwargs["file"])
        return self.file.resource


class FilesView(OfItsFiles, TemplateView):
    """All files of a resource with their versions."""

    template_name = "resources/admin/files.html"
    page_title = gettext_lazy("Files")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = self.resource.files.select_related("current").prefetch_related("versions")
        obstacle = files_obstacle(self.request.user, self.resource)
        lines = [
            {
                "file": file,
                "meta": meta_of(file, file.current) if file.current else [],
                "note": note_of(file.current),
                "earlier": sorted(
                    (version for version in file.versions.all() if version.pk != file.current_id),
                    key=lambda version: -version.number,
                ),
            }
            for file in files
        ]
        return {
            **super().get_context_data(**kwargs),
            "lines": lines,
            "obstacle": obstacle.label if obstacle else "",
        }


class WriteView(OfItsFiles, FormView):
    """A form whose service may refuse; what it says stands above the form."""

    template_name = "resources/admin/form.html"
    done = ""

    def act(self, data: dict[str, Any]) -> None:
        """Call the service. Raises `Refused`."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except Refused as refused:
            form.add_error("file" if "file" in form.fields else None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, str(self.done))
        return HttpResponseRedirect(self.list_url)

    def checked(self, data: dict[str, Any]) -> Any:
        file = data["file"]
        good = services.checked(file, name=str(file.name or ""), size=file.size)
        return services.for_readers(good) if data["without_notes"] else good


class AddView(WriteView):
    """Add a file."""

    form_class = NewFileForm
    page_title = gettext_lazy("Add a file")
    done = gettext_lazy("The file has been added. What is in it will be found in a minute.")

    def act(self, data: dict[str, Any]) -> None:
        services.add_file(
            resource=self.resource,
            actor=cast("Any", self.request.user),
            file=self.checked(data),
            title=data["title"],
            language=data["language"],
            key=data["key"],
        )


class VersionView(OfOneFile, WriteView):
    """Add a version of a file."""

    form_class = NewVersionForm
    page_title = gettext_lazy("New version")
    done = gettext_lazy("Readers get the new version from now on.")

    def act(self, data: dict[str, Any]) -> None:
        services.add_version(
            file=self.file,
            actor=cast("Any", self.request.user),
            content=self.checked(data),
            what_changed=data["what_changed"],
            key=data["key"],
        )


class ChangeView(OfOneFile, WriteView):
    """Title and language of a file."""

    form_class = AboutForm
    page_title = gettext_lazy("Title and language")
    done = gettext_lazy("The file has been changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.file.title, "language": self.file.language}

    def act(self, data: dict[str, Any]) -> None:
        services.change_file(file=self.file, actor=cast("Any", self.request.user), **data)


class ActView(OfOneFile, TemplateView):
    """One press of a button: up, down; or removing, which asks first."""

    template_name = "resources/admin/remove.html"
    page_title = gettext_lazy("Remove a file")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["act"] != "remove":
            return HttpResponseRedirect(self.list_url)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = cast("Any", request.user)
        try:
            if kwargs["act"] == "remove":
                services.remove_file(file=self.file, actor=actor)
                messages.success(request, _("“%(name)s” has been removed.") % {"name": self.file.title})
            else:
                services.move_file(file=self.file, actor=actor, up=kwargs["act"] == "up")
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(self.list_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "file": self.file, "list_url": self.list_url}


@require_safe
def version_file(request: HttpRequest, version: int) -> HttpResponseBase:
    """Any version, earlier ones too, as a file. Permission: whoever may edit the page."""
    found = get_object_or_404(FileVersion.objects.select_related("file__resource"), pk=version)
    if not can_edit(request.user, found.file.resource):
        raise Http404
    return serve(
        request, path=found.path, name=found.name, content_type=found.content_type, etag=f"{found.pk}-{found.size}"
    )


class ResourceFilesViewSet(ViewSet):
    """/admin/resource-files/"""

    name = "resource_files"
    url_prefix = "resource-files"
    icon = "doc-full-inverse"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:resource>/", FilesView.as_view(), name="index"),
            path("<int:resource>/add/", AddView.as_view(), name="add"),
            path("file/<int:file>/version/", VersionView.as_view(), name="version"),
            path("file/<int:file>/change/", ChangeView.as_view(), name="change"),
            *(
                path(f"file/<int:file>/{act}/", ActView.as_view(), {"act": act}, name=act)
                for act in ("up", "down", "remove")
            ),
            path("version/<int:version>/", version_file, name="file"),
        ]
