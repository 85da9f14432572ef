"""How members hear of their groups, the links in letters, and the log of an announcement."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.members.models import User

from ..forms.mail import RhythmForm, RhythmsForm
from ..mail.choices import choice_of
from ..refusals import Refused
from ..selectors import mail
from ..selectors.doors import Inside
from ..services.rhythms import apply_choice, change_rhythm, take_choice_back
from .discussion import PART, within
from .doors import inside_group


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def group_mail(request: HttpRequest) -> HttpResponse:
    """The rhythm of all my groups. Permission: one's own memberships only."""
    member = cast(User, request.user)
    form = RhythmsForm(request.POST if request.method == "POST" else None, memberships=mail.memberships_of(member))
    if request.method == "POST" and form.is_valid():
        for membership, rhythm in form.chosen():
            try:
                change_rhythm(group_id=membership.group_id, member=member, rhythm=rhythm)
            except Refused as refusal:
                messages.warning(request, str(refusal))
        messages.success(request, _("Saved."))
        return redirect("group_mail")
    return render(request, "working_groups/mail/rhythms.html", {"form": form})


@require_POST
@inside_group(lambda inside: inside.is_member, part="group")
def group_rhythm(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The rhythm of this group. Permission: members of it."""
    form = RhythmForm(request.POST)
    if form.is_valid():
        try:
            change_rhythm(group_id=inside.group.pk, member=cast(User, request.user), rhythm=form.cleaned_data["rhythm"])
            messages.success(request, _("Saved."))
        except Refused as refusal:
            messages.warning(request, str(refusal))
    return redirect("group", slug=inside.page.slug)


# Mail programs post without a cookie (RFC 8058). The sealed link is the proof; a foreign page does not have it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a letter: the page asks, only a POST changes anything. Permission: whoever holds the link."""
    choice = choice_of(token)
    if choice is None:
        raise Http404
    is_one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if mail.choice_view(choice) is None:
        # Nothing is left to stop; a mail program that asks for it is told that it is done.
        if is_one_click:
            return HttpResponse(_("Done."), content_type="text/plain; charset=utf-8")
        return render(request, "working_groups/mail/choice.html", {"asked": None})
    if request.method == "POST":
        if request.POST.get("action") == "again":
            take_choice_back(choice=choice)
        else:
            apply_choice(choice=choice)
        if is_one_click:
            return HttpResponse(_("Done."), content_type="text/plain; charset=utf-8")
        return HttpResponseRedirect(request.path)
    return render(request, "working_groups/mail/choice.html", {"asked": mail.choice_view(choice)})


@require_safe
@inside_group(lambda inside: inside.can_lead, part=PART)
def announcement_log(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Whom an announcement has reached. Permission: `can_lead`."""
    post = mail.get_announcement_for(inside, pk)
    log = mail.delivery_log(post, request.GET.get("page", "1"))
    return render(request, "working_groups/mail/log.html", within(inside, thread=post.thread, log=log))
