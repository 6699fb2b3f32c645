"""The market around an id's price: what the journal tells of its sellers and of its maker's list price."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sitegen.catalog.history import price_days
from sitegen.catalog.model import Model
from sitegen.facts.charts.price_history import NO_MARKET, Market
from sitegen.records.change import Change
from sitegen.records.endpoint import model_and_key
from sitegen.sources import modelsdev, providers

Lines = Sequence[Change]


class MarketLines:
    """The journal's lines about sellers, by the id that they sell, and about makers' models, by their id."""

    def __init__(self, journal: Iterable[Change]) -> None:
        self._sellers: dict[str, dict[str, list[Change]]] = {}
        self._makers: dict[str, list[Change]] = {}
        for line in journal:
            if line.source == providers.name:
                model, offer = model_and_key(line.id)
                if offer:
                    self._sellers.setdefault(model, {}).setdefault(offer, []).append(line)
            elif line.source == modelsdev.name:
                self._makers.setdefault(line.id, []).append(line)

    def market(self, model: Model) -> Market:
        """Return the days of prices of a model's sellers and of its maker; none where nothing ever moved."""
        main, maker = model.primary.id, model.maker.model
        sellers: Mapping[str, Lines] = self._sellers.get(main, {})
        listed = self._makers.get(modelsdev.journal_id(maker.id), ()) if maker and model.maker.prices else ()
        own = model.histories.get(main)
        if (own is None or len(own.lines) <= 1) and _are_still(sellers.values(), listed):
            return NO_MARKET
        return Market([price_days(lines) for lines in sellers.values()], price_days(listed))


def _are_still(sellers: Collection[Lines], listed: Lines) -> bool:
    """Whether there is one line for each seller, all of one day, and at most one for the maker."""
    numbers = [len(lines) for lines in sellers]
    days = {line.on for lines in sellers for line in lines}
    return all(number == 1 for number in numbers) and len(days) <= 1 and len(listed) <= 1
