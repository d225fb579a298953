"""`motcua knowledge`: one module for each kind of work on the knowledge base."""

import click

from bot.commands.knowledge.evaluate import evaluate
from bot.commands.knowledge.look import check, list_, show


@click.group()
def knowledge() -> None:
    """The posted procedures: list, show, check, evaluate."""


for command in (list_, show, check, evaluate):
    knowledge.add_command(command)
