"""The page as it is sent: its words, its files, and what must never stand in them."""

import re

import pytest

from bot.channels.web.headers import CONTENT_SECURITY_POLICY
from bot.channels.web.page import STATIC, load_files, render_page
from bot.messages import Button, Reply
from bot.texts import Texts
from knowledge.knowledge_base import KnowledgeBase

GREETING = Reply(
    name="greeting",
    text='Chào bà con!\n\nHỏi "khai sinh" <b>nhé</b>',
    prompt="Bà con cần gì?",
    buttons=(Button(label="Khai sinh", value="khai sinh"), Button(label="Khác", value='"x"')),
    answers=1,
)


@pytest.fixture
def html(knowledge_base: KnowledgeBase) -> str:
    return render_page(Texts(), knowledge_base.offices["meo_vac"], GREETING, load_files())


def scripts() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("*.js")))


def test_every_word_the_scripts_ask_for_stands_on_the_page(html: str) -> None:
    asked = set(re.findall(r"\bwords\.(\w+)", scripts()))
    given = {
        re.sub(r"-(\w)", lambda found: found[1].upper(), name)
        for name in re.findall(r"\sdata-([a-z-]+)=", html)
    }

    assert asked == given


def test_what_the_desk_says_is_escaped(html: str) -> None:
    assert "<b>nhé</b>" not in html
    assert "&lt;b&gt;nhé&lt;/b&gt;" in html
    assert 'value="&#34;x&#34;"' in html


def test_a_blank_line_is_no_paragraph(html: str) -> None:
    assert "<p></p>" not in html


def test_the_choices_of_the_greeting_stand_under_its_question(html: str) -> None:
    question, answers, others = (
        html.index("Bà con cần gì?"),
        html.index('class="choices answers"'),
        html.index('class="choices others"'),
    )

    assert question < answers < html.index("Khai sinh</button>") < others < html.index("Khác</b")


def test_nothing_on_the_page_needs_a_wider_policy(html: str) -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", html)
    assert not re.search(r"(?:href|src)=\"(?!/static/|#)", html)


def test_the_scripts_never_make_markup_of_text() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"

    assert not re.search(forbidden, scripts())


def test_the_scripts_and_the_style_stay_with_old_browsers() -> None:
    style = (STATIC / "style.css").read_text(encoding="utf-8")

    assert not re.search(r"\?\.[a-z(\[]|\?\?|^\s*(?:import|export)\b|\bawait\b", scripts(), re.M)
    assert not re.search(r":has\(|:is\(|@layer|@container|^\s+&|\boklch\(", style, re.M)


def test_the_scripts_hold_no_words_a_citizen_reads() -> None:
    code = re.sub(r"//.*|/\*.*?\*/", "", scripts())

    assert re.findall(r"\"[^\"\n]*[À-ỹ][^\"\n]*\"", code) == []


def test_a_changed_file_has_another_name() -> None:
    files = load_files()

    assert set(files) == {path.name for path in STATIC.iterdir()}
    assert len({file.version for file in files.values()}) == len(files)
