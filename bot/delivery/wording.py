"""What a notice says."""

from bot.messages import Reply
from bot.texts import Texts
from dossiers.dossier import Dossier
from dossiers.notice import NoticeKind
from knowledge.office import Office


def notice_reply(texts: Texts, office: Office, kind: NoticeKind, dossier: Dossier) -> Reply:
    """Return the notice of this kind about a dossier; it names nobody and nothing private."""
    name = f"notice_{kind.value}"
    values = {"code": dossier.code, "has_result": dossier.has_result}
    return Reply(name=name, text=texts.render(name, office=office, **values))
