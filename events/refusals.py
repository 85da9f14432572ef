"""Why the events room says no: one exception, and its reasons in plain sentences."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cop.core.refusals import Refusal


class Reason(models.TextChoices):
    """Why a registration, or a change to one, is refused. The label is what the member reads."""

    NO_REGISTRATION = "no_registration", _("One cannot register for this event here.")
    EVENT_CANCELLED = "event_cancelled", _("This event has been cancelled.")
    EVENT_OVER = "event_over", _("This event is over.")
    NOT_OPEN = "not_open", _("Registration has not opened yet.")
    CLOSED = "closed", _("Registration is closed.")
    FULL = "full", _("All places are taken, and there is no waiting list.")
    ALREADY = "already", _("You are already registered for this event.")
    TURNED_DOWN = "turned_down", _("The secretariat did not accept your registration for this event.")
    INACTIVE = "inactive", _("This account is not active.")
    CATEGORY_UNKNOWN = "category_unknown", _("Choose one of the ways to take part that this event offers.")
    CATEGORY_CLOSED = "category_closed", _("This way to take part needs an invitation code.")
    SESSION_UNKNOWN = "session_unknown", _("Choose sessions of this event only.")
    SESSIONS_CLASH = "sessions_clash", _("Two of the chosen sessions take place at the same time.")
    OPTION_FULL = "option_full", _("All places of one of your choices are taken.")
    CODE_MISSING = "code_missing", _("Enter the invitation code from your invitation.")
    CODE_UNKNOWN = "code_unknown", _("We do not know this invitation code.")
    CODE_USED = "code_used", _("This invitation code has been used up.")
    CODE_EXPIRED = "code_expired", _("This invitation code has expired.")
    CODE_ADDRESS = "code_address", _("This invitation code was made for another e-mail address.")
    CODE_CATEGORY = "code_category", _("This invitation code is for another way to take part.")
    NOT_ALLOWED = "not_allowed", _("This cannot be done with a registration in this state.")
    NOT_YOURS = "not_yours", _("You may not do this.")
    EDITING_OVER = (
        "editing_over",
        _("Answers can no longer be changed. Write to the secretariat if something is wrong."),
    )
    OFFER_OVER = "offer_over", _("This offer has ended.")
    NO_PLACE = "no_place", _("There is no free place.")
    FILE_EMPTY = "file_empty", _("This file is empty.")
    FILE_LARGE = "file_large", _("This file is too large: at most 10 MB.")
    FILE_TYPE = "file_type", _("Files of this kind are not accepted. Send a PDF, a picture or an office document.")
    FILE_BROKEN = "file_broken", _("This file cannot be read. Save it again, or send it as a PDF.")
    FILE_PICTURE = "file_picture", _("This picture has too many pixels: at most 40 million.")
    FILE_VIRUS = "file_virus", _("A virus was found in this file. It was not kept.")
    FILE_NOT_SCANNED = "file_not_scanned", _("Files cannot be checked for viruses now. Please try again later.")
    FILE_MACROS = "file_macros", _("This document contains macros or programs. Save it without them, or as a PDF.")
    SESSION_CHOSEN = (
        "session_chosen",
        _("People have chosen this session. Cancel it instead: they are told, and it stays in the programme, marked."),
    )
    ROOM_IN_USE = "room_in_use", _("Sessions take place in this room. Move them first.")
    CHANGED_MEANWHILE = (
        "changed_meanwhile",
        _("Somebody else has saved this while you had it open. Nothing of yours has been saved yet."),
    )
    SLIDES_CLOSED = "slides_closed", _("The deadline is over: slides can no longer be sent by this link.")
    SESSION_CANCELLED = "session_cancelled", _("This session has been cancelled.")
    SLIDES_NOT_THEIRS = "slides_not_theirs", _("They do not speak in this session.")
    SLIDES_KIND = "slides_kind", _("Send your slides as PDF, PowerPoint (.pptx) or OpenDocument (.odp).")
    SLIDES_FILE = "slides_file", _("This file cannot be kept.")
    SLIDES_DAMAGED = (
        "slides_damaged",
        _("This file cannot be opened: it seems to be damaged. Save it again, or send it as a PDF."),
    )
    SLIDES_LOCKED = "slides_locked", _("This file is protected by a password. Save it without one, and send it again.")
    SLIDES_HUGE = "slides_huge", _("This file takes too long to be opened. Save it again, or send it as a PDF.")
    SLIDES_MISSING = "slides_missing", _("There are no slides to publish.")
    SLIDES_NO_CONSENT = "slides_no_consent", _("Their speaker has not agreed to publication.")
    SLIDES_NO_LICENCE = "slides_no_licence", _("Choose under which licence they may be published.")
    SLIDES_NEWER = "slides_newer", _("Newer slides have just been sent. Look at them, then publish once more.")
    SLIDES_PUBLISHED = "slides_published", _("These slides are in the library already.")
    SLIDES_WITHDRAWN = (
        "slides_withdrawn",
        _("They were withdrawn from the library, or taken off it. Publish their page there again first."),
    )
    LIBRARY = "library", _("The library cannot take them.")
    REASON_MISSING = "reason_missing", _("Give a reason; it is kept in the history.")


class Refused(Refusal[Reason]):
    """Something was not done; `reason` says why, `detail` adds what a form may show. Nothing has been changed."""
