"""What holds for every receipt code and every text, whatever is typed."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.receipt_code import Found, NotAReceiptCode, canonical, find

TODAY = date(2026, 11, 22)

numbers = st.integers(0, 9999).map("{:04d}".format)
days = st.dates(date(2015, 1, 1), TODAY)
roots = st.builds("{}{:02d}".format, st.sampled_from("GH"), st.integers(1, 63))
groups = st.lists(st.integers(0, 999).map(str), max_size=3)
old_groups = st.tuples(*[st.integers(0, 99).map("{:02d}".format)] * 2)
AROUND = ["", "hồ sơ ", "Ho so: ", "mã số ", "cho hỏi (", "ngày 20/11/2026, ", "hồ sơ\n"]
AFTER = ["", " xong chưa?", " đến đâu rồi ạ", ")", ".", "\n", " 0912345678", "?"]
SEPARATORS = [".", "-", " ", " - ", "_", "–", "..", "--", " . ", "/"]
SLIPS = {"0": "0Oo", "1": "1Il"}


@st.composite
def parts_of_codes(draw: st.DrawFn) -> tuple[list[str], str]:
    """Return the parts as a citizen sees them, and the canonical code."""
    day = draw(days)
    shape = draw(st.sampled_from(["old", "new", "eight", "insurance"]))
    if shape == "insurance":
        office, serial = draw(st.integers(0, 9999)), draw(st.integers(0, 99999))
        parts = [f"{office:05d}", f"{day.year}", f"{serial:05d}"]
        return parts, "/".join(parts)
    if shape == "old":
        agency = ["000", *draw(old_groups), draw(roots)]
        rest = [f"{day:%y%m%d}", draw(numbers)]
    elif shape == "new":
        agency = [draw(roots), *draw(groups)]
        rest = [f"{day:%y%m%d}", draw(numbers)]
    else:
        agency = [draw(roots), *draw(groups)]
        rest = [f"{day:%Y%m%d}", f"{draw(st.integers(0, 9999999)):07d}"]
    return [*agency, *rest], "-".join([".".join(agency), *rest])


@settings(max_examples=150, deadline=None)
@given(data=st.data(), parts_and_code=parts_of_codes())
def test_a_code_survives_typing(data: st.DataObject, parts_and_code: tuple[list[str], str]) -> None:
    parts, code = parts_and_code
    typed = ""
    for index, part in enumerate(parts):
        separator = data.draw(st.sampled_from(SEPARATORS)) if index else ""
        # A number is known by its true digits, so the last two stay as they are.
        loose, fixed = part[:-2], part[-2:]
        slips = "".join(data.draw(st.sampled_from(SLIPS.get(char, char))) for char in loose)
        typed += separator + data.draw(st.sampled_from([str.lower, str.upper]))(slips) + fixed
    text = data.draw(st.sampled_from(AROUND)) + typed + data.draw(st.sampled_from(AFTER))

    found = find(text, TODAY)

    assert found == Found(codes=(code,))


@settings(max_examples=60, deadline=None)
@given(parts_of_codes())
def test_canonical_is_idempotent(parts_and_code: tuple[list[str], str]) -> None:
    parts, code = parts_and_code

    once = canonical(" ".join(parts).lower())

    assert once == code
    assert canonical(once) == once


@settings(max_examples=100, deadline=None)
@given(
    digits=st.one_of(
        st.from_regex(r"0\d{9}", fullmatch=True),
        st.from_regex(r"\+?84 ?\d{9}", fullmatch=True),
        st.from_regex(r"0\d{2,3}[ .]\d{3}[ .]\d{3}", fullmatch=True),
        st.from_regex(r"\d{9}|\d{12}", fullmatch=True),
        st.from_regex(r"\d{3} \d{3} \d{3}( \d{3})?", fullmatch=True),
    ),
    before=st.sampled_from(["", "sđt ", "số căn cước: ", "H22 ", "thôn A12 "]),
)
def test_phones_and_identity_numbers_are_never_codes(digits: str, before: str) -> None:
    assert find(before + digits, TODAY).codes == ()


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.text(alphabet="0123456789HGOIL.-/ _KQđạ", max_size=120),
        st.lists(
            st.sampled_from(["H22", "000", "38", "9", "261116", "0001", ".", "-", " ", "2026", "/"])
        ).map("".join),
    )
)
def test_any_text_is_read_and_every_code_found_is_canonical(text: str) -> None:
    found = find(text, TODAY)

    for code in found.codes:
        assert canonical(code) == code
        assert find(code, TODAY) == Found(codes=(code,))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_canonical_raises_only_its_own_error(text: str) -> None:
    try:
        code = canonical(text)
    except NotAReceiptCode:
        return
    assert canonical(code) == code
