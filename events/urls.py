"""Routes of this room. They stand before Wagtail's own, which would need a dozen statements to find an event."""

from django.urls import URLPattern, path

from .views import (
    answer_files,
    calendars,
    my_registration,
    offers,
    pages,
    participants,
    programme,
    registration,
    slides,
    tickets,
)

# Pages and programme
page_urls = [
    path("events/", pages.event_index, name="event_index"),
    path("events/<str:slug>/", pages.event_page, name="event_page"),
    path("events/<str:slug>/programme/", programme.event_programme, name="event_programme"),
    path("events/<str:slug>/programme/<str:session_slug>/", programme.event_session, name="event_session"),
]

# Calendars
calendar_urls = [
    path("events/calendar.ics", calendars.events_calendar, name="events_calendar"),
    path("events/<str:slug>.ics", calendars.event_ics, name="event_ics"),
    path("events/<str:slug>/programme/<str:session_slug>.ics", calendars.session_ics, name="session_ics"),
    path("calendar/<str:token>.ics", calendars.personal_calendar, name="personal_calendar"),
    path("my/calendar/", calendars.my_calendar, name="my_calendar"),
]

# Registration, tickets, offers, participants
registration_urls = [
    path("events/files/<int:pk>/", answer_files.answer_file, name="answer_file"),
    path("events/<str:slug>/register/", registration.event_register, name="event_register"),
    path("events/<str:slug>/registration/", my_registration.my_registration, name="my_registration"),
    path("events/<str:slug>/registration/change/", my_registration.change, name="change_registration"),
    path("events/<str:slug>/registration/cancel/", my_registration.cancel, name="cancel_registration"),
    path("events/<str:slug>/registration/calendar.ics", my_registration.my_event_ics, name="my_event_ics"),
    path("events/<str:slug>/registration/ticket/", tickets.ticket, name="ticket"),
    path("events/<str:slug>/registration/ticket.pdf", tickets.ticket_pdf, name="ticket_pdf"),
    path(
        "events/<str:slug>/registration/accept/",
        my_registration.answer_offer,
        {"answer": "accept"},
        name="accept_my_offer",
    ),
    path(
        "events/<str:slug>/registration/decline/",
        my_registration.answer_offer,
        {"answer": "decline"},
        name="decline_my_offer",
    ),
    path(
        "events/<str:slug>/registration/sessions/<int:pk>/accept/",
        my_registration.answer_session_offer,
        {"answer": "accept"},
        name="accept_session_offer",
    ),
    path(
        "events/<str:slug>/registration/sessions/<int:pk>/decline/",
        my_registration.answer_session_offer,
        {"answer": "decline"},
        name="decline_session_offer",
    ),
    path("events/<str:slug>/participants/", participants.event_participants, name="event_participants"),
    path("offers/<str:token>/", offers.offer, name="offer"),
]

# Slides, by the link from a letter
slides_urls = [
    path("slides/<str:token>/", slides.speaker_slides, name="speaker_slides"),
    path("slides/<str:token>/<int:session>/", slides.send, name="send_slides"),
]

urlpatterns: list[URLPattern] = [*page_urls, *calendar_urls, *registration_urls, *slides_urls]
