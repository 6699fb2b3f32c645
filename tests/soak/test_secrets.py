"""A refusal that quotes the key: no command that prints or writes what a fetch left quotes it on."""

from __future__ import annotations

import pytest

from tests.loopback import Reply
from tests.soak.conftest import Counted
from tests.test_secrets import KEY, OTHER, REPLIES, Place, everything, named, place, refused

__all__ = ["place"]


@pytest.mark.parametrize("reply", REPLIES, ids=named)
def test_no_command_quotes_the_key(place: Place, reply: Reply, counted: Counted) -> None:
    """Pages and pictures, findings, matches and diffs are free of the key and of a half of it."""
    refused(place, reply)
    everything(place)
    assert place.holds(KEY[:10]) == place.holds(OTHER) == []
    counted("replies that quote a key", 1)
