"""`motcua knowledge import` and `check --against`, as an official and a program use them."""

import json
import os
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import motcua
from knowledge.load import load_with_problems

pytestmark = pytest.mark.usefixtures("base_read_once")

SAMPLES = Path(__file__).parents[2] / "samples" / "official"
RECORDS = str(SAMPLES / "procedures.jsonl")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """Run without any setting of this machine."""
    for name in [name for name in os.environ if name.startswith("MOTCUA_")]:
        monkeypatch.delenv(name)
    yield
    structlog.reset_defaults()


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    result = CliRunner().invoke(motcua, ["knowledge", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def data(tmp_path: Path, *drafts: Path) -> Path:
    """Return a folder of the knowledge base with these procedures."""
    folder = tmp_path / "data" / "procedures" / "ho-tich"
    folder.mkdir(parents=True)
    for path in drafts:
        (folder / path.name).write_bytes(path.read_bytes())
    return tmp_path / "data"


def test_the_report_names_the_traps_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = run("import", RECORDS)

    assert result.exit_code == 0
    assert "procedures.jsonl: 3 bản ghi" in result.stdout
    assert "2 bản nháp, 1 chỉ giữ tên" in result.stdout
    assert "1.000003, fee 1: 40 VNĐ" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_figures_may_be_read_by_a_program():
    found = json.loads(run("import", RECORDS, "--json").stdout)

    assert (found["records"], found["drafts"]) == (3, 2)
    assert found["not_drafts"] == {"no_fee": 1}
    assert found["traps"]["missing_unit"] == {"records": 1, "findings": 2}
    assert found["traps"]["fee_in_dollars"] == {"records": 0, "findings": 0}
    assert found["refused"] == []
    assert isinstance(found["seconds"], float)


def test_drafts_are_written_and_loaded(tmp_path):
    out = tmp_path / "out"

    result = run("import", RECORDS, "--out", str(out))

    written = sorted(out.rglob("*.yaml"))
    assert result.exit_code == 0
    assert [path.name for path in written] == [
        "1.000001-dang-ky-viec-thu.yaml",
        "1.000002-cap-lai-giay-thu.yaml",
    ]
    base, problems = load_with_problems(data=data(tmp_path, *written))
    assert problems == []
    assert set(base.procedures) == {"1.000001", "1.000002"}
    assert list(out.glob(".import-*")) == []


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path):
    out = tmp_path / "out"
    run("import", RECORDS, "--out", str(out))
    first, second = sorted(out.rglob("*.yaml"))
    first.unlink()
    second.write_text("edited\n", encoding="utf-8")

    result = run("import", RECORDS, "--out", str(out))

    assert result.exit_code == 1
    assert "exists already; nothing was written" in result.stderr
    assert second.read_text(encoding="utf-8") == "edited\n"
    assert not first.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    result = run("import", RECORDS, "--out", str(tmp_path / "file" / "out"))

    assert result.exit_code == 1
    assert "nothing was written" in result.stderr


@pytest.mark.parametrize("name", ["1.000004.json", "niem-yet.xlsx"])
def test_other_shapes_are_read_too(name):
    found = json.loads(run("import", str(SAMPLES / name), "--json").stdout)

    assert found["records"] > 0


def test_a_page_of_another_code_is_refused(tmp_path):
    renamed = tmp_path / "1.000999.json"
    renamed.write_bytes((SAMPLES / "1.000004.json").read_bytes())

    result = run("import", str(renamed))

    assert result.exit_code == 1
    assert "- 1.000004, code: 1.000999" in result.stdout


def test_a_file_without_records_is_told(tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("hello\n", encoding="utf-8")

    result = run("import", str(empty))

    assert result.exit_code == 1
    assert "holds no official record" in result.stderr


def test_a_file_that_is_not_there_is_a_usage_error():
    assert run("import", "nowhere.jsonl").exit_code == 2


def test_unexplained_differences_are_problems_and_explained_ones_are_counted(tmp_path):
    out = tmp_path / "out"
    run("import", RECORDS, "--out", str(out))
    first, second = sorted(out.rglob("*.yaml"))
    folder = data(tmp_path, first, second)
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").replace("handler: commune", "handler: police")
        path.write_text(text.replace("name: Cấp lại giấy thử", "name: Mất giấy"), encoding="utf-8")
    (meant,) = folder.rglob("1.000001-*.yaml")
    with meant.open("a", encoding="utf-8") as file:
        file.write("differences:\n  - part: handler\n    why: công an nhận việc này\n")

    result = run("check", "--data", str(folder), "--against", RECORDS)
    everything = run("check", "--data", str(folder), "--against", RECORDS, "--all")

    assert result.exit_code == 1
    assert "1.000002 name: unexplained" in result.stdout
    assert "    ours:     Mất giấy\n    official: Cấp lại giấy thử" in result.stdout
    assert "1.000001 handler" not in result.stdout
    assert "2 of 2 have an official record: 1 unexplained, 1 meant, 0 stale" in result.stdout
    assert "1.000001 handler: meant" in everything.stdout
    assert "why:      công an nhận việc này" in everything.stdout


def test_a_stale_explanation_is_a_problem(tmp_path):
    out = tmp_path / "out"
    run("import", RECORDS, "--out", str(out))
    folder = data(tmp_path, sorted(out.rglob("*.yaml"))[0])
    (path,) = folder.rglob("*.yaml")
    with path.open("a", encoding="utf-8") as file:
        file.write("differences:\n  - part: ways\n    why: cổng ghi khác\n")

    result = run("check", "--data", str(folder), "--against", RECORDS)

    assert result.exit_code == 1
    assert "1.000001 ways: stale" in result.stdout


def test_equal_sides_are_no_problem(tmp_path):
    out = tmp_path / "out"
    run("import", RECORDS, "--out", str(out))
    folder = data(tmp_path, *sorted(out.rglob("*.yaml")))

    result = run("check", "--data", str(folder), "--against", RECORDS)

    assert result.exit_code == 0
    assert "0 unexplained, 0 meant, 0 stale" in result.stdout
