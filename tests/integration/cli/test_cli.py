"""The command as an officer, a citizen at the terminal and a program use it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import motcua

pytestmark = pytest.mark.usefixtures("base_read_once")

CODE = "H22.38.9-261116-0001"
HEADER = ["STT", "Mã hồ sơ", "Trích yếu hồ sơ", "Số điện thoại chủ hồ sơ", "Ngày tiếp nhận"]
HEADER += ["Ngày hẹn trả", "Trạng thái"]


@pytest.fixture(autouse=True)
def own_database(monkeypatch, database_url):
    """Give each test a database of its own, on both kinds, and no other setting."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MOTCUA_DATABASE_URL", database_url)
    yield
    structlog.reset_defaults()


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Run the command in this process."""
    result = CliRunner().invoke(motcua, list(arguments), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def ledger(path: Path, *rows: list[str]) -> Path:
    """Write a ledger of these rows."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["SỔ THEO DÕI HỒ SƠ"], HEADER, *rows])
    return path


def row(code: str = CODE, status: str = "Đang xử lý", received: str = "16/11/2026") -> list[str]:
    """Return a ledger's row."""
    return ["1", code, "Đăng ký khai sinh", "0988837457", received, "24/11/2026", status]


def asked(*questions: object) -> str:
    """Return questions as lines for --jsonl."""
    return "".join(json.dumps(question) + "\n" for question in questions)


def test_ask_prints_the_reply():
    result = run("ask", "lam giay khai sinh cho chau can j")

    assert result.exit_code == 0
    assert "☐ Giấy chứng sinh" in result.output
    assert "Nguồn: " in result.output


def test_ask_json_has_the_fixed_names():
    record = json.loads(run("ask", "đăng ký kết hôn bao lâu", "--json").output)

    assert list(record) == ["outcome", "procedures", "fields", "text", "ms"]
    assert record["outcome"] == "answered_procedure"
    assert record["procedures"][0]["code"] == "1.000894"
    assert set(record["procedures"][0]) == {"code", "name", "score"}
    assert len(record["procedures"]) <= 10
    assert record["fields"] == ["time"]
    assert isinstance(record["ms"], float)


def test_jsonl_keeps_the_order_and_plays_the_context():
    lines = asked(
        {"question": "thế lệ phí?", "context": ["đăng ký kết hôn cần gì"]},
        {"question": "thế lệ phí?"},
        {"question": "đăng ký khai tử", "context": []},
    )

    result = run("ask", "--jsonl", stdin=lines)

    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["outcome"] for record in records] == [
        "answered_procedure",
        "clarify_subject",
        "answered_procedure",
    ]
    assert records[0]["procedures"][0]["code"] == "1.000894"
    assert records[0]["fields"] == ["fee"]


def test_a_bad_line_keeps_its_place_and_says_what_is_wrong():
    lines = '{"question": "khai sinh"}\nnot json\n{"nothing": 1}\n{"question": "kết hôn"}\n'

    result = run("ask", "--jsonl", stdin=lines)

    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [record["outcome"] for record in records] == [
        "answered_procedure",
        "error_bad_line",
        "error_bad_line",
        "answered_procedure",
    ]
    assert "line 2 is not JSON" in result.stderr
    assert "line 3 has no text under 'question'" in result.stderr


def test_a_rehearsal_leaves_no_question_behind():
    run("ask", "--jsonl", stdin=asked({"question": "viên bi xanh lăn dưới gầm giường"}))

    assert run("questions", "list", "--all", "--json").output == ""


def test_declining_still_lists_candidates():
    line = asked({"question": "viên bi xanh lăn dưới gầm giường với xã"})

    record = json.loads(run("ask", "--jsonl", stdin=line).stdout)

    assert record["outcome"].startswith("unanswerable")
    assert record["procedures"]


def test_a_question_nobody_can_answer_waits_for_a_person():
    said = run("ask", "viên bi xanh lăn dưới gầm giường").output

    listed = json.loads(run("questions", "list", "--json").output)
    assert listed["ticket"] in said
    assert listed["text"] == "viên bi xanh lăn dưới gầm giường"
    assert run("questions", "show", listed["ticket"]).exit_code == 0
    done = run("questions", "done", listed["ticket"], "--note", "đã gọi lại")
    assert "Ghi chú: đã gọi lại" in done.output
    assert "Không có câu hỏi nào đang chờ" in run("questions", "list").output


def test_an_unknown_ticket_is_said_to_be_unknown():
    result = run("questions", "show", "P99999")

    assert result.exit_code == 1
    assert "P99999" in result.stderr


