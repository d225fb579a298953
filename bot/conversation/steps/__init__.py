"""The steps in the order they are tried. Reading this list aloud is reading what the desk does."""

from collections.abc import Awaitable, Callable

from bot.conversation.desk import Desk, Heard, Turn
from bot.conversation.session import Session
from bot.conversation.steps.choice import press, take_choice
from bot.conversation.steps.dossier import look_up_dossier, refuse_personal_number, want_status
from bot.conversation.steps.hand_over import hand_over
from bot.conversation.steps.life_event import answer_life_event
from bot.conversation.steps.notice import (
    forget_chat,
    press_notify,
    stop_notices,
    take_digits,
)
from bot.conversation.steps.place import answer_place
from bot.conversation.steps.procedure import answer_procedure, answer_procedure_code
from bot.conversation.steps.smalltalk import (
    answer_office,
    answer_smalltalk,
    refuse_not_ours,
    refuse_rude,
)
from bot.conversation.steps.unreadable import refuse_attachment, refuse_unreadable
from bot.conversation.steps.urgent import send_to_emergency, stop

Step = Callable[[Heard, Session, Desk], Awaitable[Turn | None]]

STEPS: tuple[Step, ...] = (
    press,
    send_to_emergency,
    forget_chat,
    stop_notices,
    stop,
    take_digits,
    press_notify,
    refuse_attachment,
    refuse_unreadable,
    look_up_dossier,
    take_choice,
    answer_smalltalk,
    answer_place,
    answer_office,
    want_status,
    answer_procedure_code,
    refuse_personal_number,
    refuse_rude,
    answer_life_event,
    answer_procedure,
    refuse_not_ours,
    hand_over,
)
