"""Drafts are read back as what they were."""

import yaml
from hypothesis import given
from hypothesis import strategies as st
from official import method, paper, record

from knowledge.importers.convert import convert
from knowledge.importers.drafts import draft, file_name
from knowledge.importers.traps import Known
from knowledge.importers.wording import line
from knowledge.load import load_with_problems
from knowledge.yaml_file import read_yaml


def procedure(**changes):
    return convert(record(**changes), Known()).procedure


def test_a_draft_is_loaded_as_it_was(tmp_path):
    cases = (
        paper("Tờ khai: bản mới", case="Trường hợp cấp mới"),
        paper("Giấy cũ " * 30, case="Trường hợp cấp lại"),
    )
    written = procedure(papers=cases, methods=(method(), method("Trực tuyến", "1")))
    path = tmp_path / "procedures" / file_name(written)
    path.parent.mkdir(parents=True)
    path.write_text(draft(written), encoding="utf-8")

    base, problems = load_with_problems(data=tmp_path)

    assert problems == []
    assert base.procedures == {"1.000001": written}


def test_keys_stand_in_the_order_of_the_shipped_files():
    text = draft(procedure())

    keys = [row.split(":")[0] for row in text.splitlines() if not row.startswith(" ")]
    assert keys == [
        "code", "name", "short_name", "field", "handler", "who", "papers", "limits", "fees",
        "filing", "steps", "result", "legal_basis", "source", "checked_on", "confidence",
    ]  # fmt: skip
    assert text.startswith('code: "1.000001"\n')
    assert "  ways: [in_person]\n" in text


def test_long_texts_are_folded():
    assert "result: >-\n  Giấy" in draft(procedure(result="Giấy " * 40))


def test_a_file_is_named_by_field_code_and_name():
    name = file_name(procedure(field="Hộ tịch", name="Thủ tục đăng ký / kết hôn"))

    assert str(name) == "ho-tich/1.000001-dang-ky-ket-hon.yaml"


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_comes_back(name, result):
    written = procedure(name=line(name) or "x", result=line(result), target=line(name))

    read = yaml.load(draft(written), Loader=yaml.CSafeLoader)

    assert (read["name"], read["result"]) == (written.name, written.result)


def test_texts_that_look_like_other_things_stay_texts(tmp_path):
    for text in ("true", "null", "2026-07-18", "12", "no", "- x", "a: b", "a #b", "[x]", "x:"):
        path = tmp_path / "one.yaml"
        path.write_text(draft(procedure(result=text)), encoding="utf-8")

        assert read_yaml(path, []).value["result"] == text
