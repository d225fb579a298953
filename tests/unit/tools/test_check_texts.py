"""The checks of tools/check_texts.py on templates, labels and records of their own."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PROCEDURE = "knowledge/data/procedures/ho-tich/1.000001-thu.yaml"
TEMPLATE = "bot/texts/vi/greeting.j2"
LONG = "một hai ba bốn năm " * 5

Check = Callable[[str, str], list[str]]


@pytest.fixture
def script(load_tool: Callable[[str], ModuleType]) -> ModuleType:
    """The script under test."""
    return load_tool("check_texts")


@pytest.fixture
def faults(script: ModuleType, tmp_path: Path) -> Check:
    """Return what names the faults of one file with this text."""

    def check(name: str, text: str) -> list[str]:
        write(tmp_path, "bot/texts/vi/labels.yaml", "buttons:\n  code: Tra hồ sơ\n")
        write(tmp_path, name, text)
        return [f"{each.line}: {each.message}" for each in script.check(tmp_path)]

    return check


def write(root: Path, name: str, text: str) -> None:
    """Write one file."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("Chào bà con.\n", "1: starts with a remark", id="no remark"),
        pytest.param("{# Hello. #}\ncha\u0300o\n", "2: is not in NFC", id="marks apart"),
        pytest.param("{# Hello. #}\nMở app ra.\n", "2: 'app' is English", id="English"),
        pytest.param("{# Fee. #}\n\nMiễn phí.\n", "3: 'miễn phí': say", id="free"),
        pytest.param(
            "{# Fee. #}\nBà con đủ\nđiều kiện.\n", "2: 'đủ điều kiện'", id="words on two lines"
        ),
        pytest.param("{# Who. #}\nBà con đủ điều kiện.\n", "2: 'đủ điều kiện'", id="eligible"),
        pytest.param("{# End. #}\nĐã được duyệt.\n", "2: 'được duyệt'", id="approved"),
        pytest.param("{# Where. #}\nUBND huyện.\n", "2: 'huyện'", id="an abolished body"),
        pytest.param("{# Where. #}\nNói chuyện.\n", "", id="a word that holds the other"),
        pytest.param(
            '{# Fee. #}\n{{ "miễn phí" if free }}\n', "2: 'miễn phí'", id="words in a tag"
        ),
        pytest.param(
            "{# Online. #}\n{% if file.name %}\n{{ office.name|label('code') }}\n{% endif %}\n",
            "",
            id="English in logic",
        ),
        pytest.param(
            f"{{# Long. #}}\n{LONG}{{{{ fee }}}}.\n", "2: a sentence of 26 words", id="a long one"
        ),
        pytest.param(f"{{# Long. #}}\n{LONG}. Vâng.\n", "", id="two sentences"),
        pytest.param("{# The name of a file,\nfor you. #}\nChào.\n", "", id="a remark in English"),
    ],
)
def test_a_template_reads_plainly(faults: Check, text: str, fault: str) -> None:
    found = faults(TEMPLATE, text)

    assert [line[: len(fault)] for line in found] == ([fault] if fault else [])


def test_a_label_reads_plainly(faults: Check) -> None:
    found = faults("bot/texts/vi/labels.yaml", "buttons:\n  code: Tra hồ sơ\n  help: Help\n")

    assert found == ["3: 'Help' is English"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("steps:\n  - Nộp ở UBND huyện.\n", [2], id="a step"),
        pytest.param("fees:\n  - name: Lệ phí\n    condition: được miễn phí\n", [3], id="a fee"),
        pytest.param("papers:\n  - name: Giấy của UBND huyện\n", [2], id="a paper's name"),
        pytest.param("name: Thủ tục của UBND huyện\n", [], id="the official name"),
        pytest.param("legal_basis:\n  - Quyết định của UBND huyện\n", [], id="the law"),
        pytest.param("fees:\n  - basis: Quyết định của UBND huyện\n", [], id="a fee's basis"),
        pytest.param("everyday_names:\n  - giấy của huyện\n", [], id="the citizens' words"),
        pytest.param(
            "questions:\n  - choices:\n      - words: [giấy của huyện]\n", [], id="words of a case"
        ),
    ],
)
def test_a_procedure_promises_nothing(faults: Check, text: str, lines: list[int]) -> None:
    found = faults(PROCEDURE, text)

    assert [int(line.partition(":")[0]) for line in found] == lines


def test_the_name_of_another_bodys_matter_is_read(faults: Check) -> None:
    found = faults("knowledge/data/elsewhere/tax.yaml", "name: Thuế của huyện\n")

    assert found == ["1: 'huyện': districts were abolished on 01/7/2025"]


def test_the_command_prints_its_faults_and_ends_with_1(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "bot/texts/vi/labels.yaml", "buttons:\n  code: Miễn phí\n")

    code = script.main([str(tmp_path)])

    assert code == 1
    assert capsys.readouterr().out.startswith("bot/texts/vi/labels.yaml:2: 'miễn phí': say")


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("fees:\n- {name: Lệ phí, set_by: province}\nnotes: [Không mất tiền.]", "3: 'Không mất"),
        ("fees:\n- {name: Lệ phí, set_by: province}\nsteps: [Nộp 0 đồng.]", "3: '0 đồng'"),
        ("fees:\n- {set_by: province}\n- {set_by: law, amount: 0}\nnotes: [Không thu tiền.]", ""),
        ("fees:\n- {set_by: province, exemptions: [Trẻ em, khỏi nộp tiền]}", ""),
        ("fees:\n- {set_by: law, amount: 0}\nnotes: [Không thu tiền.]", ""),
        ("limits:\n- {unit: unit_not_given, amount: 5}\nsteps: [Chờ 05 ngày.]", "3: '05 ngày'"),
        ("limits:\n- {unit: unit_not_given, amount: 5}\nsteps: [Chờ 15 ngày.]", ""),
        ("limits:\n- {unit: day, amount: 5}\nsteps: [Chờ 5 ngày.]", ""),
        ("notes: [Toà án giữ.]", "1: 'Toà'"),
        ("notes: [Tờ khai thuỷ sản.]", "1: 'thuỷ'"),
        ("notes: [Quý hai nộp.]", ""),
        ("notes: [Nộp ở Phòng Tư pháp.]", "1: 'phòng tư pháp'"),
        ("notes: [Mở app ra.]", "1: 'app' is English"),
        (f"who: {LONG}{LONG}", "1: a sentence of 50 words"),
        (f"legal_basis: [{LONG}{LONG}]", ""),
        ("papers:\n- {id: form, action: form, name: Tờ khai}", ""),
    ],
)
def test_a_record_says_no_more_than_its_figures(faults: Check, lines: str, fault: str) -> None:
    found = faults(PROCEDURE, f"{lines}\n")

    assert [line[: len(fault)] for line in found] == ([fault] if fault else [])
