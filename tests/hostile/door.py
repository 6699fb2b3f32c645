"""The door for answers: what must hold of ``data/`` after any answer at all, taken or refused."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sitegen.build import build
from sitegen.cli.inspection import findings_of_data
from sitegen.fetching.fetch import Request, fetch
from sitegen.records.snapshot import Outcome
from sitegen.store.dataset import joined, read_dataset
from tests.hostile.answers import SOUND, written
from tests.test_snapshots import store
from tests.worlds import row

DAY = date(2026, 2, 7)
SOUND_KINDS = {"alarm", "accepted", "catalogue"}
"""Findings that a sound folder may have: alarms are about what changed, and it may lack a catalogue."""


class Door:
    """A folder into which answers of one source are fetched, each onto nothing or onto a sound answer."""

    def __init__(self, root: Path, source: str) -> None:
        self.root, self.source = root, source
        self.data = root / "data"
        self.met: Counter[str] = Counter()
        self._answer = root / "answer.json"
        self._states: list[dict[str, bytes]] = [{}]
        for answer in SOUND[source]:
            self._begin({})
            taken = self._fetch(written(answer).encode(), DAY - timedelta(days=1))
            assert taken.status == "changed", taken
            self._states.append(self.files())

    def files(self) -> dict[str, bytes]:
        """Return the files of the data folder, hidden ones too."""
        return {
            path.relative_to(self.data).as_posix(): path.read_bytes()
            for path in self.data.rglob("*")
            if path.is_file()
        }

    def put(self, body: bytes, *, onto: int, site: bool) -> str:
        """Fetch a body, hold the folder to what must be true of it, and return "taken" or "refused".

        ``onto`` chooses what is on file before. With ``site``, a site is built of what was taken.
        """
        before = self._states[onto % len(self._states)]
        self._begin(before)
        outcome = self._fetch(body, DAY)
        if outcome.status == "failed":
            assert outcome.error
            assert "\n" not in outcome.error
            assert self.files() == before
            self.met["refused"] += 1
            return "refused"
        self._require_sound(body, outcome)
        if site:
            self._require_site()
        self.met["taken"] += 1
        self.met["set aside"] += bool(outcome.set_aside)
        self.met["built"] += site
        return "taken"

    def _begin(self, files: dict[str, bytes]) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        for name, content in files.items():
            path = self.data / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _fetch(self, body: bytes, on: date) -> Outcome:
        self._answer.write_bytes(body)
        request = Request(sources=(self.source,), on=on, origins=(str(self._answer),), accept_change=True)
        (outcome,) = fetch(self.data, {}, request, environment={})
        return outcome

    def _require_sound(self, body: bytes, outcome: Outcome) -> None:
        """Hold the data to be readable, told by its journal, and to stay as it is when fetched again."""
        found = [one for one in findings_of_data(self.root) if one.check not in SOUND_KINDS]
        assert found == []
        taken = self.files()
        again = self._fetch(body, DAY + timedelta(days=1))
        assert (again.status, again.rows) == ("unchanged", outcome.rows), again
        assert self.files() == taken
        assert not any(name.startswith(".") for name in taken)

    def _require_site(self) -> None:
        if not joined(read_dataset(self.data)).models:
            store(self.data, [row()], DAY + timedelta(days=1))
        # One answer takes the place of another that has nothing to do with it: most of its pages may go.
        build(self.root, self.root / "dist", images=False, accept_loss=True)
