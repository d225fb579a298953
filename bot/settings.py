"""How this process runs, read once from the environment (MOTCUA_*) and from secret files.

What an office is (hours, phone, codes) stands in the knowledge base, not here.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import process

PREFIX = "MOTCUA_"
DEFAULT_DATABASE = "sqlite:///data/motcua.sqlite3"
SAMPLE_DATABASE = "sqlite:///data/sample.sqlite3"


class SettingsError(Exception):
    """The environment cannot be used; every fault is named, a line each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(BaseSettings):
    """Each field is the variable MOTCUA_<NAME>, or a file motcua_<name> in MOTCUA_SECRETS_DIR."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True
    )

    database_url: SecretStr = Field(
        default=SecretStr(DEFAULT_DATABASE), description="where dossiers and questions are kept"
    )
    office: str = Field(default="meo_vac", description="the office of knowledge/data/offices/")
    language: Literal["vi"] = Field(default="vi", description="the folder of bot/texts/")
    question_days: int = Field(
        default=90, ge=1, le=3650, description="days until a stored question's text is deleted"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="from which level on events are logged"
    )
    log_format: Literal["json", "console"] = Field(
        default="console", description="json for machines, console for people"
    )


def read_settings() -> Settings:
    """Read the settings; raises SettingsError naming every fault at once."""
    secrets = os.environ.get(f"{PREFIX}SECRETS_DIR") or None
    if secrets and not Path(secrets).is_dir():
        raise SettingsError([f"{PREFIX}SECRETS_DIR: {secrets!r} is not a folder"])
    try:
        return Settings(_secrets_dir=secrets)
    except ValidationError as exc:
        raise SettingsError([_fault(fault) for fault in exc.errors(include_url=False)]) from exc


def unknown_variables(environ: Mapping[str, str] | None = None) -> dict[str, str | None]:
    """Return MOTCUA_* variables that are no setting, each with the name probably meant."""
    environ = os.environ if environ is None else environ
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    found: dict[str, str | None] = {}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in {*known, f"{PREFIX}SECRETS_DIR"}:
            best = process.extractOne(name, known, score_cutoff=75)
            found[name] = best[0] if best else None
    return found


def _fault(fault: Mapping[str, object]) -> str:
    location = fault["loc"]
    name = PREFIX + "_".join(map(str, location if isinstance(location, tuple) else ())).upper()
    return f"{name}={fault['input']!r}: {fault['msg']}"
