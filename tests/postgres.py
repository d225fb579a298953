"""A PostgreSQL server for the tests: the machine's own binaries, started once, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

MISSING = (
    "PostgreSQL's server is not installed, and the tests need it: on Debian "
    "`apt-get install postgresql-15`, or set PGBIN to the folder that holds initdb"
)


def server_binaries() -> Path:
    """Return the folder of initdb and pg_ctl; RuntimeError says what to install."""
    if given := os.environ.get("PGBIN"):
        return Path(given)
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise RuntimeError(MISSING)
    return newest.parent


class Server:
    """A running server in a folder of its own."""

    def __init__(self, folder: Path, port: int, fsync: str) -> None:
        self._folder = folder
        self._fsync = fsync
        self._binaries = server_binaries()
        self.port = port

    def url(self, database: str = "postgres") -> str:
        """Return the URL of one of its databases."""
        url = URL.create(
            "postgresql", "postgres", host="127.0.0.1", port=self.port, database=database
        )
        return url.render_as_string(hide_password=False)

    def initialise(self) -> None:
        """Make the server's files."""
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", "postgres", "--no-sync",
                  "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self._folder} "
            f"-c max_connections=200 -c fsync={self._fsync}"
        )
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is what a power cut looks like to those who are connected."""
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "stop")

    def create(self, name: str) -> str:
        """Make an empty database and return its URL."""
        self._client("createdb", name)
        return self.url(name)

    def execute(self, name: str, statement: str) -> None:
        """Run a statement in one of its databases."""
        self._client("psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", name, "-c", statement)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._client("dropdb", "--force", name)

    def _client(self, program: str, *arguments: str) -> None:
        server = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        self._run(program, *server, *arguments, as_server=False)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str, as_server: bool = True) -> None:
        command = [str(self._binaries / program), *arguments]
        if as_server and os.geteuid() == 0:  # the server refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        # pg_ctl's server inherits the streams, so they must not be pipes somebody waits on.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(  # noqa: S603 - our own arguments
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False
            )
            said.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {said.read().decode(errors='replace')}")


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """Run a server for as long as the context is open; `durable`: it waits for the disk."""
    with tempfile.TemporaryDirectory(prefix="motcua-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        server = Server(folder, _free_port(), "on" if durable else "off")
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
