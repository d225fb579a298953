"""An official record as its publisher prints it: texts only, nothing read into them."""

from dataclasses import dataclass
from datetime import date

from knowledge.record import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper:
    """A row of the list of papers; it may be a paper, a note or a heading."""

    name: str
    case: str = ""  # the heading it stands under
    originals: int = 0
    copies: int = 0
    form: str = ""  # the file of a form


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialMethod:
    """A way to file, with the time limit and the fee that are printed beside it."""

    channel: str  # "Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính"
    time: str = ""  # "3 Ngày làm việc", "1"
    fee: str = ""  # "Lệ phí: 0 đồng (...)"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRecord:
    """One procedure of an official publication, whatever file it came in."""

    code: Code
    name: str
    level: str = ""
    field: str = ""
    bodies: tuple[str, ...] = ()  # that decide, as printed
    target: str = ""
    papers: tuple[OfficialPaper, ...] = ()
    methods: tuple[OfficialMethod, ...] = ()
    steps: str = ""
    conditions: str = ""
    result: str = ""
    legal_basis: tuple[str, ...] = ()
    issuer: str = ""
    national: bool = True  # False: one province's own variant
    commune: bool = False  # a commune desk takes it in
    crawled: date | None = None
    source: str = ""
    named_codes: tuple[str, ...] = ()  # the codes its file, address and parts go by
    has_details: bool = True  # False: a row of a catalogue

    def every_text(self) -> str:
        """Return all that the record says, for words that may stand anywhere in it."""
        return "\n".join(
            (
                self.name,
                self.steps,
                self.conditions,
                self.result,
                *(text for paper in self.papers for text in (paper.case, paper.name)),
                *(text for method in self.methods for text in (method.fee, method.note)),
                *self.legal_basis,
            )
        )

    def page_text(self) -> str:
        """Return what the page says but its name: what tells whose page it is."""
        papers = (text for paper in self.papers for text in (paper.case, paper.name))
        return "\n".join((self.steps, self.conditions, self.result, *papers))
