"""One's own way into a group: the box on its front page."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.core.dates import date_range
from events.selectors.registration import Action, Box

from ..choices import GroupRole, Joining, RequestState
from ..models import Call, JoinRequest
from ..permissions import joining_obstacle
from ..refusals import Reason
from .calls import closing_words, latest_call
from .doors import Inside


def open_request(inside: Inside) -> JoinRequest | None:
    """The viewer's own request that waits for the leaders. One statement."""
    if not inside.user.is_authenticated:
        return None
    found = JoinRequest.objects.filter(group=inside.group.pk, member=inside.user.pk, state=RequestState.OPEN)
    return found.select_related("call").first()


def joining_box(inside: Inside) -> Box:
    """The box of this group for this viewer. Statements: one for who has an account and does not belong, one more
    where members are chosen by a call, else none."""
    if inside.is_member:
        return _own_box(inside)
    group, slug = inside.group, inside.page.slug
    way = Joining(group.joining)
    obstacle = joining_obstacle(group, inside.membership, way)
    if obstacle == Reason.BANNED:
        return Box("banned", _("You cannot join this group"), str(Reason.BANNED.label),
                   badge_label=_("Not possible"), badge_tone="bad")  # fmt: skip
    if obstacle == Reason.ARCHIVED:
        return Box("archived", _("This group is archived"), _("It takes no new members."),
                   badge_label=_("Archived"))  # fmt: skip
    if request := open_request(inside):
        if request.call is not None:
            return _expressed_box(slug, request, request.call)
        return Box("asked", _("You have asked to join"), _("The leaders have your request, and answer by a letter."),
                   badge_label=_("Waiting for the leaders"), badge_tone="wait",
                   facts=[(_("Asked"), date_words(request))],
                   actions=[Action(_("Withdraw the request"), reverse("group_withdraw", args=[slug]), kind="plain",
                                   post=True)])  # fmt: skip
    rules = [Action(_("Rules of the group"), reverse("group_rules", args=[slug]))] if group.rules else []
    is_known = inside.user.is_authenticated
    match way:
        case Joining.OPEN:
            url = reverse("group_join", args=[slug])
            action = Action(_("Join the group"), url, post=True) if is_known else sign_in(slug, _("Sign in to join"))
            return Box("open", _("Join this group"), _("Anybody with an account may join; you can leave at any time."),
                       badge_label=_("Open to all"), badge_tone="good", actions=[action], links=rules)  # fmt: skip
        case Joining.REQUEST:
            url = reverse("group_ask", args=[slug])
            action = Action(_("Ask to join"), url) if is_known else sign_in(slug, _("Sign in to ask"))
            return Box("request", _("Ask to join"), _("The leaders look at each request and answer by a letter."),
                       badge_label=_("On request"), badge_tone="blue", actions=[action], links=rules)  # fmt: skip
        case Joining.INVITATION:
            return Box("invitation", _("By invitation"),
                       _("The leaders invite. The link in your invitation lets you in."),
                       badge_label=_("By invitation"), links=rules)  # fmt: skip
    return _call_box(inside, rules)


def _call_box(inside: Inside, rules: list[Action]) -> Box:
    call, slug = latest_call(inside.group.pk), inside.page.slug
    if call is not None and call.is_open():
        label = _("Read the call and answer") if inside.user.is_authenticated else _("Read the call")
        return Box("call_open", _("Express your interest"), call.title, badge_label=_("Call open"), badge_tone="good",
                   facts=[(_("Open until"), closing_words(call.closes_at))],
                   actions=[Action(label, reverse("group_interest", args=[slug]))], links=rules,
                   changes_at=call.closes_at)  # fmt: skip
    return Box("call", _("By a call"),
               _("Members are chosen by a call for expressions of interest. None is open now; it is announced here."),
               badge_label=_("By a call"), links=rules)  # fmt: skip


def _expressed_box(slug: str, request: JoinRequest, call: Call) -> Box:
    actions = [Action(_("Withdraw it"), reverse("group_withdraw", args=[slug]), kind="plain", post=True)]
    if call.is_open():
        actions.insert(0, Action(_("Change your answers"), reverse("group_interest", args=[slug])))
        text = _("The leaders decide when the call is over, and answer by a letter.")
    else:
        text = _("The call is over. The leaders decide, and answer by a letter.")
    changed = []
    if request.changed_at is not None:
        changed = [(_("Changed"), date_range(timezone.localdate(request.changed_at)))]
    return Box("expressed", _("You have expressed your interest"), text, badge_label=_("Waiting for the leaders"),
               badge_tone="wait",
               facts=[(_("Sent"), date_words(request)), *changed, (_("Call until"), closing_words(call.closes_at))],
               actions=actions, changes_at=call.closes_at if call.is_open() else None)  # fmt: skip


def _own_box(inside: Inside) -> Box:
    group, slug = inside.group, inside.page.slug
    role = str(GroupRole(inside.membership.role).label) if inside.membership else ""
    links = []
    if group.welcome:
        links.append(Action(_("Welcome"), reverse("group_welcome", args=[slug])))
    if group.rules:
        links.append(Action(_("Rules of the group"), reverse("group_rules", args=[slug])))
    links.append(Action(_("Leave the group"), reverse("group_leave", args=[slug])))
    facts = [(_("Your role"), role)]
    if inside.must_accept_rules and not group.is_archived:
        return Box("rules", _("Accept the rules"), _("Read and accept the rules before you write in this group."),
                   badge_label=_("Rules not accepted"), badge_tone="wait", act=True, facts=facts,
                   actions=[Action(_("Read the rules"), reverse("group_rules", args=[slug]))],
                   links=links)  # fmt: skip
    text = _("It is archived: everything can be read, nothing changes any more.") if group.is_archived else ""
    return Box("member", _("Your membership"), text, badge_label=_("You are a member"), badge_tone="good",
               facts=facts, links=links)  # fmt: skip


def sign_in(slug: str, label: str, to: str = "group") -> Action:
    """The door, and back to a page of the group afterwards."""
    return Action(label, f"{reverse('account_login')}?{urlencode({'next': reverse(to, args=[slug])})}")


def date_words(request: JoinRequest) -> str:
    """The day of the request, on the viewer's clock."""
    return date_range(timezone.localdate(request.created_at))
