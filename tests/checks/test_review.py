"""The review: what must be looked at first, in words, and nothing for what is no change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sitegen.catalog.join import catalog
from sitegen.checks.report import COMMENT_LIMIT, code_span, markdown_report, pages_line, summary, text_report
from sitegen.checks.review import review
from sitegen.checks.review.leaving import leaving_text
from sitegen.checks.review.side import Side
from sitegen.records.change import Change
from sitegen.records.endpoint import SOURCE, Endpoints
from sitegen.records.listing import Listing
from sitegen.records.rating import Leaderboard, Rating
from sitegen.records.review import Review, Section
from sitegen.records.snapshot import Receipt
from sitegen.records.usage import Period, Usage, UsageRow
from sitegen.sources import providers
from sitegen.sources.openrouter import normal_row
from tests.sellers import ID, listed, offer, sold
from tests.worlds import Row, row


def side(
    label: str, rows: list[Row], names: tuple[str, ...] = (), marks: dict[str, Any] | None = None
) -> Side:
    """Return a state of these records, and of a board with these names."""
    ratings = tuple(
        Rating(board="text", name=name, rank=n, score=1500.0 - n) for n, name in enumerate(names, 1)
    )
    boards = [Leaderboard(board="text", ratings=ratings)] if names else []
    rows = [normal_row(one) for one in rows]  # as a data folder holds them
    return Side(label, rows, catalog([Listing.read(r) for r in rows], boards), marks or {})


def world(*changed: Row, without: tuple[str, ...] = ()) -> list[Row]:
    """Return ten models, some of them changed or left out."""
    rows = {f"a/m{n}": row(id=f"a/m{n}", canonical_slug=f"a/m{n}", name=f"A: M{n}") for n in range(10)}
    rows |= {one["id"]: one for one in changed}
    return [one for key, one in rows.items() if key not in without]


def model(number: int, **changed: Any) -> Row:  # noqa: ANN401 - whatever upstream may send
    """Return one of the ten, changed."""
    return row(**{"id": f"a/m{number}", "canonical_slug": f"a/m{number}", "name": f"A: M{number}"} | changed)


def between(new: list[Row]) -> Review:
    """Return the review from the plain world to this one."""
    return review(side("old", world()), side("new", new))


def test_planted_faults_are_the_first_lines_and_a_reordered_list_is_none() -> None:
    """A wrong unit, a price of zero and a removal must be reviewed; a list in another order is no change."""
    found = between(
        world(
            model(1, pricing={"prompt": "0.0025", "completion": "0.00001"}),
            model(2, pricing={"prompt": "0", "completion": "0.00001"}),
            model(4, supported_parameters=["max_tokens", "tools", "temperature"]),
            without=("a/m3",),
        )
    )
    assert [(line.id, line.kind) for line in found.must_review] == [
        ("a/m1", "unit"), ("a/m2", "zero"), ("a/m3", "left")
    ]  # fmt: skip
    assert not any(line.id == "a/m4" for line in found.lines)


def test_what_leaves_has_a_section() -> None:
    """An end that is announced and one that came need no review; who left without notice does."""
    ending = [model(n, expiration_date="2026-06-01") for n in (1, 2)] + [
        model(3, expiration_date="9999-01-01")
    ]
    found = review(
        side("old", world(*ending)),
        side("new", world(ending[0], model(4, expiration_date="2026-07-01"), without=("a/m2", "a/m3"))),
    )
    texts = {
        "a/m2": ("left as announced", "left at $2.50 in, $10 out, as announced for 2026-06-01"),
        "a/m3": ("left", "left without notice at $2.50 in, $10 out"),
        "a/m4": ("ends", "expires none planned → 2026-07-01"),
    }
    assert {line.id: (line.kind, line.text) for line in found.lines} == texts
    assert {line.section for line in found.lines} == {Section.LEAVING}
    assert [line.id for line in found.must_review] == ["a/m3"]


def test_what_left_without_a_field_for_ends_may_have_had_notice() -> None:
    """Records of an archive have no such field: nobody can say that there was none, and a person looks."""
    found = review(side("old", world(model(3, expiration_date=...))), side("new", world(without=("a/m3",))))
    assert [line.text for line in found.must_review] == [
        "left, whether with notice is not known, at $2.50 in, $10 out"
    ]


@pytest.mark.parametrize(
    ("on", "kind"), [(date(2026, 5, 24), "left"), (date(2026, 5, 25), "left as announced")]
)
def test_who_left_long_before_its_end_left_without_notice(on: date, kind: str) -> None:
    """A week before the day that was announced is as announced, and earlier is not."""
    change = Change(on, "openrouter", "a/b", "left", {"expiration_date": "2026-06-01"}, None)
    told = leaving_text(change, "left")
    assert told is not None
    assert told[0] == kind


def test_an_id_that_came_for_another_of_its_slug_is_renamed() -> None:
    """It is one line, and what else it has of its own is compared; another variant is another model."""
    dear = {"prompt": "0.0025", "completion": "0.00001"}
    new = [model(1, id="a/anvil"), model(2, id="a/bolt", pricing=dear), model(3, id="a/nut:free")]
    found = review(side("old", [model(1), model(2), model(3)]), side("new", new))
    assert [(line.id, line.kind) for line in found.lines] == [
        ("a/bolt", "unit"),
        ("a/m3", "left"),
        ("a/anvil", "renamed"),
        ("a/bolt", "renamed"),
        ("a/nut:free", "listed"),
    ]
    assert found.lines[2].text == "renamed, a/m1 before"


def test_an_id_of_another_author_is_renamed_by_its_name_and_day() -> None:
    """Where slug and id change together, the name and the second of listing say that it is the same."""
    moved = model(1, id="b/m1", canonical_slug="b/m1")
    (line,) = [one for one in between(world(moved, without=("a/m1",))).lines if one.kind == "renamed"]
    assert line.text == "renamed, a/m1 before"
    other = model(1, id="b/m1", canonical_slug="b/m1", created=1_700_000_000)
    assert "left" in {one.kind for one in between(world(other, without=("a/m1",))).lines}


def test_limits_that_hardly_move_and_flips_are_counted() -> None:
    """Under three per cent, moderation and log probabilities: they go with the seller that is put first."""
    small = model(1, context_length=131_000)
    flip = model(2, supported_parameters=["max_tokens", "temperature", "tools", "logprobs"])
    told = model(3, context_length=132_000)
    found = between(world(small, flip, told))
    assert [line.id for line in found.lines] == ["a/m3"]
    assert found.noise == {"limits that moved by under 3 %": 1, "flips of moderation and logprobs": 1}


def test_a_price_is_said_with_its_share() -> None:
    """Old and new stand per 1M tokens as on the pages, with the change in per cent."""
    found = between(world(model(1, pricing={"prompt": "0.00000375", "completion": "0.00001"})))
    (line,) = found.lines
    assert (line.section, line.text) == (Section.PRICES, "input $2.50 → $3.75 (+50 %)")
    assert "A: M1 (a/m1): input $2.50 → $3.75 (+50 %)" in text_report(found)


def test_limits_and_sets_say_what_came_and_went() -> None:
    """A context has both numbers, a set only its difference."""
    changed = model(1, context_length=200_000, supported_parameters=["tools", "seed", "temperature"])
    texts = [line.text for line in between(world(changed)).lines]
    assert texts == ["context 128,000 → 200,000", "parameters +seed, −max_tokens"]


def test_what_is_set_aside_is_named_with_its_reason() -> None:
    """A field that could not be read is a line of its own; one that was odd before is none."""
    odd = model(1, expiration_date="soon")
    (line,) = [one for one in between(world(odd)).lines if one.section is Section.SET_ASIDE]
    assert (line.id, line.field) == ("a/m1", "expiration_date")
    assert 'Set aside (1)\n  A: M1 (a/m1): set aside: expiration_date is "soon", no day' in text_report(
        between(world(odd))
    )
    assert review(side("old", world(odd)), side("new", world(odd))).lines == ()


def test_a_field_that_is_odd_everywhere_is_one_line_of_the_report() -> None:
    """Milliseconds in all ten records are ten lines for a program and one for a person."""
    found = between(world(*[model(n, created=1_767_312_000_000 + n) for n in range(10)]))
    assert sum(line.section is Section.SET_ASIDE for line in found.lines) == 10
    text = text_report(found).partition("Set aside (1)\n")[2].splitlines()
    assert text[0].startswith("  10 models (a/m0, ")
    assert text[0].endswith(": set aside: created")


def test_a_changed_match_must_be_reviewed() -> None:
    """An Arena name that belongs to another model than yesterday is named with both."""
    old = side("old", world(model(1, name="Quill 9")), ("quill-9",))
    new = side("new", world(model(2, name="Quill 9")), ("quill-9",))
    lines = [line for line in review(old, new).must_review if line.kind == "match"]
    assert [(line.id, line.old, line.new) for line in lines] == [("quill-9", "a/m1", "a/m2")]


def test_an_id_that_becomes_another_models_slug_must_be_reviewed() -> None:
    """Its redirect and that model's page would be one address."""
    clash = model(1, id="a/m2", canonical_slug="a/m1")
    found = review(
        side("old", [model(1), model(3)]), side("new", [model(1), clash, model(3, canonical_slug="a/m2")])
    )
    assert [line.id for line in found.must_review if line.kind == "clash"] == ["a/m2"]


