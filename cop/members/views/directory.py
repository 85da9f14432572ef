"""The directory: the list, one member's page, writing to a member, and the link in the letter that arrives."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView, View

from cop.core import page_cache
from cop.taxonomy.gathering import topic_url

from ..choices import ProfileVisibility
from ..forms.directory import ContactForm
from ..limits import allowed
from ..permissions import contact_obstacle
from ..refusals import ContactReason, ContactRefused
from ..selectors_directory import (
    Filters,
    blocked_senders,
    directory_url,
    get_person_for,
    is_blocked,
    line,
    listing,
    place_of,
    topics_of,
)
from ..services import contact

HOME = (gettext_lazy("Home"), "/")


def _for_no_search_engine(response: HttpResponse) -> HttpResponse:
    # They agreed to be seen here, not to be found by name in search engines for ever.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The directory. Permission: public; shows exactly those who agreed to being found by this viewer."""
    page_cache.tag(request, "people")
    page_cache.known_parameters(request, "page", *Filters.NAMES)
    query = request.GET.copy()
    too_often = bool(query.get("q")) and not allowed(request, "people")
    if too_often:
        del query["q"]
    shown = listing(request.user, query)
    response = render(
        request,
        "members/directory.html",
        {
            "shown": shown,
            "filters": shown.filters,
            "lines": [line(person) for person in shown.people],
            "kept": [("q", shown.filters.words)] if shown.filters.words else [],
            "kept_filters": shown.filters.pairs(),
            "clear_url": directory_url(words=shown.filters.words),
            "all_url": directory_url(),
            "count": shown.page.paginator.count,
            "too_often": too_often,
            "trail": [HOME],
        },
        status=429 if too_often else 200,
    )
    return _for_no_search_engine(response)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One member. Permission: whoever may find them, and they themselves; else 404."""
    profile = get_person_for(request.user, pk)
    page_cache.tag(request, "people")
    page_cache.known_parameters(request)
    blocked = is_blocked(member_id=profile.user_id, sender=request.user)
    obstacle = contact_obstacle(request.user, profile, blocked=blocked)
    return _for_no_search_engine(
        render(
            request,
            "members/person.html",
            {
                "profile": profile,
                "place": place_of(profile),
                "topics": [(name, topic_url(slug)) for slug, name in topics_of(profile)],
                "own": request.user.pk == profile.user_id,
                "seen_by": _seen_by(profile.visibility),
                "can_write": obstacle is None,
                "must_sign_in": obstacle == ContactReason.SIGN_IN and profile.accepts_contact,
                "no_contact": obstacle.label if obstacle in (ContactReason.NOT_WANTED, ContactReason.NAMELESS) else "",
                "trail": [HOME, (_("People"), reverse("people"))],
            },
        )
    )


def _seen_by(visibility: str) -> str:
    return {
        ProfileVisibility.NOBODY: _("Nobody sees this page but you. So it would look."),
        ProfileVisibility.MEMBERS: _("This is how members see you."),
        ProfileVisibility.EVERYBODY: _("This is how everybody sees you."),
    }[ProfileVisibility(visibility)]


class WriteView(LoginRequiredMixin, FormView):
    """Write to a member. Permission: members who may find them; a refusal is said in words."""

    template_name = "members/write.html"
    form_class = ContactForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.profile = get_person_for(request.user, kwargs["pk"])
        blocked = is_blocked(member_id=self.profile.user_id, sender=request.user)
        obstacle = contact_obstacle(request.user, self.profile, blocked=blocked)
        if obstacle:
            messages.warning(request, obstacle.label)
            return HttpResponseRedirect(reverse("person", args=[self.profile.pk]))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("person", args=[self.profile.pk])
        return super().get_context_data(**kwargs) | {
            "profile": self.profile,
            "back_url": address,
            "trail": [HOME, (_("People"), reverse("people")), (self.profile.user.name, address)],
        }

    def form_valid(self, form: ContactForm) -> HttpResponse:
        try:
            contact.send_message(sender=self.request.user, profile=self.profile, **form.cleaned_data)
        except ContactRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your letter is on its way to %(name)s.") % {"name": self.profile.user.name})
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("person", args=[self.profile.pk])


@method_decorator(never_cache, name="dispatch")
class LetterLinkView(View):
    """What the receiver can do about a letter. Permission: whoever holds its link; only a POST changes anything."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        message = self.message(request, token)
        receiver = message.receiver
        return render(
            request,
            "members/letter_link.html",
            {
                "message": message,
                "sender": message.sender.name if message.sender else _("Former member"),
                "blocked": is_blocked(member_id=receiver.pk, sender=message.sender) if message.sender else True,
                "accepts": receiver.profile.accepts_contact,
            },
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        message = self.message(request, token)
        action = request.POST.get("action")
        if action == "block" and message.sender_id:
            contact.block_sender(message=message)
        elif action == "report":
            contact.report_message(message=message)
        elif action == "off":
            contact.switch_contact(profile=message.receiver.profile, on=False)
        return HttpResponseRedirect(request.path)

    @staticmethod
    def message(request: HttpRequest, token: str) -> Any:
        message = contact.message_of(token) if allowed(request, "contact_link") else None
        if message is None:
            raise Http404(_("This link is not one of ours, or the letter is no longer kept."))
        return message


class BlocksView(LoginRequiredMixin, View):
    """Whom I have blocked. Permission: the member's own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "members/blocks.html", {"blocks": blocked_senders(request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        given = request.POST.get("block", "")
        if given.isdecimal():
            contact.unblock(member=request.user, block_id=int(given))
            messages.success(request, _("Letters from this member come again."))
        return HttpResponseRedirect(reverse("contact_blocks"))
