"""Being told when a dossier is ready: who may ask for it, and how it is ended."""

from datetime import timedelta

import pytest

from bot.messages import Address, Attachment
from bot.ports import Forget, Subscribe, Unsubscribe
from dossiers.dossier import Status
from tests.tables import NOW, Say, dossier

CODE = "H22.38.9-261116-0001"  # its phone is 0988837457
CHAT = Address(channel="test", chat="one")


async def asked_for_digits(say: Say) -> None:
    await say(CODE)
    turn = await say(pressed="@bao 1")
    assert turn.outcome.value == "clarify_digits"


async def test_a_dossier_under_way_offers_to_tell(say):
    turn = await say(CODE)

    assert [(button.label, button.value) for button in turn.reply.buttons] == [
        ("Báo tôi khi xong", "@bao 1")
    ]


@pytest.mark.parametrize("status", [Status.FINISHED, Status.RETURNED, Status.STOPPED])
async def test_a_dossier_that_is_over_offers_nothing(say, engine, status):
    code = "H22.38.9-261116-0099"
    engine.desk.ports.dossiers._dossiers[code] = dossier(code, status=status)

    assert (await say(code)).reply.buttons == ()


async def test_no_button_holds_a_receipt_code(say):
    turn = await say(f"{CODE} và H22.38.9-261116-0004")

    assert [button.value for button in turn.reply.buttons] == ["@bao 1", "@bao 2"]
    assert all("H22" not in button.value for button in turn.reply.buttons)


async def test_the_phones_last_digits_are_asked_for_and_suffice(say):
    await say(CODE)

    asked = await say(pressed="@bao 1")
    told = await say("7457")

    assert asked.outcome.value == "clarify_digits"
    assert asked.reply.asks_phone
    assert told.outcome.value == "answered_subscribed"
    assert told.effects == (Subscribe(code=CODE),)


@pytest.mark.parametrize(
    "typed",
    [
        "7457",
        "7457 ạ",
        "dạ 7457",
        "số điện thoại 7457",
        "0988837457",
        "0988 837 457",
        "+84988837457",
    ],
)
async def test_the_digits_may_be_typed_any_way(say, typed):
    await asked_for_digits(say)

    assert (await say(typed)).outcome.value == "answered_subscribed"


async def test_a_shared_contact_is_taken_for_its_number(say):
    await asked_for_digits(say)

    contact = Attachment(kind="contact", phone="84988837457")

    assert (await say(attachments=(contact,))).outcome.value == "answered_subscribed"


async def test_a_contact_nobody_asked_for_is_declined(say):
    turn = await say(attachments=(Attachment(kind="contact", phone="84988837457"),))

    assert turn.outcome.value == "refused_personal_number"


async def test_the_wish_may_be_said_in_words(say):
    await say(CODE)

    assert (await say("khi nào xong thì báo cho tôi nhé")).outcome.value == "clarify_digits"
    assert (await say("báo tôi khi xong")).outcome.value == "clarify_digits"


async def test_without_a_dossier_the_code_is_asked_for(say):
    turn = await say(pressed="@bao 1")

    assert turn.outcome.value == "clarify_code"


async def test_wrong_digits_subscribe_nobody_and_may_be_mended(say):
    await asked_for_digits(say)

    wrong = await say("0000")
    right = await say("7457")

    assert (wrong.outcome.value, wrong.effects) == ("refused_wrong_digits", ())
    assert right.outcome.value == "answered_subscribed"


async def test_a_dossier_without_a_phone_reads_like_wrong_digits(say, engine):
    code = "H22.38.9-261116-0098"
    engine.desk.ports.dossiers._dossiers[code] = dossier(code, owner_phone="")
    await say(code)
    await say(pressed="@bao 1")

    without_phone = await say("7457")
    await asked_for_digits(say)
    wrong = await say("0000")

    assert without_phone.outcome is wrong.outcome
    assert without_phone.reply.text == wrong.reply.text


