"""How this process runs, read once from the environment (MOTCUA_*) and from secret files.

What an office is (hours, phone, codes) stands in the knowledge base, not here.
"""

import os
import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import process

PREFIX = "MOTCUA_"
DEFAULT_DATABASE = "sqlite:///data/motcua.sqlite3"
SAMPLE_DATABASE = "sqlite:///data/sample.sqlite3"


_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what the Bot API takes
GOOD_SECRET = 16


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
    host: str = Field(default="127.0.0.1", description="the address that serve listens on")
    port: int = Field(default=8080, ge=0, le=65535, description="the port that serve listens on")
    trusted_proxies: str = Field(
        default="",
        description="addresses whose X-Forwarded-For is believed: 127.0.0.1, 10.0.0.0/8",
    )
    telegram_token: SecretStr | None = Field(
        default=None, description="the bot's token; without it there is no Telegram"
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="the Bot API, or a server of one's own"
    )
    telegram_webhook_url: str | None = Field(
        default=None, description="where Telegram calls us; without it we ask Telegram"
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="what Telegram's calls must carry: 16 or more of A-Z a-z 0-9 _ -"
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

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for each in filter(None, re.split(r"[,\s]+", value)):
            ip_network(each)
        return value

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks whose X-Forwarded-For is believed."""
        return tuple(ip_network(each) for each in re.split(r"[,\s]+", self.trusted_proxies) if each)

    @model_validator(mode="after")
    def _webhook(self) -> Self:
        """A webhook that anybody could call would be an open door."""
        if self.telegram_webhook_url is None:
            return self
        secret = self.telegram_webhook_secret
        if secret is None or not _SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError(
                "MOTCUA_TELEGRAM_WEBHOOK_SECRET: a webhook needs a secret of 1 to 256 characters "
                "out of A-Z a-z 0-9 _ -"
            )
        if not urlsplit(self.telegram_webhook_url).path.strip("/"):
            raise ValueError(
                "MOTCUA_TELEGRAM_WEBHOOK_URL: needs a path, such as https://.../telegram"
            )
        return self


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
    if not location:  # a rule over several variables names them itself
        return str(fault["msg"]).removeprefix("Value error, ")
    name = PREFIX + "_".join(map(str, location if isinstance(location, tuple) else ())).upper()
    return f"{name}={fault['input']!r}: {fault['msg']}"


def cache_folder() -> Path | None:
    """Return where what takes long to build is kept between two starts; None without a home."""
    try:
        return Path.home() / ".cache" / "motcua"
    except RuntimeError:  # an account of a service, such as systemd's DynamicUser
        return None
