"""What the booklet's pages say, and where their QR leads."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.book.render import render_book
from bot.book.sheet import address, sheets
from bot.cli import motcua
from bot.texts import Texts
from knowledge.knowledge_base import KnowledgeBase

pytestmark = pytest.mark.usefixtures("base_read_once")

TODAY = date(2026, 11, 27)
BIRTH = "1.001193"


def _html(base: KnowledgeBase, **options: object) -> str:
    given = {"today": TODAY, "codes": (BIRTH,), **options}
    return render_book(base, base.offices["meo_vac"], Texts(), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "leads_to"),
    [
        ("https://xa.example/#{code}", "https://xa.example/#1.001193"),
        ("https://t.me/motcua?start={start}", "https://t.me/motcua?start=1_001193"),
    ],
)
def test_a_qr_leads_to_the_procedure(pattern: str, leads_to: str) -> None:
    assert address(pattern, BIRTH) == leads_to


def test_an_address_without_a_place_for_the_code_is_refused() -> None:
    with pytest.raises(ValueError, match="neither"):
        address("https://xa.example/", BIRTH)


def test_without_an_address_the_qr_holds_the_code(knowledge_base: KnowledgeBase) -> None:
    (sheet,) = sheets([knowledge_base.procedures[BIRTH]], Texts(), None)

    assert sheet.asks_at == BIRTH
    assert sheet.qr.startswith("<svg")


def test_a_paper_for_some_says_for_whom(knowledge_base: KnowledgeBase) -> None:
    (sheet,) = sheets([knowledge_base.procedures[BIRTH]], Texts(), None)

    cases = {item.part.id: item.case for item in sheet.papers}
    assert cases["to_khai"] == ""
    assert cases["bien_ban_bo_roi"] == "cháu bị bỏ rơi"
    assert "; " in cases["chung_sinh"]


def test_the_page_says_what_the_posting_says(knowledge_base: KnowledgeBase) -> None:
    html = _html(knowledge_base)

    birth = knowledge_base.procedures[BIRTH]
    for said in (birth.name, BIRTH, birth.result, birth.source, "28/02/2027", *birth.steps):
        assert said in html
    assert all(paper.name in html for paper in birth.papers)
    assert "Lệ phí đăng ký khai sinh quá hạn" in html
    assert "không thu tiền" in html
    exempt = next(fee.exemptions for fee in birth.fees if fee.exemptions)
    assert "Không phải nộp: " + "; ".join(one[0].lower() + one[1:] for one in exempt) in html


def test_only_the_edition_for_review_shows_what_is_open(knowledge_base: KnowledgeBase) -> None:
    open_question = knowledge_base.procedures[BIRTH].to_confirm[0]

    assert open_question not in _html(knowledge_base)
    assert open_question in _html(knowledge_base, for_review=True)


def test_the_whole_booklet_has_contents_and_other_bodies_matters(
    knowledge_base: KnowledgeBase,
) -> None:
    html = _html(knowledge_base, codes=())

    assert html.count('class="page sheet"') == len(knowledge_base.procedures)
    assert knowledge_base.elsewhere["divorce"].go_to.split(".")[0] in html
    assert knowledge_base.life_events["sinh_con"].name in html


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "book.txt"), "neither in .html nor .pdf"),
        (("--out", "book.html", "--code", "9.999999"), "no details are held"),
        (("--out", "book.html", "--ask-at", "https://xa.example"), "neither"),
    ],
)
def test_a_wrong_call_is_told(arguments: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(motcua, ["knowledge", "book", *arguments])

    assert result.exit_code == 2
    assert said in result.stderr


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    out = tmp_path / "book.html"

    result = CliRunner().invoke(
        motcua, ["knowledge", "book", "--out", str(out), "--code", BIRTH]
    )  # fmt: skip

    assert result.exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["book.html"]


def test_without_a_browser_the_way_out_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    out = tmp_path / "book.pdf"

    result = CliRunner().invoke(motcua, ["knowledge", "book", "--out", str(out)])

    assert result.exit_code == 1
    assert "write .html" in result.stderr
    assert not out.exists()


def test_a_browser_that_prints_nothing_leaves_the_old_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\necho no display >&2\nexit 3\n", encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    out = tmp_path / "book.pdf"
    out.write_text("before", encoding="utf-8")

    result = CliRunner().invoke(motcua, ["knowledge", "book", "--out", str(out)])

    assert result.exit_code == 1
    assert "exit 3" in result.stderr
    assert "no display" in result.stderr
    assert out.read_text(encoding="utf-8") == "before"
    assert subprocess.call([str(browser)], stderr=subprocess.DEVNULL) == 3  # noqa: S603 - our own