@pytest.mark.parametrize("typed", ["745", "74575", "1"])
async def test_too_few_or_too_many_digits_are_asked_for_again(say, typed):
    await asked_for_digits(say)

    assert (await say(typed)).outcome.value == "clarify_digits"


async def test_five_wrong_tries_an_hour_are_the_end_of_it(say):
    await asked_for_digits(say)
    for number in range(5):
        await say(f"000{number}")

    blocked = await say("7457")
    await asked_for_digits_at(say, NOW + timedelta(minutes=61))
    after_an_hour = await say("7457", at=NOW + timedelta(minutes=61))

    assert (blocked.outcome.value, blocked.effects) == ("refused_too_many_digits", ())
    assert after_an_hour.outcome.value == "answered_subscribed"


async def asked_for_digits_at(say: Say, at) -> None:
    await say(CODE, at=at)
    await say(pressed="@bao 1", at=at)


async def test_a_new_question_is_not_swallowed(say):
    await asked_for_digits(say)

    assert (await say("đăng ký kết hôn cần gì")).outcome.value == "answered_procedure"
    assert (await say("7457")).outcome.value != "answered_subscribed"


async def test_who_waits_already_is_not_asked_again(say):
    await asked_for_digits(say)
    await say("7457")
    await say(CODE)

    assert (await say(pressed="@bao 1")).outcome.value == "answered_subscribed"


@pytest.mark.parametrize(
    "words",
    [
        "DỪNG",
        "dung",
        "stop",
        "STOP",
        "hủy",
        "huỷ ạ",
        "ngừng báo tin",
        "đừng nhắn tin nữa",
        "tôi không muốn nhận tin nữa",
        "đừng gửi nữa",
        "hủy nhận tin",
        "thôi đừng báo nữa",
        "tắt thông báo",
    ],
)
async def test_stop_words_end_the_notices(say, engine, words):
    await asked_for_digits(say)
    await say("7457")

    turn = await say(words)

    assert (turn.outcome.value, turn.effects) == ("answered_unsubscribed", (Unsubscribe(),))
    assert await engine.desk.ports.subscriptions.of(CHAT) == []


@pytest.mark.parametrize(
    "words",
    ["hủy nhận nuôi con nuôi thì làm thế nào", "không nhận được thông báo nộp thuế thì sao",
     "xã dừng nhận hồ sơ lúc mấy giờ", "đăng ký kết hôn cần gì"],
)  # fmt: skip
async def test_other_words_of_stopping_end_no_notices(say, engine, words):
    await asked_for_digits(say)
    await say("7457")

    await say(words)

    assert await engine.desk.ports.subscriptions.of(CHAT) == [CODE]


async def test_a_bare_stop_without_notices_ends_the_talk(say):
    assert (await say("dừng")).outcome.value == "answered_stop"


async def test_to_let_it_be_ends_the_talk_and_keeps_the_notices(say, engine):
    await asked_for_digits(say)
    await say("7457")

    assert (await say("thôi")).outcome.value == "answered_stop"
    assert await engine.desk.ports.subscriptions.of(CHAT) == [CODE]


async def test_who_wants_to_be_forgotten_is(say):
    turn = await say("xóa dữ liệu của tôi")

    assert (turn.outcome.value, turn.effects) == ("answered_forgotten", (Forget(),))


async def test_right_codes_are_limited_too(say, engine):
    for number in range(41):
        code = f"H22.38.9-261117-{number:04}"
        engine.desk.ports.dossiers._dossiers[code] = dossier(code)
    outcomes = [(await say(f"H22.38.9-261117-{n:04}")).outcome.value for n in range(41)]

    assert outcomes == ["answered_status"] * 40 + ["refused_too_many_codes"]


async def test_a_network_is_limited_whatever_chats_it_opens(say):
    outcomes = [
        (await say(f"H22.38.9-261117-{n:04}", chat=str(n), network="net")).outcome.value
        for n in range(51)
    ]

    assert outcomes == ["unanswerable_unknown_code"] * 50 + ["refused_too_many_codes"]
