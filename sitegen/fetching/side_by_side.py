"""Records that have an address each: asked a few side by side, of which a tenth may fail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from queue import SimpleQueue
from typing import TYPE_CHECKING

from sitegen.errors import SourceError
from sitegen.fetching.answers import Answer, too_large
from sitegen.fetching.notices import Progress
from sitegen.fetching.pace import Pace
from sitegen.records.snapshot import Feed, SetAside
from sitegen.sources.refusal import require_few_unread
from sitegen.text import one_line

if TYPE_CHECKING:
    from sitegen.fetching.network import Network  # which needs the libraries of the network


def read_records(
    feed: Feed, networks: Sequence[Network], pace: Pace, progress: Progress, most: int
) -> tuple[Feed, list[Answer]]:
    """Return a feed with the records that were read and those that were not, and the answers of the former.

    As many are asked side by side as there are ``networks``. Raises SourceError as soon as over a tenth of
    them has failed, or where all answers together have more than ``most`` bytes.
    """
    idle: SimpleQueue[Network] = SimpleQueue()
    for network in networks:
        idle.put(network)
    with ThreadPoolExecutor(len(networks)) as workers:
        asked = {workers.submit(_answer, idle, address): name for name, address in feed.records.items()}
        try:
            answers, faults = _gathered(feed, asked, progress, most)
        finally:
            # Also where a person interrupts: what is still on its way is cut, and nothing new starts.
            pace.end("the others had failed")
            for network in networks:
                network.cut()
    read = {name: address for name, address in feed.records.items() if name in answers}
    return feed._replace(records=read, unread=_notes(feed, faults)), [answers[name] for name in read]


def _gathered(
    feed: Feed, asked: Mapping[Future[Answer], str], progress: Progress, most: int
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the answers and the faults by record as soon as all are there, and show how many there are."""
    answers: dict[str, Answer] = {}
    faults: dict[str, str] = {}
    size, source = 0, feed.name.partition("/")[0]
    for number, done in enumerate(as_completed(asked), start=1):
        try:
            answers[asked[done]] = answer = done.result()
            size += answer.size
        except SourceError as error:
            faults[asked[done]] = public_reason(error)
            require_few_unread(feed.name, _notes(feed, faults), len(asked))
        if size > most:
            raise too_large(feed.name, "all answers together have", most)
        progress(f"{source} {number:,} of {len(asked):,}", number, len(asked))
    return answers, faults


def _answer(idle: SimpleQueue[Network], address: str) -> Answer:
    network = idle.get()
    try:
        return network.answer(address, None) or Answer(None)
    finally:
        idle.put(network)


def _notes(feed: Feed, faults: Mapping[str, str]) -> tuple[SetAside, ...]:
    """Return notes on the records that were not read, in the order of the feed."""
    return tuple([SetAside(row=name, reason=faults[name]) for name in feed.records if name in faults])


def public_reason(error: SourceError) -> str:
    """Return a fault without what stands in brackets: the words of a server or a library.

    The receipt keeps the reason, and the same fault on the next day must read the same.
    """
    return one_line(re.sub(r" \(.*\)", "", error.fault, flags=re.DOTALL))
