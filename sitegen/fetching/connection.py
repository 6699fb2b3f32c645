"""The connection of a fetch: one HTTP client for all feeds, whose sockets are cut at a deadline.

This is the first module of a fetch that needs httpx and stamina, and it says what to install where they are
not there. What reads a file alone does not import it.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from sitegen.errors import UsageError
from sitegen.fetching.notices import PATIENCE, Notice, Progress, silent, unsaid

try:
    import httpx
    import stamina  # noqa: F401 - asked for here, with httpx

    from sitegen.fetching.proxies import proxied_client
except ModuleNotFoundError as error:
    step = f"install it with pip install {error.name}"
    raise UsageError("sitegen fetch", f"the package {error.name} is not installed", step) from None

Host: TypeAlias = tuple[str, str, int | None]
"""Scheme, host and port."""


def new_client() -> httpx.Client:
    """Return a client; raises UsageError where proxy or certificate variables cannot be used."""
    try:
        return proxied_client()
    except (ImportError, ValueError, OSError, httpx.InvalidURL) as error:
        fault = f"cannot be set up ({error})"
        raise UsageError("the network", fault, "check ALL_PROXY, HTTPS_PROXY and SSL_CERT_FILE") from None


@dataclass
class Hosts:
    """What a run knows of hosts: which ones answered, and why another could not be reached.

    The second are not asked again: the same fault would cost each board and each model its own wait.
    """

    answered: set[Host] = field(default_factory=set)
    unreachable: dict[Host, str] = field(default_factory=dict)


@dataclass
class Connection:
    """A client that ``opened`` makes, its open sockets, and the functions that say what a person waits for.

    One is enough for all feeds that are read one address after another. Each thread needs its own, since a
    deadline cuts all of its sockets.
    """

    opened: Callable[[], httpx.Client]
    progress: Progress = silent
    notice: Notice = unsaid
    hosts: Hosts = field(default_factory=Hosts)
    sockets: list[socket.socket] = field(default_factory=list)
    is_cut: bool = False

    @cached_property
    def client(self) -> httpx.Client:
        """The client, made when it is first asked for: to read the machine's certificates takes time."""
        return self.opened()

    def beside(self) -> Connection:
        """Return one for another thread, which shows no bytes and knows the same hosts."""
        return Connection(self.opened, notice=self.notice, hosts=self.hosts)

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Note each socket when it opens: https://www.python-httpx.org/advanced/extensions/#trace."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                self.sockets.append(opened)
        if self.is_cut:
            self.cut()

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """Cut every socket when the time is up.

        httpx limits the wait for each piece, not for the whole: a server that sends a byte now and then,
        even within the headers, would hold a fetch for days.
        """
        self.is_cut = False
        timer = threading.Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    @contextmanager
    def waiting(self, line: str) -> Iterator[Callable[[], None]]:
        """Say a line where a person waits; what is yielded ends the wait, as does the end of the block."""
        timer = threading.Timer(PATIENCE, self.notice, [line])
        timer.daemon = True
        timer.start()
        try:
            yield timer.cancel
        finally:
            timer.cancel()

    def cut(self) -> None:
        """End every exchange that is on its way."""
        self.is_cut = True
        for opened in self.sockets:
            # The method of the plain socket: that of a TLS socket may not be called from another thread.
            with suppress(OSError):
                socket.socket.shutdown(opened, socket.SHUT_RDWR)
