"""Routes of this room. They stand before Wagtail's own, which would need a dozen statements to find an event."""

from django.urls import URLPattern, path

from .views import calendars, pages, programme

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

urlpatterns: list[URLPattern] = [*page_urls, *calendar_urls]
