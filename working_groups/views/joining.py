"""Joining, asking to join, leaving, rules and welcome: what one does for oneself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cop.core.markdown import to_html

from ..choices import Joining
from ..forms.joining import AskForm
from ..limits import allowed
from ..models import Membership
from ..permissions import joining_obstacle
from ..refusals import Reason, Refused
from ..selectors.doors import Inside
from ..selectors.frame import frame
from ..selectors.joining import open_request
from ..services import joining, requests, rules
from .doors import inside_group, to_log_in


def _with_account(inside: Inside) -> bool:
    return inside.user.is_authenticated


def _members(inside: Inside) -> bool:
    return inside.is_member


def _all_who_know(inside: Inside) -> bool:
    return True


def _home(inside: Inside) -> HttpResponseRedirect:
    return redirect("group", slug=inside.page.slug)


def _too_often(request: HttpRequest, inside: Inside) -> HttpResponse:
    messages.warning(request, _("That was very often in a short time. Please wait a while."))
    return _home(inside)


def after_joining(inside_slug: str, membership: Membership) -> HttpResponseRedirect:
    """Rules first, then the welcome, then the group."""
    group = membership.group
    if group.rules and membership.rules_accepted < group.rules_version:
        return redirect("group_rules", slug=inside_slug)
    return redirect("group_welcome" if group.welcome else "group", slug=inside_slug)


@require_POST
@inside_group(_with_account, part="group")
def join(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Join an open group. Permission: members of the site; a refusal is said in words."""
    if not allowed(request, "join"):
        return _too_often(request, inside)
    try:
        membership = joining.join(group_id=inside.group.pk, member=inside.user)  # type: ignore[arg-type]
    except Refused as refusal:
        if refusal.reason != Reason.ALREADY:
            messages.warning(request, str(refusal))
        return _home(inside)
    messages.success(request, _("You are a member of %(group)s now.") % {"group": inside.page.title})
    return after_joining(inside.page.slug, membership)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(_with_account, part="group")
def ask(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Ask to join. Permission: members of the site whom `joining_obstacle` lets; a refusal is said in words."""
    if reason := joining_obstacle(inside.group, inside.membership, Joining.REQUEST):
        messages.info(request, str(reason.label))
        return _home(inside)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        questions=inside.group.questions,
        asks_name=not inside.user.name,  # type: ignore[union-attr]
    )
    if form.is_bound and form.is_valid():
        return _asked(request, inside, form) if allowed(request, "join") else _too_often(request, inside)
    if not form.is_bound and open_request(inside):
        messages.info(request, str(Reason.ALREADY_ASKED.label))
        return _home(inside)
    return render(
        request,
        "working_groups/ask.html",
        frame(inside, "group_ask", here=_("Ask to join"), form=form, rules=bool(inside.group.rules)),
    )


def _asked(request: HttpRequest, inside: Inside, form: AskForm) -> HttpResponse:
    form.save_name(inside.user)  # type: ignore[arg-type]
    try:
        requests.ask_to_join(group_id=inside.group.pk, member=inside.user, answers=form.answers())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("group_ask", slug=inside.page.slug) if refusal.reason == Reason.QUESTIONS else _home(inside)
    messages.success(request, _("The leaders have your request, and answer by a letter."))
    return _home(inside)


@require_POST
@inside_group(_with_account, part="group")
def withdraw(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Take one's own request back. Permission: members of the site; who has none is told so."""
    try:
        requests.withdraw_request(group_id=inside.group.pk, member=inside.user)  # type: ignore[arg-type]
        messages.success(request, _("Your request is withdrawn."))
    except Refused as refusal:
        messages.info(request, str(refusal))
    return _home(inside)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(_members, part="group")
def leave(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Leave, after a question. Permission: members of the group."""
    refusal = ""
    if request.method == "POST":
        try:
            joining.leave(group_id=inside.group.pk, member=inside.user)  # type: ignore[arg-type]
            messages.success(request, _("You have left %(group)s.") % {"group": inside.page.title})
            # Its page may be none for them any more.
            return redirect(reverse("my_page"))
        except Refused as refused:
            refusal = str(refused)
    return render(
        request,
        "working_groups/leave.html",
        frame(inside, "group_leave", here=_("Leave"), refusal=refusal),
        status=409 if refusal else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inside_group(_all_who_know, part="group")
def group_rules(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The rules, and accepting them. Permission: `can_know`; accepting is for members."""
    if not inside.group.rules:
        raise Http404
    if request.method == "POST":
        return _accept(request, inside) if request.user.is_authenticated else to_log_in(request)
    return render(
        request,
        "working_groups/rules.html",
        frame(
            inside,
            "group_rules",
            here=_("Rules"),
            text=to_html(inside.group.rules),
            must_accept=inside.must_accept_rules,
        ),
    )


def _accept(request: HttpRequest, inside: Inside) -> HttpResponse:
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
    try:
        membership = rules.accept_rules(group_id=inside.group.pk, member=inside.user, version=version)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("group_rules", slug=inside.page.slug)
    messages.success(request, _("Thank you. You have accepted the rules of the group."))
    return after_joining(inside.page.slug, membership)


@require_http_methods(["GET", "HEAD"])
@inside_group(_members, part="group")
def welcome(request: HttpRequest, inside: Inside) -> HttpResponse:
    """What a new member reads first. Permission: members of the group."""
    if not inside.group.welcome:
        return _home(inside)
    context: dict[str, Any] = frame(inside, "group_welcome", here=_("Welcome"), text=to_html(inside.group.welcome))
    return render(request, "working_groups/welcome.html", context)
