"""Forum and other events: pages, programme, registration, waiting list, calendars."""
