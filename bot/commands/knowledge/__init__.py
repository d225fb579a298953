"""`motcua knowledge`: one module for each kind of work on the knowledge base."""

import click

from bot.commands.knowledge.book import book
from bot.commands.knowledge.dates import due, expiring
from bot.commands.knowledge.evaluate import evaluate
from bot.commands.knowledge.imports import import_
from bot.commands.knowledge.look import check, list_, show, stats


@click.group()
def knowledge() -> None:
    """The posted procedures: what is held, whether it is sound, when it ends."""


for command in (list_, show, check, stats, due, expiring, book, import_, evaluate):
    knowledge.add_command(command)
