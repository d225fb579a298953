"""Check the words a citizen reads: templates, labels, and the plain parts of the knowledge base.

    python tools/check_texts.py [FOLDER]

Templates start with a remark. Everywhere: marks in NFC and in their place, no English, short
sentences, no word that promises or decides, and none of a body that was abolished. A procedure
whose fee the province sets says nowhere that nothing is paid; one whose source names no unit names
none.
Each fault is a line `path:line: message`; the exit code is 1 when there is any.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml

from knowledge.yaml_file import Problem, read_yaml

LONGEST_SENTENCE = 25
FORBIDDEN = {
    "miễn phí": "say 'không thu tiền', and only of a fee that the law sets at 0",
    "đủ điều kiện": "the bot never says that somebody is eligible",
    "được duyệt": "the bot never says that something is approved",
    "được phê duyệt": "the bot never says that something is approved",
    "huyện": "districts were abolished on 01/7/2025",
    "quận": "districts were abolished on 01/7/2025",
    "thị xã": "districts were abolished on 01/7/2025",
    "phòng tư pháp": "went with the districts on 01/7/2025",
    "phòng tài nguyên và môi trường": "went with the districts on 01/7/2025",
    "phòng lao động": "went with the districts on 01/7/2025",
    "phòng giáo dục và đào tạo": "went with the districts on 01/7/2025",
    "thanh tra huyện": "went with the districts on 01/7/2025",
    "chi cục thuế": "is called Thuế cơ sở since 2025",
    "sở lao động": "went into Sở Nội vụ in 2025",
    "sở kế hoạch và đầu tư": "went into Sở Tài chính in 2025",
    "sở tài nguyên và môi trường": "went into Sở Nông nghiệp và Môi trường in 2025",
    "bộ lao động": "went into Bộ Nội vụ in 2025",
    "tỉnh hà giang": "went into tỉnh Tuyên Quang on 01/7/2025",
}
NOT_READ = frozenset(  # what a citizen never reads, or reads as the law prints it
    {
        "differences",
        "everyday_names",
        "fees.basis",
        "field",
        "legal_basis",
        "mountain_extra.basis",
        "questions.choices.words",
        "source",
        "to_confirm",
        "words",
    }
)
_NO_WORDS = frozenset(  # keys of the schema, whose values are codes, numbers and days
    {
        *("action", "amount", "checked_on", "choices.code", "code", "codes", "confidence"),
        *("copies", "default", "filing.ways", "former_codes", "handler", "id"),
        *("main", "mountain_extra.unit", "originals", "questions.choices.default"),
        *("questions.choices.id", "questions.id", "related.code", "sensitive", "steps.code"),
        *("valid_from", "valid_to"),
        *(f"fees.{key}" for key in ("set_by", "valid_from", "valid_to", "ways", "when")),
        *(f"limits.{key}" for key in ("unit", "valid_from", "valid_to", "ways", "when")),
        *(f"papers.{key}" for key in ("action", "id", "when")),
    }
)

_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_LITERAL = re.compile(r"""(["'])(.*?)\1""")
_ENGLISH = re.compile(
    r"\b(?:admin|answer|app|bot|button|click|code|date|document|download|dossier|error|fee|file|help"
    r"|link|login|message|name|number|office|online|password|please|procedure|question|status|the"
    r"|ticket|update|upload|website|you|your)\b",
    re.IGNORECASE,
)
_OLD_MARKS = re.compile(r"\b\w*(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b", re.IGNORECASE)
_FREE = re.compile(
    r"(?:không|khỏi)\s+(?:thu|mất|phải nộp|phải trả|tốn)\s+(?:tiền|phí|lệ phí|đồng)"
    r"|(?<![\d.])0 đồng|miễn (?:phí|lệ phí)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)|\n")


def main(arguments: list[str] | None = None) -> int:
    """Check the texts and print what is wrong with them; 1 when anything is."""
    given = sys.argv[1:] if arguments is None else arguments
    root = Path(given[0]) if given else Path(__file__).resolve().parent.parent
    problems = check(root)
    for problem in problems:
        path = problem.path.relative_to(root)
        sys.stdout.write(f"{path}:{problem.line or 1}: {problem.message}\n")
    return 1 if problems else 0


def check(root: Path) -> list[Problem]:
    """Return everything wrong with the texts of this checkout, file by file."""
    texts, data = root / "bot" / "texts" / "vi", root / "knowledge" / "data"
    problems: list[Problem] = []
    for path in sorted(texts.rglob("*.j2")):
        problems += check_template(path)
    problems += check_labels(texts / "labels.yaml")
    for path in sorted((data / "procedures").rglob("*.yaml")):
        problems += check_record(path, NOT_READ | {"name"})  # the official name
        problems += check_figures(path)
    for room in ("elsewhere", "life_events", "topics"):
        for path in sorted((data / room).rglob("*.yaml")):
            problems += check_record(path, NOT_READ)
    return problems


def check_template(path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a template."""
    text = path.read_text(encoding="utf-8")
    if not text.startswith("{#"):
        yield Problem(path, 1, "starts with a remark, {# when it is said #}")
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield Problem(path, number, "is not in NFC: retype the marks")
    aloud = _read_aloud(text)
    for offset, message in forbidden(aloud):
        yield Problem(path, 1 + offset, message)
    for number, line in enumerate(aloud.splitlines(), start=1):
        for message in (*english(line), *long_sentences(line), *old_marks(line)):
            yield Problem(path, number, message)


def check_labels(path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the labels."""
    problems: list[Problem] = []
    for line, value in _values(path, frozenset(), problems):
        wrong = [message for _, message in forbidden(value)]
        wrong += [*english(value), *long_sentences(value), *old_marks(value)]
        problems += [Problem(path, line, message) for message in wrong]
    yield from problems


def check_record(path: Path, left_out: frozenset[str]) -> Iterator[Problem]:
    """Yield what is wrong with what a citizen reads of a record."""
    problems: list[Problem] = []
    for line, value in _values(path, left_out | _NO_WORDS, problems):
        wrong = [message for _, message in forbidden(value)]
        wrong += [*english(value), *long_sentences(value), *old_marks(value)]
        problems += [Problem(path, line, message) for message in wrong]
    yield from problems


def check_figures(path: Path) -> Iterator[Problem]:
    """Yield the words of a procedure that promise more than its fees and limits hold."""
    problems: list[Problem] = []
    source = read_yaml(path, problems)
    held = source.value if source is not None and isinstance(source.value, dict) else {}
    fees, limits = held.get("fees") or [], held.get("limits") or []
    is_free = any(fee.get("amount") == 0 for fee in fees)
    is_open = any(fee.get("set_by") == "province" for fee in fees) and not is_free
    amounts = [limit["amount"] for limit in limits if limit.get("unit") == "unit_not_given"]
    units = re.compile(rf"\b0*(?:{'|'.join(map(str, amounts))}) (?:ngày|giờ|tháng)\b")
    left_out = NOT_READ | _NO_WORDS | {"name", "fees.exemptions"}
    for line, value in _values(path, left_out, problems):
        if is_open and (found := _FREE.search(value)):
            problems.append(Problem(path, line, f"{found[0]!r}: the province sets this fee"))
        if amounts and (found := units.search(value)):
            problems.append(Problem(path, line, f"{found[0]!r}: the source names no unit"))
    yield from problems


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield on which line, from 0, a forbidden word stands and why it is forbidden."""
    for words, reason in FORBIDDEN.items():
        pattern = r"\s+".join(words.split())
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
            yield text.count("\n", 0, found.start()), f"{words!r}: {reason}"


def english(text: str) -> Iterator[str]:
    """Yield the English words of a text."""
    for word in _ENGLISH.findall(text):
        yield f"{word!r} is English"


def old_marks(text: str) -> Iterator[str]:
    """Yield the words whose mark stands where it was once put: hoà, thuỷ."""
    for word in _OLD_MARKS.findall(text):
        yield f"{word!r}: the mark goes on the vowel before"


def long_sentences(text: str) -> Iterator[str]:
    """Yield the sentences that are too long; a value filled in counts as one word."""
    for sentence in _SENTENCE_END.split(text):
        length = len([word for word in sentence.split() if any(map(str.isalnum, word))])
        if length > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:5])
            yield f"a sentence of {length} words, at most {LONGEST_SENTENCE}: {start} ..."


def _read_aloud(template: str) -> str:
    """Return the words of a template on their lines, a 0 for each value, no remarks, no logic."""
    return _TAG.sub(_said, _REMARK.sub(lambda remark: "\n" * remark[0].count("\n"), template))


def _said(tag: re.Match[str]) -> str:
    """Return the Vietnamese in a tag; names of templates, fields and labels are ASCII."""
    words = [words for _, words in _LITERAL.findall(tag[0]) if not words.isascii()]
    value = ["0"] if tag[0].startswith("{{") and not words else []
    return " ".join([*value, *words]) + "\n" * tag[0].count("\n")


def _values(
    path: Path, left_out: frozenset[str], problems: list[Problem]
) -> Iterator[tuple[int, str]]:
    """Yield the texts of a YAML file with their lines, but those under the keys left out."""
    source = read_yaml(path, problems)
    if source is not None:
        yield from _texts(source.node, left_out, ())


def _texts(
    node: yaml.Node, left_out: frozenset[str], at: tuple[str, ...]
) -> Iterator[tuple[int, str]]:
    if ".".join(at) in left_out:
        return
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + 1, node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, left_out, at)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts(value, left_out, (*at, key.value))


if __name__ == "__main__":
    sys.exit(main())
