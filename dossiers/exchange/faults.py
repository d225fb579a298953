"""Why a file cannot be read as a ledger at all, and what to do about it."""

from pathlib import Path


class LedgerError(Exception):
    """The file cannot be read as a ledger."""

    advice = "export the ledger (Sổ theo dõi hồ sơ) again as .xlsx or .csv"

    def __init__(self, path: Path, detail: str = "") -> None:
        self.path = path
        self.detail = detail
        sentence = (type(self).__doc__ or "").rstrip(".")
        self.problem = sentence[:1].lower() + sentence[1:] + (f" ({detail})" if detail else "")
        super().__init__(f"{str(path)!r}: {self.problem}: {self.advice}")


class LedgerMissing(LedgerError):
    """There is no such file, or it may not be read."""

    advice = "check the name, the folder and the right to read it"


class LedgerOfOtherKind(LedgerError):
    """This kind of file is not read."""

    advice = "open it in a spreadsheet program and save it as .xlsx"


class LedgerUnreadable(LedgerError):
    """What is inside is not what the name says, or it is damaged."""

    advice = "open it in a spreadsheet program and save it again as .xlsx"


class LedgerEncrypted(LedgerError):
    """The file is protected with a password."""

    advice = "open it with the password and save it without one"


class LedgerTooLarge(LedgerError):
    """The file is too large."""

    advice = "export a shorter period, a file a month"


class LedgerEmpty(LedgerError):
    """The file holds no rows."""

    advice = "check that the period of the export has dossiers in it"


class LedgerWithoutHeader(LedgerError):
    """No row names the columns needed."""

    advice = "keep the row with the column names when saving; it must have them all"
