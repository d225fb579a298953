"""The page itself and its two files, as they are sent."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import jinja2

from bot.channels.web.said import LONGEST_TEXT
from bot.messages import Reply
from bot.texts import Texts
from knowledge.office import Office

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the page: its bytes, its kind, and a name for this very content."""

    body: bytes
    content_type: str
    version: str


def load_files() -> dict[str, File]:
    """Read the page's files by name."""
    files = {}
    for path in sorted(STATIC.iterdir()):
        body = path.read_bytes()
        version = hashlib.sha256(body).hexdigest()[:16]
        files[path.name] = File(body, TYPES[path.suffix], version)
    return files


def render_page(texts: Texts, office: Office, greeting: Reply, files: dict[str, File]) -> str:
    """Return the page's HTML; all its words come from the labels."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def word(key: str) -> str:
        return texts.label(key, "web")

    def file(name: str) -> str:
        return f"/static/{files[name].version}/{name}"

    template = environment.get_template("page.html")
    return template.render(
        word=word, file=file, office=office, greeting=greeting, longest=LONGEST_TEXT
    )
