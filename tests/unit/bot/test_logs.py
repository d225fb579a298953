"""What must never reach a log line."""

import json

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import logs


@pytest.fixture(autouse=True)
def restore_structlog():
    """Leave no configuration behind."""
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "private",
    [
        "H22.38.9-261116-0001",
        "000.00.20.H22-261108-0005",
        "03706/2026/07906",
        "H22.38.9-2611160001",
        "0988837457",
        "0912.345.678",
        "+84 912 345 678",
        "001 099 012 345",
        "008091001234",
        "1234567890:AAExampleTokenExampleToken_x",
    ],
    ids=[
        "receipt code",
        "old receipt code",
        "insurance code",
        "receipt code without its last dash",
        "phone",
        "phone with dots",
        "phone with +84",
        "ID number with blanks",
        "ID number",
        "token",
    ],
)
def test_private_numbers_are_hidden(capsys, private):
    logs.configure("info", "json")

    structlog.get_logger().info(
        "something", text=f"sent {private} today", more=[private], by={"x": private.encode()}
    )

    written = capsys.readouterr().err
    assert private not in written
    assert json.loads(written)["more"] == ["[hidden]"]


def test_events_below_the_level_are_dropped(capsys):
    logs.configure("warning", "console")

    structlog.get_logger().info("quiet")

    assert capsys.readouterr().err == ""


def test_a_traceback_shows_no_values_of_variables(capsys):
    logs.configure("info", "console")
    said_by_a_citizen = "tên tôi là Giàng Thị Thử"

    try:
        assert len(said_by_a_citizen) == 0
    except AssertionError:
        structlog.get_logger().exception("turn_failed", text_length=len(said_by_a_citizen))

    assert "Giàng" not in capsys.readouterr().err.split("turn_failed")[0]


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_makes_a_log_line_of_its_own(capsys, text):
    logs.configure("info", "json")

    structlog.get_logger().info("odd", reason=text)

    [line, end] = capsys.readouterr().err.split("\n")
    assert (json.loads(line)["event"], end) == ("odd", "")
