"""`motcua serve`: the web page, the platforms that are set up, health."""

import asyncio
import signal
import sys
from pathlib import Path

import click
from pydantic import SecretStr

from bot import service
from bot.commands.options import knowledge_option
from bot.settings import SAMPLE_DATABASE, Settings, read_settings
from bot.texts import Texts


@click.command(epilog="Example: MOTCUA_PORT=8080 motcua serve")
@click.option("--sample", is_flag=True, help="Use invented dossiers in a database of their own.")
@knowledge_option
def serve(sample: bool, extra: tuple[Path, ...]) -> None:
    """Serve until SIGTERM or Ctrl-C: then finish what was begun and end with exit code 0."""
    settings = read_settings()
    if sample:
        settings = settings.model_copy(update={"database_url": SecretStr(SAMPLE_DATABASE)})
    sys.exit(asyncio.run(_serve(settings, sample, extra)))


async def _serve(settings: Settings, sample: bool, extra: tuple[Path, ...]) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    texts = Texts(settings.language)

    def started(port: int) -> None:
        click.echo(
            texts.render("desk/serving", settings=settings, port=port, sample=sample), err=True
        )

    await service.run(settings, extra, sample=sample, started=started, stop=stop)
    return 0
