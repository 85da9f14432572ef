"""The page in place of Django's when a form's CSRF token is of an earlier session."""

import pytest
from django.test.client import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("referer", "way"),
    [
        ("http://testserver/accounts/login/?next=/my/", "/accounts/login/?next=/my/"),
        ("https://evil.example/accounts/login/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_old_form_gets_a_page_of_ours_that_leads_back_to_it(strict, referer, way):
    response = strict.post(reverse("account_login"), {"email": "ana@agency.example"}, headers={"referer": referer})

    assert response.status_code == 403
    assert "This form was open too long" in response.text
    assert f'<a class="button" href="{way}">' in response.text
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_without_a_token_get_the_same_page(strict, method):
    response = getattr(strict, method)("/events/")

    assert response.status_code == 403
    assert "This form was open too long" in response.text