def test_noise_is_counted_and_folded() -> None:
    """Descriptions and marks that moved make one line."""
    found = review(
        side("old", world(), marks={"a/m1": {"x": 1}}),
        side("new", world(model(1, description="New words.")), marks={"a/m1": {"x": 2}}),
    )
    assert found.lines == ()
    assert found.noise == {"benchmark marks": 1, "descriptions": 1}
    assert summary(found) == "0 to review, noise: 2"
    assert text_report(found).endswith("\nNoise, folded: benchmark marks: 1, descriptions: 1\n")


def test_marks_that_come_and_go_are_counted() -> None:
    """An id that gets its first marks, or loses all, is counted; one that left takes its own along."""
    found = review(
        side("old", [model(1), model(2), model(3)], marks={"a/m1": {"x": 1}, "a/m3": {"x": 1}}),
        side("new", [model(1), model(2)], marks={"a/m2": {"x": 1}}),
    )
    assert found.noise == {"benchmark marks that came": 1, "benchmark marks that went": 1}


def test_nothing_changed_is_said() -> None:
    """No change is an answer too."""
    assert summary(between(world())) == "nothing changed"


def test_one_change_of_many_models_is_one_line() -> None:
    """The same new parameter on five models is folded; five different prices are not."""
    parameters = ["max_tokens", "temperature", "tools", "seed"]
    found = between(world(*(model(n, supported_parameters=parameters) for n in range(5))))
    (line,) = [line for line in text_report(found).splitlines() if "+seed" in line]
    assert line.startswith("  5 models (a/m0, a/m1, a/m2, a/m3, a/m4)")


