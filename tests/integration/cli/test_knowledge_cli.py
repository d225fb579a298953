"""`motcua knowledge` without a database: listing, showing, checking and measuring the base."""

import json
import os

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import motcua

# A base with records under it is indexed anew, slowly where coverage watches.
pytestmark = [pytest.mark.usefixtures("base_read_once"), pytest.mark.timeout(60)]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch, sqlite_url):
    """Run with no setting of this machine but a database file of the test's own."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOTCUA_DATABASE_URL", sqlite_url)
    yield
    structlog.reset_defaults()


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    result = CliRunner().invoke(motcua, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_shipped_knowledge_base_has_no_problem():
    result = run("knowledge", "check")

    assert result.exit_code == 0
    assert result.output.strip().endswith("0 problems")


def test_a_problem_is_told_with_file_and_line(tmp_path):
    folder = tmp_path / "procedures" / "x"
    folder.mkdir(parents=True)
    (folder / "1.001193-x.yaml").write_text('code: "1.001193"\nnmae: x\n', encoding="utf-8")

    result = run("knowledge", "check", "--data", str(tmp_path))

    assert result.exit_code == 1
    assert "1.001193-x.yaml:2: nmae: Extra inputs are not permitted" in result.output


def test_procedures_are_listed():
    assert "1.001193  đăng ký khai sinh" in run("knowledge", "list").output
    assert "1.000280" in run("knowledge", "list", "--all").output


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1.001193", "Giấy chứng sinh"),
        ("1.000280", "Chỉ có tên và mã"),
        ("2.000986", "2.000986 -> 3.000722"),
    ],
    ids=["in full", "by name only", "a former code"],
)
def test_a_procedure_is_shown(code, said):
    assert said in run("knowledge", "show", code).output


def test_a_procedure_is_shown_to_programs():
    assert json.loads(run("knowledge", "show", "1.001193", "--json").output)["code"] == "1.001193"


def test_an_unknown_code_is_told():
    result = run("knowledge", "show", "9.999999")

    assert result.exit_code == 1
    assert "'9.999999'" in result.stderr


def test_official_records_are_known_by_name(tmp_path):
    records = tmp_path / "more.jsonl"
    row = {"code": "9.000001", "name": "Cấp phép nuôi ngựa bạch", "type": "STANDARD"}
    records.write_text(json.dumps(row) + "\n", encoding="utf-8")

    said = json.loads(
        run("ask", "cấp phép nuôi ngựa bạch", "--json", "--knowledge", str(records)).output
    )

    assert said["outcome"] == "answered_name_only"
    assert said["procedures"][0]["code"] == "9.000001"


def test_a_shipped_procedure_wins_over_an_official_record(tmp_path):
    records = tmp_path / "more.jsonl"
    row = {"code": "1.001193", "name": "Đăng ký khai sinh (bản ghi khác)"}
    records.write_text(json.dumps(row) + "\n", encoding="utf-8")

    shown = run("knowledge", "show", "1.001193", "--knowledge", str(records)).output

    assert "bản ghi khác" not in shown
    assert "1.001193" in shown


def test_records_that_are_none_are_refused(tmp_path):
    records = tmp_path / "more.jsonl"
    records.write_text("hello\n", encoding="utf-8")

    result = run("ask", "khai sinh", "--knowledge", str(records))

    assert result.exit_code == 1
    assert "holds no official record" in result.stderr


def test_evaluate_prints_the_figures(tmp_path):
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"question": "đăng ký kết hôn", "behaviour": "answer", "codes": ["1.000894"]},
        {"question": "mất giấy khai sinh", "behaviour": "clarify", "codes": ["2.000635"]},
        {"question": "thời tiết hôm nay", "behaviour": "apologize", "codes": []},
    ]
    questions.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    found = json.loads(run("knowledge", "evaluate", str(questions), "--json").stdout)

    assert (found["n"], found["with_codes"], found["top_1"]) == (3, 2, 1.0)
    assert (found["behaviour"], found["ask_back_recall"], found["over_asking"]) == (1.0, 1.0, 0.0)


def test_evaluate_shows_what_went_wrong(tmp_path):
    questions = tmp_path / "questions.jsonl"
    line = {"question": "đăng ký kết hôn", "behaviour": "clarify", "codes": ["1.001193"]}
    questions.write_text(json.dumps(line), encoding="utf-8")

    output = run("knowledge", "evaluate", str(questions), "--misses").stdout

    assert "clarify -> answer: đăng ký kết hôn" in output


def test_a_question_file_with_a_faulty_line_is_refused(tmp_path):
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "x", "behaviour": "dance"}\n', encoding="utf-8")

    result = run("knowledge", "evaluate", str(questions))

    assert result.exit_code == 1
    assert "questions.jsonl:1: behaviour 'dance'" in result.stderr


def test_evaluate_measures_noise_names_and_simple_tools_in_one_run(tmp_path):
    questions = tmp_path / "questions.jsonl"
    line = {"question": "đăng ký kết hôn", "behaviour": "answer", "codes": ["1.000894"]}
    questions.write_text(json.dumps(line), encoding="utf-8")

    found = json.loads(
        run("knowledge", "evaluate", str(questions), "--noise", "--baselines", "--json").stdout
    )

    assert found["noise"]["no_marks"] == {"top_1": 0.0, "behaviour": 0.0, "facets": 0.0}
    assert len(found["noise"]) == 7
    assert found["baselines"]["rapidfuzz token_set_ratio"]["top_1"] in {0.0, 1.0}
    assert (found["wrong_twins"], found["confident_wrong"]) == (0, 0.0)
    assert found["memory_mb"] > 10


def test_headlines_are_read_by_their_line(tmp_path):
    headlines, judged = tmp_path / "headlines.jsonl", tmp_path / "judged.jsonl"
    texts = ["Giá vàng hôm nay bao nhiêu?", "Đăng ký kết hôn cần giấy tờ gì?"]
    lines = [{"question": text, "behaviour": "apologize", "codes": None} for text in texts]
    headlines.write_text("\n".join(json.dumps(each) for each in lines), encoding="utf-8")
    judged.write_text('{"line": 1, "codes": ["1.000894"], "note": "x"}\n', encoding="utf-8")

    arguments = ("knowledge", "evaluate", str(judged), "--headlines", str(headlines), "--json")
    found = json.loads(run(*arguments).stdout)
    judged.write_text('{"line": 7, "codes": []}\n', encoding="utf-8")
    wrong = run(*arguments)

    assert (found["n"], found["top_1"], found["behaviour"]) == (1, 1.0, 1.0)
    assert wrong.exit_code == 1
    assert "judged.jsonl:1: judges no headline" in wrong.stderr


def test_ask_explains_itself():
    told = run("ask", "--explain", "làm giấy khai sinh cho con").output

    assert "words     lam giay khai sinh cho con" in told
    assert "outcome   answered_procedure" in told
    assert "ĐĂNG KÝ KHAI SINH" in told
