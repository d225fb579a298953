"""How a turn ended. The first word is the family; reports group by it."""

from enum import StrEnum


class Outcome(StrEnum):
    """The named ends of a turn."""

    ANSWERED_PROCEDURE = "answered_procedure"
    ANSWERED_NAME_ONLY = "answered_name_only"  # exists, no details held
    ANSWERED_LIFE_EVENT = "answered_life_event"  # several procedures, in the order they are done
    ANSWERED_DETAILS = "answered_details"  # the notes of a procedure
    ANSWERED_STATUS = "answered_status"
    ANSWERED_PLACE = "answered_place"  # what became of an old commune, district or province
    ANSWERED_OFFICE = "answered_office"
    ANSWERED_GREETING = "answered_greeting"
    ANSWERED_THANKS = "answered_thanks"
    ANSWERED_STOP = "answered_stop"
    ANSWERED_HELP = "answered_help"
    ANSWERED_SUBSCRIBED = "answered_subscribed"  # will be told when the dossier is ready
    ANSWERED_UNSUBSCRIBED = "answered_unsubscribed"  # no more notices
    ANSWERED_FORGOTTEN = "answered_forgotten"  # what was kept of the chat is deleted
    ANSWERED_PERSON = "answered_person"  # asked for a person: told how to reach one

    CLARIFY_PROCEDURE = "clarify_procedure"  # several fit: which one
    CLARIFY_TOPIC = "clarify_topic"  # a wording known to fit several
    CLARIFY_SUBJECT = "clarify_subject"  # a facet without a procedure
    CLARIFY_PLACE = "clarify_place"  # several places have the name
    CLARIFY_CHOICE = "clarify_choice"  # a number that was not offered
    CLARIFY_CODE = "clarify_code"  # wants a status, no code given
    CLARIFY_CODE_TYPING = "clarify_code_typing"  # a code with a slip in it
    CLARIFY_DIGITS = "clarify_digits"  # asks for the last digits of the registered phone

    ELSEWHERE_BODY = "elsewhere_body"
    ELSEWHERE_EMERGENCY = "elsewhere_emergency"

    REFUSED_NOT_OURS = "refused_not_ours"
    REFUSED_RUDE = "refused_rude"
    REFUSED_PERSONAL_NUMBER = "refused_personal_number"  # an ID or phone number was sent
    REFUSED_TOO_MANY_CODES = "refused_too_many_codes"
    REFUSED_WRONG_DIGITS = "refused_wrong_digits"  # not the registered phone, or there is none
    REFUSED_TOO_MANY_DIGITS = "refused_too_many_digits"

    UNANSWERABLE_UNKNOWN_CODE = "unanswerable_unknown_code"
    UNANSWERABLE_PLACE = "unanswerable_place"  # a place nobody knows
    UNANSWERABLE_NO_MATCH = "unanswerable_no_match"
    UNANSWERABLE_UNREADABLE = "unanswerable_unreadable"  # empty, emoji, another script
    UNANSWERABLE_PHOTO = "unanswerable_photo"

    ERROR_STORAGE = "error_storage"
    ERROR_UNEXPECTED = "error_unexpected"
    ERROR_BAD_LINE = "error_bad_line"  # a line of the machine interface that is no question

    @property
    def family(self) -> str:
        """The first word of the name."""
        return self.value.partition("_")[0]
