"""A world of hostile names, and a judge of its paths that knows nothing of the program's own rules."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sitegen.forms.addresses import model_path
from tests.hostile.fields import COMMUNITY_ROW, MODEL
from tests.hostile.worlds import World, folded, whole

# Devices, of Windows: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])([. ].*)?", re.IGNORECASE)
# Letters and signs that S3 lists as safe (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html),
# less what Windows and GitHub's artifacts refuse; upper-case letters too, since some disks fold them.
PART = re.compile(r"[a-z0-9!_-][a-z0-9!_.-]*")
LONGEST_ID = 1000
OURS = re.compile(r"\.nojekyll")


def path_faults(paths: Iterable[str]) -> list[str]:
    """Return the paths that some disk or host refuses, or takes for another one."""
    every = list(paths)
    found = [f"{path[:100]}: {fault}" for path in every if (fault := _fault(path))]
    folders = {path[: at.start()] for path in every for at in re.finditer("/", path)}
    twins = Counter(map(_folded, [*every, *folders]))
    return found + [f"{path[:100]}: {number} have it" for path, number in twins.items() if number > 1]


def _folded(path: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def _fault(path: str) -> str:
    if len(path.encode()) > 1024:
        return "is longer than S3 takes"
    for part in path.split("/"):
        if not PART.fullmatch(part) and not OURS.fullmatch(part):
            return f"has the part {part[:40]!a}"
        if part.endswith(".") or DEVICE.fullmatch(part) or len(part) > 255:
            return f"has the part {part[:40]!a}, which Windows refuses"
    return ""


def tree(folder: Path, without: Path) -> dict[str, tuple[int, int]]:
    """Return all that stands in a folder but in one of its own: size and time of change by path."""
    found = (path for path in sorted(folder.rglob("*")) if path != without and without not in path.parents)
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in found if not path.is_dir()
    }


def names_world(root: Path, ids: Sequence[str], texts: Sequence[str]) -> World:
    """Fetch a catalogue whose ids, slugs, aliases and Arena names are hostile, on two days."""
    world = World(root)
    for day, more in (("2026-02-03", {}), ("2026-02-04", {"pricing": {"prompt": "0.000003"}})):
        rows = [
            {**MODEL, "id": key, "canonical_slug": key, "alias_target": {"slug": key, "name": key}, **more}
            for key in ids
        ]
        # An id that is not its slug has a redirect; so have two ids of one slug.
        rows += [
            {
                **MODEL,
                "id": f"redirected/{text}",
                "canonical_slug": ids[number % 7],
                "alias_target": None,
                **more,
            }
            for number, text in enumerate(texts)
        ]
        world.fetch("openrouter", {"data": rows if day == "2026-02-03" else rows[:-9]}, day)
    named = {folded(text): text for text in (*texts, *ids) if folded(text)}
    ratings = [
        {**COMMUNITY_ROW, "model": text, "vendor": text, "rank": rank}
        for rank, text in enumerate(named.values(), start=1)
    ]
    world.fetch("arena", {"meta": {"leaderboard": "text"}, "models": ratings}, "2026-02-05")
    return world


def astray(world: World, ids: Iterable[str]) -> list[str]:
    """Return the ids whose page is not where it must be, or is another's; one that is too long has none."""
    known = json.loads((world.site / "api/v1/ids.json").read_text(encoding="utf-8"))
    wrong = []
    for key in dict.fromkeys(map(whole, ids)):
        page = world.site / model_path(key) / "index.json"
        if len(key) > LONGEST_ID:
            wrong += [key] if key in known["ids"] else []
        elif not page.is_file() or json.loads(page.read_text(encoding="utf-8"))["slug"] != key:
            wrong.append(key)
    return wrong
