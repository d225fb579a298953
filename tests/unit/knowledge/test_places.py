"""Old places and new ones: the eighteen units of Mèo Vạc, traps, the rest of the country."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.load import DATA
from knowledge.normalise import words
from knowledge.places import Found, Places

PLACES = Places(DATA / "places")
HOME = "08"  # Tuyên Quang

MEO_VAC = {
    "00769": ["Thị trấn Mèo Vạc", "Pả Vi", "Giàng Chu Phìn", "xã Tả Lủng huyện Mèo Vạc"],
    "00778": ["Thượng Phùng", "Xín Cái", "Sơn Vĩ"],
    "00787": ["Sủng Trà", "Sủng Máng", "Lũng Chinh"],
    "00802": ["Cán Chu Phìn", "Lũng Pù", "Khâu Vai"],
    "00808": ["Tát Ngà", "Nậm Ban"],
    "00817": ["Niêm Tòng", "Niêm Sơn"],
    "00721": ["Pải Lủng"],  # the one that went to Đồng Văn
}
UNITS = [(name, code) for code, names in MEO_VAC.items() for name in names]


def find(text: str) -> Found:
    """Return what a message says of places, asked in Tuyên Quang."""
    return PLACES.find(words(text), HOME)


def bare(text: str) -> str:
    """Return text without its marks."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@pytest.mark.parametrize(("name", "code"), UNITS)
def test_every_old_unit_of_meo_vac_leads_to_its_commune(name: str, code: str) -> None:
    for said in (name, name.lower(), bare(name)):
        (unit,) = find(said).wards
        assert [heir.code for heir in unit.heirs] == [code]
        assert unit.province == "Tỉnh Hà Giang"


def test_eighteen_units_became_six_communes_and_one_went_to_dong_van() -> None:
    found = find("huyện Mèo Vạc")

    assert len(UNITS) == 18
    assert {heir.code for heir in found.heirs} == set(MEO_VAC)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Pả Vy", "Xã Pả Vi"),
        ("Sơn Vỹ", "Xã Sơn Vĩ"),
        ("sin cai", "Xã Xín Cái"),
        ("Khau Vai", "Xã Khâu Vai"),
        ("tt Mèo Vạc", "Thị trấn Mèo Vạc"),
        ("xã sủng trà, huyện mèo vạc, tỉnh hà giang", "Xã Sủng Trà"),
    ],
)
def test_other_spellings_are_the_same_place(said: str, name: str) -> None:
    (unit,) = find(said).wards

    assert unit.name == name


def test_there_were_two_ta_lung() -> None:
    both = find("Tả Lủng").wards
    (one,) = find("Tả Lủng huyện Đồng Văn").wards

    assert {unit.code for unit in both} == {"00742", "00796"}
    assert one.code == "00742"


def test_a_code_of_today_may_be_that_of_another_old_unit() -> None:
    (xin_cai,) = find("Xín Cái").wards

    assert (xin_cai.code, xin_cai.heirs[0].code, xin_cai.heirs[0].name) == (
        "00778", "00778", "Xã Sơn Vĩ",
    )  # fmt: skip


def test_an_old_province_became_another() -> None:
    assert find("tỉnh Hà Giang").province == ("Tỉnh Hà Giang", "Tỉnh Tuyên Quang")
    assert find("tinh ha giang").province == ("Tỉnh Hà Giang", "Tỉnh Tuyên Quang")
    assert find("tỉnh Tuyên Quang").province is None


def test_the_home_province_goes_first_and_the_province_told_before_it() -> None:
    near = find("xã Minh Tân").wards
    told = find("xã Minh Tân tỉnh Phú Thọ").wards

    assert {unit.heirs[0].province_code for unit in near} == {HOME}
    assert {unit.heirs[0].province for unit in told} == {"Tỉnh Phú Thọ"}


def test_a_divided_unit_names_all_it_went_into() -> None:
    divided = PLACES.find(words("xã Thạnh Quới huyện Vĩnh Thạnh"), "")

    assert len(divided.wards[0].heirs) == 2


def test_every_old_unit_has_an_heir() -> None:
    assert len(PLACES._units) == 10_035
    assert all(unit.heirs for unit in PLACES._units)


@pytest.mark.parametrize("said", ["", "xin chào", "làm giấy khai sinh", "xã Xyz"])
def test_what_is_no_place_is_none(said: str) -> None:
    found = find(said)

    assert (found.wards, found.current, found.district, found.province) == ((), (), "", None)


@given(st.sampled_from(UNITS), st.booleans(), st.sampled_from(["", "xã ", "ở ", "quê "]))
def test_marks_and_capitals_change_nothing(
    unit: tuple[str, str], is_bare: bool, before: str
) -> None:
    name, code = unit
    if name.startswith(("Thị", "xã")):
        before = ""

    found = find(before + (bare(name).upper() if is_bare else name))

    assert [heir.code for one in found.wards for heir in one.heirs] == [code]


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    find(text)


def test_without_tables_nothing_is_known() -> None:
    assert Places().find(words("xã Pả Vi"), HOME).wards == ()
    assert Places().unit("00781") is None


def test_every_shipped_office_is_a_commune_of_today(knowledge_base) -> None:
    communes = {unit.code: unit for unit in PLACES._new.values()}

    assert {office.commune_code for office in knowledge_base.offices.values()} == (
        set(MEO_VAC) - {"00721"}
    )
    for office in knowledge_base.offices.values():
        unit = communes[office.commune_code]
        assert unit.name.lower() == office.commune.lower()
        assert unit.province_code == office.province_code
