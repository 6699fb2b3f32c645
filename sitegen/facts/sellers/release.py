"""The release of a model by models.dev: its day, the knowledge cutoff, whether its weights are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sitegen.catalog.model import Model
from sitegen.forms.blanks import Blank

SOURCE = "models.dev"


class Released(NamedTuple):
    """A fact of models.dev on the main id: its label, its value ("" for none), and the reason for none."""

    label: str
    value: str
    reason: str


def released(model: Model) -> tuple[Released, Released, Released]:
    """Return the day of the release, the knowledge cutoff, and whether the weights are open."""
    told = model.release
    values = (told.release_date, told.knowledge, told.open_weights) if told else (None, None, None)
    absent = Blank.NOT_READ if model.dated is None else Blank.NOT_IN_SOURCE
    reason = Blank.NOT_PUBLISHED.value if told else absent.value
    odd = {one.key: f"{Blank.SET_ASIDE.value}: {one.fault}" for one in told.odd} if told else {}
    day_out, cutoff, weights = values
    return (
        Released("Release date", day_out or "", odd.get("release_date", reason)),
        Released("Knowledge cutoff by models.dev", cutoff or "", odd.get("knowledge", reason)),
        Released("Open weights", OPEN.get(weights, ""), odd.get("open_weights", reason)),
    )


OPEN: Mapping[bool | None, str] = {True: "yes", False: "no"}
