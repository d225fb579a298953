"""`motcua knowledge due`, `expiring` and `stats`, as an officer and a program use them."""

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import motcua

pytestmark = pytest.mark.usefixtures("base_read_once")


def run(*arguments: str) -> Result:
    """Run the command in this process, without a setting from outside."""
    result = CliRunner(env={"MOTCUA_OFFICE": None}).invoke(motcua, ["knowledge", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_due_date_is_explained_day_by_day() -> None:
    result = run("due", "1.004873", "--received", "2026-11-19 09:00")

    told = [line for line in result.stdout.splitlines() if line.startswith("- ")]
    assert result.exit_code == 0
    assert told == [
        "- nhận lúc 09:00 ngày 19/11/2026 (thứ Năm)",
        "- thứ Sáu 20/11/2026: ngày thứ 1",
        "- thứ Bảy 21/11/2026: không tính, nghỉ cuối tuần",
        "- Chủ nhật 22/11/2026: không tính, nghỉ cuối tuần",
        "- thứ Hai 23/11/2026: ngày thứ 2",
        "- thứ Ba 24/11/2026: không tính, Ngày Văn hóa Việt Nam",
        "- thứ Tư 25/11/2026: ngày thứ 3",
        "- hẹn trả: thứ Tư 25/11/2026",
    ]
    assert "Chậm nhất 26/11/2026" in result.stdout


def test_after_15_the_next_day_is_named() -> None:
    result = run("due", "1.001193", "--received", "18/11/2026 15:20")

    assert "nộp sau 15 giờ: tính là nhận thứ Năm 19/11/2026" in result.stdout


def test_a_program_gets_the_steps_as_data() -> None:
    result = run("due", "1.013978", "--received", "2026-11-18 09:00", "--json")

    (counted,) = json.loads(result.stdout)
    kinds = {step["kind"] for step in counted["steps"]}
    assert (counted["unit"], counted["amount"]) == ("working_day", 20)
    assert kinds == {"received", "counted", "skipped", "extra", "ready"}
    assert counted["day"] == "2026-12-31"


def test_a_case_changes_the_limit() -> None:
    house, other = (
        run("due", "1.013225", "--received", "2026-12-01 09:00", "--json", *case)
        for case in ((), ("--case", "work=other"))
    )

    assert [one["amount"] for one in json.loads(house.stdout)] == [7]
    assert [one["amount"] for one in json.loads(other.stdout)] == [10]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("due", "9.999999", "--received", "2026-11-19 09:00"), 1, "no details are held"),
        (("due", "1.001193", "--received", "19.11."), 2, "does not match the formats"),
        (("due", "1.001193", "--received", "2026-11-19 09:00", "--case", "x=y"), 2, "none of"),
        (("due", "1.001193", "--received", "2026-11-19 09:00", "--office", "x"), 2, "meo_vac"),
        (("due", "1.001193"), 2, "--received"),
        (("expiring",), 2, "--by"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(*arguments)

    assert result.exit_code == code
    assert said in result.stderr


def test_what_ends_by_a_day_is_listed_with_its_last_day() -> None:
    result = run("expiring", "--by", "2027-03-01")

    assert "28/02/2027  1.001193  đăng ký khai sinh" in result.stdout
    assert "hết hiệu lực đến ngày 01/03/2027" in result.stdout


def test_nothing_ends_before_the_first_last_day() -> None:
    assert "Không có quy định nào" in run("expiring", "--by", "2026-01-01").stdout


def test_what_ends_is_data_for_a_program() -> None:
    lines = run("expiring", "--by", "2027-03-01", "--json").stdout.splitlines()

    days = [json.loads(line)["last_day"] for line in lines]
    assert days == sorted(days)
    assert json.loads(lines[-1])["part"] is None


def test_the_counts_are_printed_for_people_and_programs() -> None:
    table = run("stats").stdout
    counts = json.loads(run("stats", "--json").stdout)

    assert f"procedures           {counts['procedures']:6,}" in table
    assert counts["unknown_facts"] == sum(
        number for name, number in counts.items()
        if name.startswith("unknown_") and name != "unknown_facts"
    )  # fmt: skip
