"""Dialogs as tables: what a citizen says, how the turn ends, and which procedure it is about.

The words of a reply are compared in the text's own test; here only its outcome, code and facets.
"""

import pytest

from tests.tables import DIALOGS


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS.keys())
async def test_dialog(say, dialog):
    for text, outcome, *rest in dialog:
        turn = await say(text)

        assert (text, turn.outcome.value) == (text, outcome)
        if rest:
            assert (text, turn.codes[0]) == (text, rest[0])
        if len(rest) > 1:
            assert (text, [facet.value for facet in turn.facets]) == (text, rest[1:])
