"""The README's transcript is what the desk really says."""

from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
PROMPT = "bà con> "


async def test_every_line_of_the_transcript_is_said(say):
    block = README.read_text(encoding="utf-8").split("```")[1].strip().splitlines()
    assert block[0].startswith(PROMPT)

    reply: list[str] = []
    for line in block:
        if line.startswith(PROMPT):
            reply = (await say(line.removeprefix(PROMPT))).reply.text.splitlines()
        else:
            assert line in reply
            reply = reply[reply.index(line) + 1 :]
