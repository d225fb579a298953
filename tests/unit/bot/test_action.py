"""Buttons as texts that carry no authority."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.action import Action
from knowledge.facets import Facet

ACTIONS = {
    "ask": Action(kind="ask", code="1.001193"),
    "ask a facet": Action(kind="ask", code="1.001193", facet=Facet.FEE),
    "details": Action(kind="details", code="1.001193"),
    "a case": Action(kind="case", code="1.001193", case=("born_where", "home_alone")),
    "code": Action(kind="code"),
}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS.keys())
def test_an_action_survives_its_text(action):
    assert Action.parse(str(action)) == action


@pytest.mark.parametrize(
    "text",
    [
        "",
        "khai sinh",
        "@",
        "@hoi",
        "@hoi 1.001193 nothing",
        "@ca 1.001193",
        "@ma 1.001193 fee extra words",
        "@hoi 1.001193 fee a=b",
        "@chi-tiet",
        "@ hoi 1.001193",
    ],
)
def test_other_text_is_no_action(text):
    assert Action.parse(text) is None


@given(st.text())
def test_any_text_can_be_parsed(text):
    action = Action.parse(text)

    assert action is None or Action.parse(str(action)) == action
