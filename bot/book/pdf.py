"""HTML to PDF by the browser that is there: Chromium prints what it shows."""

import shutil
import subprocess
import tempfile
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")

PATIENCE = 300
"""Seconds for the whole booklet; two hundred pages take some twenty."""


class PdfError(Exception):
    """The booklet could not be printed to PDF."""


def print_pdf(html: str) -> bytes:
    """Return a PDF of this HTML. Raises `PdfError`."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        names = ", ".join(BROWSERS)
        raise PdfError(f"no browser to print with ({names}); write .html and print it from one")
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder) / "book.html", Path(folder) / "book.pdf"
        page.write_text(html, encoding="utf-8")
        command = [
            browser,
            "--headless=new",
            "--disable-gpu",
            "--no-sandbox",  # root in a container has none; the page is our own and loads nothing
            f"--user-data-dir={folder}/profile",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a browser found on the path, our own arguments
                command, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired as exc:
            raise PdfError(f"{browser} took more than {PATIENCE} s") from exc
        if not printed.exists():
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise PdfError(f"{browser} printed nothing (exit {done.returncode}): {' '.join(last)}")
        return printed.read_bytes()
