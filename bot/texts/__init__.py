"""Every sentence a citizen can read, one template a reply, in a folder for each language.

Templates hold words and order only; figures come in as values. A missing value raises.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
import yaml

from knowledge.clock import VIETNAM

FOLDER = Path(__file__).parent

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Texts:
    """The templates and labels of one language."""

    def __init__(self, language: str = "vi", folder: Path = FOLDER) -> None:
        self.folder = folder / language
        # Plain text; each channel escapes in its own render.
        self._environment = self._made([self.folder], autoescape=False)

    def environment(self, folder: Path) -> jinja2.Environment:
        """Return an environment for pages in HTML: templates of this folder and of the language."""
        return self._made([folder, self.folder], autoescape=True)

    def _made(self, folders: Sequence[Path], *, autoescape: bool) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folders),
            undefined=jinja2.StrictUndefined,
            autoescape=autoescape,  # noqa: S701 - off for plain text only, see above
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters.update(
            money=money,
            day=day,
            moment=moment,
            label=self.label,
            weekday=self.weekday,
            lower_first=lower_first,
            upper_first=upper_first,
            printable=printable,
        )
        return environment

    def render(self, name: str, /, **values: Any) -> str:
        """Return the reply `name` with these values; blank lines are never doubled."""
        text = self._environment.get_template(f"{name}.j2").render(**values)
        lines = [line.rstrip() for line in text.strip().splitlines()]
        kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
        return "\n".join(kept)

    def label(self, key: str, group: str) -> str:
        """Return a short label: a button, a unit, a stage. Raises KeyError for an unknown one."""
        return self._labels[group][str(key)]

    def weekday(self, value: date) -> str:
        """Return the name of a day's weekday; a moment is taken to Viet Nam's clock first."""
        if isinstance(value, datetime):
            value = value.astimezone(VIETNAM)
        return self.label(WEEKDAYS[value.weekday()], "weekdays")

    def names(self) -> list[str]:
        """Return the names of all templates, those in sub-folders too."""
        return sorted(name.removesuffix(".j2") for name in self._environment.list_templates(["j2"]))

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        text = (self.folder / "labels.yaml").read_text(encoding="utf-8")
        labels: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
        return labels


def money(amount: int) -> str:
    """Return an amount of đồng as it is printed: 8.000 đồng."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def day(value: date) -> str:
    """Return a date as it is printed; a moment is taken to Viet Nam's clock first."""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """Return a moment as it is printed, on Viet Nam's clock."""
    return f"{value.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def printable(text: str) -> str:
    """Return what somebody typed as an officer's terminal may show it: nothing that steers it."""
    return "".join("\ufffd" if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    category = unicodedata.category(char)
    return char != "\n" and (category[0] == "C" or category in {"Zl", "Zp"})


def lower_first(text: str) -> str:
    """Return the text with a small first letter, to go inside a sentence."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Return the text with a capital first letter, to begin a line."""
    return text[:1].upper() + text[1:]