def test_a_ledger_is_brought_in_and_looked_up(tmp_path):
    result = run("dossiers", "import", str(ledger(tmp_path / "so.csv", row())))

    assert result.exit_code == 0
    assert "1 hồ sơ mới" in result.output
    assert "đang được giải quyết" in run("ask", CODE).output


def test_the_same_ledger_again_changes_nothing(tmp_path):
    file = str(ledger(tmp_path / "so.csv", row()))
    run("dossiers", "import", file)

    again = json.loads(run("dossiers", "import", file, "--json").output)

    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)


def test_faulty_rows_are_told_by_line_and_good_ones_kept(tmp_path):
    file = ledger(
        tmp_path / "so.csv",
        row(),
        row(code="H22.37.1-261399-0041", received="31/02/2026"),
        row(),
    )

    result = run("dossiers", "import", str(file))

    assert result.exit_code == 1
    assert "1 hồ sơ mới" in result.output
    assert "dòng 4, cột Mã hồ sơ" in result.output
    assert "dòng 5, cột Mã hồ sơ: mã đã có ở dòng 3" in result.output


def test_an_unknown_status_label_is_shown_as_it_is(tmp_path):
    run("dossiers", "import", str(ledger(tmp_path / "so.csv", row(status="Chờ ký số"))))

    assert "Chờ ký số" in run("ask", CODE).output


def test_a_file_that_is_no_ledger_is_refused_in_a_sentence(tmp_path):
    file = tmp_path / "so.xlsx"
    file.write_bytes(b"not a spreadsheet")

    result = run("dossiers", "import", str(file))

    assert result.exit_code == 1
    assert result.stderr.startswith("motcua: ")


def test_nothing_personal_of_a_dossier_is_told(tmp_path):
    run("dossiers", "import", str(ledger(tmp_path / "so.csv", row())))

    assert "0988837457" not in run("ask", CODE).output


def test_check_says_what_is_missing():
    result = run("check")

    assert result.exit_code == 0
    assert "Còn thiếu:" in result.output
    assert "Số điện thoại" in result.output


def test_check_names_every_wrong_setting(monkeypatch):
    monkeypatch.setenv("MOTCUA_LOG_LEVEL", "loud")
    monkeypatch.setenv("MOTCUA_QUESTION_DAYS", "x")

    result = run("check")

    assert result.exit_code == 1
    assert "MOTCUA_LOG_LEVEL" in result.output
    assert "MOTCUA_QUESTION_DAYS" in result.output


def test_check_tells_an_unknown_office_and_a_misspelled_variable(monkeypatch):
    monkeypatch.setenv("MOTCUA_OFFICE", "nowhere")
    monkeypatch.setenv("MOTCUA_OFICE", "x")

    result = run("check")

    assert result.exit_code == 1
    assert "nowhere" in result.output
    assert "có phải là MOTCUA_OFFICE?" in result.output


def test_check_tells_a_database_that_cannot_be_used(monkeypatch, tmp_path):
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(b"this is no database, it is a text file of some length" * 50)
    monkeypatch.setenv("MOTCUA_DATABASE_URL", f"sqlite:///{broken}")

    result = run("check")

    assert result.exit_code == 1
    assert "broken.sqlite3" in result.output
    assert broken.read_bytes().startswith(b"this is no database")


def test_a_wrong_setting_stops_a_command_in_a_sentence(monkeypatch):
    monkeypatch.setenv("MOTCUA_QUESTION_DAYS", "0")

    result = run("ask", "khai sinh")

    assert result.exit_code == 1
    assert result.stderr.startswith("motcua: MOTCUA_QUESTION_DAYS='0'")


def test_ask_without_a_question_is_a_wrong_call():
    assert run("ask").exit_code == 2
    assert run("ask", "x", "--jsonl").exit_code == 2


def test_every_command_has_help_with_an_example():
    for name, command in motcua.commands.items():
        subcommands = getattr(command, "commands", None) or {"": command}
        for sub in subcommands:
            result = run(*[part for part in (name, sub, "--help") if part])

            assert (name, sub, result.exit_code) == (name, sub, 0)
            assert (name, sub, "Example: " in result.output) == (name, sub, True)


def test_chat_talks_over_standard_input_with_sample_dossiers(tmp_path):
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    lines = f"xin chào\n{CODE}\nđăng ký kết hôn bao lâu\n"

    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--sample"],
        input=lines.encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environ,
        timeout=20,
    )

    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert f"Hồ sơ {CODE}" in said
    assert "5 ngày làm việc" in said
    assert (tmp_path / "data" / "sample.sqlite3").exists()