def times(number: int, factors: dict[str, str], **changed: Any) -> Row:  # noqa: ANN401 - as in ``model``
    """Return one of the ten with its prices multiplied."""
    prices = {"prompt": "0.0000025", "completion": "0.00001"}
    moved = {key: f"{Decimal(price) * Decimal(factors.get(key, '1')):f}" for key, price in prices.items()}
    return model(number, pricing=moved, **changed)


def test_one_factor_for_many_models_is_one_event() -> None:
    """A unit that is wrong everywhere is one line to review, whatever the prices were; a program has all."""
    thousand = {"prompt": "1000", "completion": "1000"}
    found = between(world(*(times(n, thousand) for n in range(9)), times(9, {"prompt": "1000"})))
    assert len(found.must_review) == 19
    text = text_report(found)
    assert (
        "  9 models (a/m0, a/m1, a/m2, a/m3, a/m4, a/m5, a/m6, a/m7, a/m8): "
        "input and output ×1,000 (moved by a power of a thousand, as a wrong unit does)\n"
    ) in text
    assert "  A: M9 (a/m9): input $2.50 → $2,500 (×1,000) (moved by a power of a thousand" in text
    assert summary(found) == "2 to review, noise: 0"
    halved = between(world(*(times(n, {"prompt": "0.5", "completion": "0.5"}) for n in range(10))))
    assert "a/m8, a/m9): input and output ÷2\n" in text_report(halved)


def test_a_long_list_of_ids_is_cut() -> None:
    """Ten ids of an event are said, and the number of the others."""
    old = [row(id=f"a/m{n:02}", canonical_slug=f"a/m{n:02}") for n in range(12)]
    found = review(side("old", old), side("new", [one | {"context_length": 9} for one in old]))
    assert "  12 models (a/m00, " in text_report(found)
    assert "a/m09 and 2 more): context 128,000 → 9" in text_report(found)


