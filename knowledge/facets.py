"""Which part of a procedure a citizen asks about."""

from enum import StrEnum


class Facet(StrEnum):
    """The parts of a procedure that can be asked for; the values are fixed names of the API."""

    DOCUMENTS = "documents"
    TIME = "time"
    FEE = "fee"
    PLACE = "place"
    ONLINE = "online"
    FORM = "form"
    WHO = "who"
    CONDITIONS = "conditions"
    RESULT = "result"
    STEPS = "steps"
    LEGAL_BASIS = "legal_basis"
    READY_DATE = "ready_date"
    CASE = "case"
