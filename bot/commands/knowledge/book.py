"""`motcua knowledge book`: the shipped base as a booklet to print, post and review."""

import os
import sys
from pathlib import Path

import click

from bot import app
from bot.book.pdf import PdfError, print_pdf
from bot.book.render import render_book
from bot.book.sheet import address
from bot.settings import read_settings
from bot.texts import Texts
from knowledge.clock import VIETNAM


@click.command(epilog="Example: motcua knowledge book --out so-tay.pdf")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="A file that ends in .html or .pdf; PDF needs Chromium or Chrome.",
)
@click.option("--code", "codes", multiple=True, help="One procedure. May be repeated; else all.")
@click.option(
    "--ask-at",
    metavar="ADDRESS",
    help="Where a QR leads: https://.../#{code}, or https://t.me/<bot>?start={start}. "
    "Without it the QR holds the code to type.",
)
@click.option("--review", is_flag=True, help="Show what an official has to confirm.")
def book(out: Path, codes: tuple[str, ...], ask_at: str | None, review: bool) -> None:
    """Write a booklet of the procedures, a page for each, with a QR to ask about it."""
    settings = read_settings()
    base = app.knowledge()
    if out.suffix not in {".html", ".pdf"}:
        raise click.BadParameter(f"{out.name!r} ends neither in .html nor .pdf", param_hint="--out")
    if unknown := [code for code in codes if code not in base.procedures]:
        raise click.BadParameter(f"no details are held of {unknown[0]!r}", param_hint="--code")
    if ask_at is not None:
        try:
            address(ask_at, "")
        except ValueError as exc:
            raise click.BadParameter(str(exc), param_hint="--ask-at") from exc
    html = render_book(
        base,
        app.office_of(base, settings),
        Texts(settings.language),
        today=app.now().astimezone(VIETNAM).date(),
        codes=codes,
        ask_at=ask_at,
        for_review=review,
    )
    try:
        _replace(out, html.encode() if out.suffix == ".html" else print_pdf(html))
    except PdfError as exc:
        click.echo(f"motcua: {exc}", err=True)
        sys.exit(1)
    click.echo(f"{out}: {len(codes) or len(base.procedures)} procedures")


def _replace(out: Path, content: bytes) -> None:
    """Write the file whole or not at all."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(out)
