"""What every request of a logged-in member needs."""

import zoneinfo

from django.utils import timezone


class MemberMiddleware:
    """Shows times on the member's own clock; events show their own beside it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.time_zone in zoneinfo.available_timezones():
            with timezone.override(user.time_zone):
                return self.get_response(request)
        return self.get_response(request)
