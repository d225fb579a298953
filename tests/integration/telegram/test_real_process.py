"""The desk on Telegram: the real process against an emulated Bot API, polling and webhook."""

import json
from pathlib import Path

import pytest

from bot.channels.telegram.webhook import SECRET_HEADER
from tests.integration.telegram.telegram_chat import SECRET, Telegram
from tests.ledgers import ledger, row
from tests.processes import call, motcua, wait_for

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(60)]


def test_a_text_is_answered_with_buttons(telegram: Telegram) -> None:
    telegram.say("lam giay khai sinh cho chau can j")

    [answer] = telegram.answers(1)

    assert "☐ Giấy chứng sinh" in answer["fields"]["text"]
    assert answer["fields"]["parse_mode"] == "HTML"
    assert "<b>" in answer["fields"]["text"]  # the question back
    keyboard = json.loads(answer["fields"]["reply_markup"])["inline_keyboard"]
    assert ["Lệ phí"] in [[button["text"] for button in buttons] for buttons in keyboard]


@pytest.mark.parametrize(
    ("command", "part"),
    [
        ("/start", "Tôi là máy trả lời"),
        ("/giup", "Tôi là máy trả lời"),
        ("/tra_ho_so", "mã hồ sơ"),
        ("/dung", "tôi dừng ở đây"),
        ("/start 1_001193", "Giấy chứng sinh"),
        ("/start H22_38_9-261116-0001", "H22.38.9-261116-0001"),
    ],
)
def test_commands_are_understood(telegram: Telegram, command: str, part: str) -> None:
    entity = {"type": "bot_command", "offset": 0, "length": len(command.split()[0])}
    telegram.say(command, entities=[entity])

    assert part in telegram.answers(1)[0]["fields"]["text"]


def test_a_press_is_acknowledged_marked_and_answered(telegram: Telegram) -> None:
    telegram.say("đăng ký khai sinh cần gì")
    [first] = telegram.answers(1)

    telegram.press(first, "@hoi 1.001193 fee")

    assert "Lệ phí" in telegram.answers(2)[1]["fields"]["text"]
    assert telegram.calls("answerCallbackQuery")
    [edited] = telegram.calls("editMessageReplyMarkup")
    assert "✓ Lệ phí" in str(json.loads(edited["fields"]["reply_markup"]))


def test_an_edited_message_is_answered_anew(telegram: Telegram) -> None:
    telegram.say("đăng ký kết hôn mất bao lâu")
    telegram.answers(1)

    telegram.say("đăng ký khai tử mất bao lâu", kind="edited_message", edit_date=1_760_000_001)

    assert "khai tử" in telegram.answers(2)[1]["fields"]["text"].lower()


def test_a_photo_is_answered_kindly(telegram: Telegram) -> None:
    photo = [{"file_id": "ph1", "file_unique_id": "u1", "width": 9, "height": 9}]

    telegram.say(photo=photo)

    assert "chưa xem được ảnh" in telegram.answers(1)[0]["fields"]["text"]


def test_nothing_typed_becomes_markup(telegram: Telegram) -> None:
    telegram.say('<b>mất</b> giấy <a href="tg://user?id=1">x</a> & zzz qqq')

    assert "<a" not in telegram.answers(1)[0]["fields"]["text"]


@pytest.mark.parametrize(
    "running", [("webhook", "sqlite"), ("webhook", "postgres")], ids="-".join, indirect=True
)
def test_an_update_that_comes_twice_is_answered_once(telegram: Telegram) -> None:
    update = {
        "update_id": 1_000_000 + telegram.chat,
        "message": {**telegram.head(), "text": "xin chào"},
    }
    for _ in range(3):
        status, _said = call(f"{telegram.desk.url}/telegram", update, {SECRET_HEADER: SECRET})
        assert status == 200

    telegram.say("cảm ơn")  # answered after everything before it

    assert len(telegram.answers(2)) == 2