def test_the_whole_change_of_a_model_is_one_event() -> None:
    """It stands where its gravest line does, base prices first; the greatest is first."""
    whole = times(1, {"prompt": "5", "completion": "1.1"}, context_length=200_000)
    found = between(world(whole, times(2, {"completion": "4"}), times(3, {"completion": "9"})))
    text = text_report(found)
    assert [line.partition(")")[0] for line in text.splitlines()[3:]] == [
        "  A: M3 (a/m3", "  A: M1 (a/m1", "  A: M2 (a/m2"
    ]  # fmt: skip
    assert (
        "input $2.50 → $12.50 (+400 %) (moved by more than 3×), output $10 → $11 (+10 %), "
        "context 128,000 → 200,000\n"
    ) in text


def test_a_variant_stands_with_its_plain_id() -> None:
    """What is said of both is said once, and what is the variant's own under its id."""
    old = [model(1), model(2, id="a/m1:batch"), model(3, id="a/m1:free")]
    moved = [model(1, context_length=1_000_000), model(2, id="a/m1:batch", context_length=1_000_000)]
    found = review(side("old", old), side("new", [*moved, model(3, id="a/m1:free", context_length=200_000)]))
    assert text_report(found).splitlines()[3:] == [
        "  2 models (a/m1, a/m1:batch): context 128,000 → 1,000,000, a/m1:free: context 128,000 → 200,000"
    ]


def test_variants_that_leave_together_are_one_event() -> None:
    """Which ids it are is said, and one that leaves with its plain id stands with it."""
    batch = [times(n, {"prompt": f"{n + 1}"}, id=f"a/m{n}:batch", canonical_slug=f"a/b{n}") for n in range(6)]
    old = [one | {"expiration_date": None} for one in world(*batch)]
    found = review(side("old", old), side("new", world(without=("a/m0",))))
    text = text_report(found).partition("Leaving (2)\n")[2]
    assert "  2 models (a/m0, a/m0:batch): left without notice at $2.50 in, $10 out\n" in text
    assert (
        "  5 models (a/m1:batch, a/m2:batch, a/m3:batch, a/m4:batch, a/m5:batch): "
        "left without notice, variants :batch\n"
    ) in text
    assert summary(found) == "2 to review (2 left), noise: 0"


def test_the_pages_that_change_are_counted_and_linked() -> None:
    """A model with a new price and the model of a moved rating are named; the others are not."""
    old = side("old", world(), ("m5", "m6"))
    new = side("new", world(model(1, context_length=9)), ("m5", "m7", "m6"))
    found = review(old, new)
    assert found.pages == ("models/a/m1/", "models/a/m7/")
    link = "[models/a/m1/](https://example.org/llm/models/a/m1/)"
    for room, words in (
        (0, "This changes 2 of 10 model pages."),
        (120, f"This changes 2 of 10 model pages: {link} and 1 more."),
        (200, f"This changes 2 of 10 model pages: {link}, {link.replace('m1', 'm7')}."),
    ):
        assert pages_line(found, "https://example.org/llm/", room) == words


def test_the_line_that_names_pages_is_a_tenth_of_the_text_at_most() -> None:
    """However many pages change, what changed is what is read."""
    for number in range(8, 400, 49):
        old = [row(id=f"a/m{n}", canonical_slug=f"a/m{n}") for n in range(number)]
        prices = [{"prompt": f"0.00000{300 + n}", "completion": "0.00001"} for n in range(number)]
        new = [one | {"pricing": own} for one, own in zip(old, prices, strict=True)]
        found = review(side("old", old), side("new", new))
        body = markdown_report(found, "https://example.org/")
        (line,) = [line for line in body.splitlines() if line.startswith(f"This changes {number} of")]
        assert len(line) * 10 <= len(body)
        assert ("](https://example.org/models/a/m0/)" in line) == (number > 20)


def test_the_first_look_at_a_source_is_one_line() -> None:
    """Of a catalogue or a board that was not there before nobody can review each row; their pages change."""
    names = tuple(f"m{n}" for n in range(10))
    first = review(side("old", []), side("new", world(), names))
    said = "read for the first time: 10 rows", "read for the first time: 10 names"
    assert [(line.id, line.text) for line in first.lines] == [
        ("openrouter/models", said[0]),
        ("arena/text", said[1]),
    ]
    assert len(first.pages) == 10
    board = review(side("old", world()), side("new", world(), names[:4]))
    assert [line.text for line in board.lines] == ["read for the first time: 4 names"]
    assert board.pages == tuple(f"models/a/m{n}/" for n in range(4))


