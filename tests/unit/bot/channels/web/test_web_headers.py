"""What every answer tells a browser about itself."""

import pytest
from aiohttp import web

from bot.channels.web.headers import HEADERS, add_headers


def test_a_page_may_load_and_send_only_here() -> None:
    policy = dict(
        part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; ") if " " in part
    )

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("is_secure", [True, False])
def test_only_an_encrypted_line_is_asked_for_for_good(is_secure: bool) -> None:
    response = web.Response()

    add_headers(response, is_secure=is_secure)

    assert ("Strict-Transport-Security" in response.headers) is is_secure


def test_what_an_answer_says_itself_stays() -> None:
    response = web.Response(headers={"Cache-Control": "public, max-age=1"})

    add_headers(response, is_secure=False)

    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
