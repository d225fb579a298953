"""The database: opened once, read from the loop, written to by one thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from collections.abc import Iterator
from typing import Any, Self, TypeVar
