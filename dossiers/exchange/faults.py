"""Why a file cannot be read as a ledger at all, and what to do about it."""

from pathlib import Path


class LedgerError(Exception):
    """the file cannot be read as a ledger"""

    advice = "export the ledger (Sổ theo dõi hồ sơ) again as .xlsx or .csv"

    def __init__(self, path: Path, detail: str = "") -> None:
        self.path = path
        self.detail = detail
        self.problem = (type(self).__doc__ or "") + (f" ({detail})" if detail else "")
        super().__init__(f"{str(path)!r}: {self.problem}: {self.advice}")


class LedgerMissing(LedgerError):
    """there is no such file, or it may not be read"""

    advice = "check the name, the folder and the right to read it"


class LedgerOfOtherKind(LedgerError):
    """this kind of file is not read"""

    advice = "open it in a spreadsheet program and save it as .xlsx"


class LedgerUnreadable(LedgerError):
    """what is inside is not what the name says, or it is damaged"""

    advice = "open it in a spreadsheet program and save it again as .xlsx"


class LedgerEncrypted(LedgerError):
    """the file is protected with a password"""

    advice = "open it with the password and save it without one"


class LedgerTooLarge(LedgerError):
    """the file is too large"""

    advice = "export a shorter period, a file a month"


class LedgerEmpty(LedgerError):
    """the file holds no rows"""

    advice = "check that the period of the export has dossiers in it"


class LedgerWithoutHeader(LedgerError):
    """no row names the columns needed"""

    advice = "keep the row with the column names when saving; it must have them all"
