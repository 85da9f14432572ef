"""A letter's HTML for a frame: shown as a mail program would, cut off from the page around it."""

from django.http import Http404, HttpResponse

from ..rendering import Rendered

# Its links open beside the page; it can run nothing, load nothing and read no cookie of ours.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
POLICY = (
    f"sandbox {SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


def html_response(content: Rendered | None) -> HttpResponse:
    """The HTML with a policy of its own; 404 if there is none. The caller has checked the permission."""
    if content is None or not content.html:
        raise Http404
    return framed(content.html)


def framed(html: str) -> HttpResponse:
    """The HTML of a letter with the policy; the caller has checked the permission."""
    # Not through <base>, which the policy forbids: every link gets the target.
    html = html.replace("<a href=", '<a target="_blank" rel="noopener" href=')
    return HttpResponse(
        html,
        headers={
            "Content-Security-Policy": POLICY,
            "X-Frame-Options": "SAMEORIGIN",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        },
    )
