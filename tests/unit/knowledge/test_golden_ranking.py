"""Fixed questions whose first place must not change when a dependency or a weight does.

The pin of rapidfuzz in pyproject.toml refers to this file.
"""

import pytest
from builders import ask

from knowledge.knowledge_base import KnowledgeBase
from knowledge.matching import Matcher


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("làm giấy khai sinh cho con cần giấy tờ gì", "1.001193"),
        ("lam giay khai sinh cho con", "1.001193"),
        ("vợ em mới sinh thì làm giấy tờ gì cho cháu", "1.001193"),
        ("đăng ký lại khai sinh", "1.004884"),
        ("liên thông khai sinh", "3.000722"),
        ("xin bản sao giấy khai sinh", "2.000635"),
        ("muon dang ky ket hon can gi", "1.000894"),
        ("xin giấy xác nhận độc thân", "1.004873"),
        ("bố em mới mất thì khai tử ở đâu", "1.000656"),
        ("nhận cha mẹ con", "1.001022"),
        ("đăng ký giám hộ", "1.004837"),
        ("thay đổi cải chính hộ tịch", "1.004859"),
        ("chứng thực bản sao", "2.000815"),
        ("chứng thực chữ ký", "2.000884"),
        ("nhập khẩu cho vợ", "1.004222"),
        ("đăng ký tạm trú", "1.004194"),
        ("gia hạn tạm trú", "1.002755"),
        ("tách hộ khẩu", "1.010038"),
        ("đổi chủ hộ", "1.010039"),
        ("cấp lại thẻ căn cước", "1.014064"),
        ("làm sổ đỏ lần đầu", "1.013978"),
        ("tách thửa đất", "1.012784"),
        ("mở quán tạp hóa", "1.001612"),
        ("xin giấy phép xây nhà", "1.013225"),
        ("trợ cấp người khuyết tật", "1.001776"),
        ("làm hộ chiếu", "passport"),
        ("bằng lái xe", "driving_licence"),
        ("hộ nghèo", "poor_household"),
    ],
)
def test_the_first_place_of_a_known_question(
    knowledge_base: KnowledgeBase, matcher: Matcher, question: str, first: str
) -> None:
    best = matcher.rank(ask(question, knowledge_base.lexicon), limit=1)

    assert [each.target.key for each in best] == [first]
