"""The invented dossiers that newcomers try the desk with."""

from pathlib import Path

SAMPLE_LEDGER = Path(__file__).parent.parent / "data" / "sample-ledger.csv"
