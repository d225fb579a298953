"""Options and small words that several sub-commands share."""

import json
from pathlib import Path
from typing import Any

import click

knowledge_option = click.option(
    "--knowledge",
    "extra",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="Official records (.jsonl, portal JSON, .xlsx) to know as well. May be repeated.",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program.")


def print_json(value: Any) -> None:
    """Print a value as JSON in UTF-8, a line of its own."""
    click.echo(json.dumps(value, ensure_ascii=False))