def test_the_first_look_at_a_further_source_changes_the_pages_of_what_it_tells_of() -> None:
    """Sellers that are read for the first time are on the pages of what they sell, and on no others."""
    old = side("old", world())
    known = catalog(
        [Listing.read(one) for one in old.rows],
        endpoints={"a/m2": Endpoints("a/m2", ())},
        receipts={providers.FEED: Receipt(address="x", changed=date(2026, 3, 1), sha256="", rows=1)},
    )
    found = review(old, Side("new", old.rows, known, {}))
    assert [line.text for line in found.lines] == ["read for the first time: 1 row"]
    assert found.pages == ("models/a/m2/",)


def test_markdown_is_cut_at_a_line_and_says_so() -> None:
    """A body that is too long for a comment keeps its head and its folded noise, and counts the rest."""
    rows = [row(id=f"a/m{n}", canonical_slug=f"a/m{n}", name="x" * 300) for n in range(500)]
    found = review(side("old", world()), side("new", [*world(), *rows[10:]]))
    body = markdown_report(found)
    assert 60_000 < len(body) <= COMMENT_LIMIT
    kept = body.count("\n- `")
    assert f"\n\n… {490 - kept:,} lines left out here; `sitegen diff` prints them all.\n" in body
    assert 100 < kept < 490
    assert len(markdown_report(found, limit=4_000)) <= 4_000


def test_upstream_text_cannot_act_in_markdown() -> None:
    """Names that mention, link, close code or hold HTML stay inside code spans on one line."""
    evil = "@team `x` [a](http://evil) <img src=x>\n\n# big\n::set-output name=a::b"
    body = markdown_report(review(side("old", world()), side("new", world(model(11, name=evil)))))
    (line,) = [line for line in body.splitlines() if "@team" in line]
    assert line.count("`") == 4
    assert (
        line.index("`")
        < line.index("@team")
        < line.index("set-output")
        < line.index("`", line.index("@team"))
    )
    assert "\n# big" not in body


def test_upstream_text_is_no_command_of_a_ci_log() -> None:
    """What GitHub's runner would obey anywhere in a line has another bracket in Markdown."""
    found = review(side("old", world()), side("new", world(model(11, name="x ##[add-mask]y"))))
    assert "##[" not in markdown_report(found)
    assert "##\uff3badd-mask]y" in markdown_report(found)


def test_no_character_is_lost_in_markdown() -> None:
    """A narrow space before a figure stays, and what nobody sees is spelled out; none becomes U+FFFD."""
    assert code_span("cache read $4.50 → ≈\u202f$0.90") == "`cache read $4.50 → ≈\u202f$0.90`"
    assert code_span("a\u200bb\nc") == r"`a\u200bb\nc`"


def used(on: int, *names: str) -> Side:
    """Return a state whose ranking of a day in March has these names and the rest."""
    day = date(2026, 3, on)
    rows = tuple(UsageRow(on=day, name=name, tokens=on) for name in (*names, "other"))
    usage = Usage(period=Period.DAY, as_of=f"2026-03-{on + 1:02}T02:00:00Z", rows=rows)
    return Side(f"day {on}", [], catalog([], usage=usage), {})


def test_usage_is_one_line() -> None:
    """A ranking that moved says of what day it is, how long, and who came and left; nobody must review it."""
    found = review(used(1, "a/one", "a/two"), used(2, "a/two", "a/three"))
    (line,) = found.lines
    assert (line.section, found.must_review) == (Section.USAGE, ())
    assert line.text == (
        "days to 2026-03-02, as of 2026-03-03T02:00:00Z, 3 rows (3 before); "
        "entered the list: a/three; left it: a/one"
    )
    assert summary(found) == "0 to review, usage: 1, noise: 0"
    assert "Usage (1)\n  usage/daily: days to 2026-03-02" in text_report(found)
    assert "Usage is left out of that" in pages_line(found, "", 0)
    assert review(used(1, "a/one"), used(1, "a/one")).lines == ()


