"""Start to first answer: `motcua ask` as a whole process, beside a bare interpreter.

Usage: python bench/start.py [--runs 7]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUESTION = "lam giay khai sinh cho chau can j"


def seconds(command: list[str], environ: dict[str, str]) -> float:
    """Run a command to its end and return how long it took."""
    started = time.perf_counter()
    subprocess.run(command, env=environ, check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - started


def main() -> None:
    """Print the fastest, middle and slowest run of each command, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        environ = {
            **os.environ,
            "MOTCUA_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }
        commands = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "motcua ask, new database": [sys.executable, "-m", "bot", "ask", QUESTION],
            "motcua ask": [sys.executable, "-m", "bot", "ask", QUESTION],
        }
        baseline = 0.0
        for name, command in commands.items():
            times = [
                seconds(command, environ) for _ in range(1 if "new database" in name else runs)
            ]
            middle = statistics.median(times)
            baseline = baseline or middle
            print(
                f"{name:26} min {min(times):.3f} s  median {middle:.3f} s  "
                f"max {max(times):.3f} s  {middle / baseline:.1f} x"
            )


if __name__ == "__main__":
    main()
