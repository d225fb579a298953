"""The command `motcua`: parse options, call app; nothing else."""

import sys
from io import TextIOWrapper
from typing import Any

import click

from bot import logs
from bot.commands.ask import ask
from bot.commands.chat import chat
from bot.commands.check import check
from bot.commands.db import db
from bot.commands.dossiers import dossiers
from bot.commands.knowledge import knowledge
from bot.commands.messages import messages
from bot.commands.notices import notices
from bot.commands.questions import questions
from bot.commands.serve import serve
from bot.ports import PortError
from bot.settings import SettingsError, read_settings
from knowledge.yaml_file import KnowledgeError

EXPECTED = (PortError, SettingsError, KnowledgeError, OSError)
"""What a person at the keyboard can mend; said in a sentence, without a traceback."""


class Commands(click.Group):
    """A group that words expected errors: 0 is well, 1 is something wrong, 2 is a wrong call."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the sub-command."""
        try:
            return super().invoke(ctx)
        except EXPECTED as exc:
            click.echo(f"motcua: {exc}", err=True)
            ctx.exit(1)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="motcua", prog_name="motcua")
def motcua() -> None:
    """The chat desk of a commune: which papers to bring, and where a dossier stands."""
    try:
        settings = read_settings()
    except SettingsError:
        logs.configure("warning", "console")  # the command itself will say what is wrong
    else:
        logs.configure(settings.log_level, settings.log_format)


for command in (ask, chat, check, db, dossiers, knowledge, messages, notices, questions, serve):
    motcua.add_command(command)


def main() -> None:
    """Run the command on UTF-8, whatever an old terminal or a pipe is set to."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a stream that was closed is None
            stream.reconfigure(encoding="utf-8", errors="replace")
    motcua()