def test_a_long_list_of_newcomers_is_cut() -> None:
    """Ten names are said, and the number of the others."""
    newcomers = [f"a/m-{n:02}" for n in range(12)]
    (line,) = review(used(1, "a/old"), used(2, "a/old", *newcomers)).lines
    assert line.text.endswith("a/m-09 and 2 more")


def test_the_first_ranking_and_the_last_are_said() -> None:
    """A ranking that was read for the first time, or is gone, is a line of its own."""
    empty = Side("empty", [], catalog([]), {})
    (first,), (last,) = review(empty, used(1, "a/b")).lines, review(used(1, "a/b"), empty).lines
    assert first.text.startswith("read for the first time: days to 2026-03-01")
    assert last.text == "is gone"


def test_a_hostile_name_in_usage_stays_in_its_code_span() -> None:
    """A name of the ranking can neither mention anybody nor end the line in a pull request."""
    (hostile,) = review(used(1, "a/b"), used(2, "a/b", "@all`](x)")).lines
    report = markdown_report(review(used(1, "a/b"), used(2, "a/b", "@all`](x)")))
    (line,) = [one for one in report.splitlines() if "@all" in one]
    assert "@all`" in hostile.text
    assert line.startswith("- `usage/daily`: `days to")
    assert line.count("`") == 4


def sellers_side(label: str, prices: dict[str, str], sellers: list[Row]) -> Side:
    """Return a state of one id at these prices, and of its sellers."""
    return replace(side(label, [listed(**prices)]), further={SOURCE: sellers})


def test_a_seller_s_price_is_one_line_with_its_name() -> None:
    """The catalogue's line of the same event is folded, and an alarm names the seller's own id."""
    old = sellers_side("old", {"prompt": "0.000001"}, sold(offer("forge", prompt="0.000001")))
    new = sellers_side("new", {"prompt": "0.000009"}, sold(offer("forge", prompt="0.000009")))
    (found,) = review(old, new).lines
    assert (found.section, found.id, found.seller) == (Section.REVIEW, f"{ID}@forge", "Forge")
    assert found.text == "Forge: input $1 → $9 (+800 %) (moved by more than 3×)"
    assert review(old, new).pages == ("models/acme/anvil-2/",)


def test_first_offers_and_limits_of_sellers_fold_into_a_line_each() -> None:
    """The number of ids is said, and that no price changed; nothing of it must be reviewed."""
    forge, mara = offer("forge", prompt="0.000001"), offer("mara", prompt="0.000009")
    old = sellers_side("old", {"prompt": "0.000001"}, sold(forge, mara))
    less = forge | {"context_length": 8_000}
    found = review(old, sellers_side("new", {"prompt": "0.000009"}, sold(less, mara, first="mara")))
    assert [(line.section, line.kind, line.text) for line in found.lines] == [
        (Section.SELLERS, "first offers", "another seller first: 1 id, no price changed"),
        (Section.SELLERS, "sellers' limits", "other limits of 1 offer for 1 id"),
    ]
    assert found.pages == ("models/acme/anvil-2/",)
    assert "0 to review, sellers: 2" in summary(found)


def test_what_is_said_of_a_seller_names_it_once() -> None:
    """The prices of a seller stand behind its name, in text and in Markdown, and sellers are told apart."""
    both = {"prompt": "0.000001", "completion": "0.000001"}
    more = {"prompt": "0.000002", "completion": "0.000002"}
    old = sellers_side("old", both, sold(offer("forge", **both), offer("mara", **both)))
    new = sellers_side(
        "new", more, sold(offer("forge", **more), offer("mara", **both | {"prompt": "0.000003"}))
    )
    line = "Forge: input $1 → $2 (+100 %), output $1 → $2 (+100 %); Mara: input $1 → $3 (+200 %)"
    assert line in text_report(review(old, new))
    assert line in markdown_report(review(old, new))


def test_where_sellers_were_not_read_on_both_sides_prices_are_the_catalogue_s() -> None:
    """The first reading is one line, and nothing is said of whose a change is."""
    old = side("old", [listed(prompt="0.000001")])
    new = sellers_side("new", {"prompt": "0.000002"}, sold(offer("forge", prompt="0.000002")))
    assert [line.text for line in review(old, new).lines] == ["input $1 → $2 (+100 %)"]