def test_the_first_notice_from_wish_to_stop(telegram: Telegram, tmp_path: Path) -> None:
    code = f"H22.38.9-261116-{telegram.chat}"
    path = ledger(tmp_path / "so.csv", row(code))
    assert motcua(telegram.database_url, "dossiers", "import", str(path)).returncode == 0
    telegram.say(code)
    [standing] = telegram.answers(1)
    telegram.press(standing, "@bao 1")
    asked = telegram.answers(2)[1]
    assert "request_contact" in asked["fields"]["reply_markup"]
    contact = {"phone_number": "84988837457", "first_name": "An", "user_id": telegram.chat}
    telegram.say(contact=contact)
    assert "tôi nhắn bà con ở đây" in telegram.answers(3)[2]["fields"]["text"]

    ready = ledger(tmp_path / "so2.csv", row(code, "Đã xử lý xong"))
    motcua(telegram.database_url, "dossiers", "import", str(ready))
    motcua(telegram.database_url, "dossiers", "import", str(ready))

    notice = telegram.answers(4)[3]
    assert f"Hồ sơ {code} đã giải quyết xong" in notice["fields"]["text"]
    status = motcua(telegram.database_url, "notices", "status", "--json")
    assert json.loads(status.stdout)["by_state"]["sent"] >= 1
    telegram.say("cảm ơn")
    assert len(telegram.answers(5)) == 5


def test_stop_ends_the_notices(telegram: Telegram, tmp_path: Path) -> None:
    code = f"H22.38.9-261118-{telegram.chat}"
    path = ledger(tmp_path / "so.csv", row(code))
    motcua(telegram.database_url, "dossiers", "import", str(path))
    for number, text in enumerate([code, "báo tôi khi xong", "7457", "DỪNG"], start=1):
        telegram.say(text)
        telegram.answers(number)
    assert "không nhắn tin báo nữa" in telegram.answers(4)[3]["fields"]["text"]

    ready = ledger(tmp_path / "so2.csv", row(code, "Đã xử lý xong"))
    motcua(telegram.database_url, "dossiers", "import", str(ready))

    telegram.say("cảm ơn")
    assert "Không có gì" in telegram.answers(5)[4]["fields"]["text"]


def test_a_chat_that_moved_is_followed(telegram: Telegram) -> None:
    new = telegram.chat + 500_000
    telegram.fail(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=new)

    telegram.say("xin chào")

    telegram.chat = new
    assert "Chào bà con" in telegram.answers(1)[0]["fields"]["text"]


def test_too_many_requests_are_waited_for(telegram: Telegram) -> None:
    telegram.fail(429, "Too Many Requests: retry after 1", retry_after=1)

    telegram.say("xin chào")

    assert "Chào bà con" in telegram.answers(1)[0]["fields"]["text"]
    assert len(telegram.calls()) == 2


def test_who_blocked_the_bot_is_not_tried_again(telegram: Telegram, tmp_path: Path) -> None:
    code = f"H22.38.9-261117-{telegram.chat}"
    path = ledger(tmp_path / "so.csv", row(code))
    motcua(telegram.database_url, "dossiers", "import", str(path))
    telegram.say(code)
    telegram.answers(1)
    telegram.say("báo tôi khi xong")
    telegram.answers(2)
    telegram.say("7457")
    telegram.answers(3)
    telegram.fail(403, "Forbidden: bot was blocked by the user")

    ready = ledger(tmp_path / "so2.csv", row(code, "Đã xử lý xong"))
    motcua(telegram.database_url, "dossiers", "import", str(ready))

    def to_call() -> list[str]:
        said = motcua(telegram.database_url, "notices", "status", "--json").stdout
        return [each["dossier_code"] for each in json.loads(said)["to_call"]]

    assert wait_for(lambda: code in to_call(), "the call list")
    assert len(telegram.calls()) == 4


def test_an_unmodified_message_counts_as_sent(telegram: Telegram) -> None:
    telegram.fail(400, "Bad Request: message is not modified: specified new message content")

    telegram.say("xin chào")
    telegram.say("cảm ơn")

    [thanks] = telegram.answers(1)
    assert "Chào bà con" not in thanks["fields"]["text"]
