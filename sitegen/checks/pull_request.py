"""The body of a pull request with new data: the review, what was not read, what is open, how to accept it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sitegen.checks import Finding, fails
from sitegen.checks.report import COMMENT_LIMIT, code_span, cut_lines, markdown_report
from sitegen.records.review import Review
from sitegen.records.snapshot import Failure, Receipt
from sitegen.text import one_line, printable

_HOW_TO_ACCEPT = (
    "**Right after all?** On this branch or on main, `sitegen accept` lists what is open and writes down "
    "who accepted it and why; commit that. **Wrong?** Correct it in `data/overrides/corrections.toml`, or "
    "leave this unmerged: the next fetch takes back what upstream has corrected. Merging alone accepts "
    "nothing.\n"
)
_FINDINGS_SHARE = 3
"""Findings have at most this part of the body, a third, and the changes have the rest."""


def pull_request_body(
    review: Review,
    findings: Sequence[Finding],
    failures: Mapping[str, Failure],
    receipts: Mapping[str, Receipt],
    base_url: str = "",
    limit: int = COMMENT_LIMIT,
) -> str:
    """Return the body as Markdown of at most ``limit`` characters; changes are left out first, and counted.

    ``findings`` are those of ``sitegen check data``, ``failures`` the feeds that could not be read, and
    ``receipts`` say of what day the data are that stay in their place.
    """
    above = _unread(failures, receipts)
    below = _open(review, findings, limit // _FINDINGS_SHARE)
    return above + markdown_report(review, base_url, limit - len(above) - len(below)) + below


def _unread(failures: Mapping[str, Failure], receipts: Mapping[str, Receipt]) -> str:
    """Return a line for each feed that could not be read, with the day of the data that stay."""
    lines = []
    for feed, failure in sorted(failures.items()):
        receipt = receipts.get(feed)
        since = f"its data stay those of {receipt.dated or receipt.changed}" if receipt else "it never was"
        why = code_span(one_line(failure.why.removeprefix(f"{feed}: ")))
        lines.append(f"- **{code_span(feed)} could not be read** on {failure.on}, {since}: {why}\n")
    return "".join([*lines, "\n"]) if lines else ""


def _open(review: Review, findings: Sequence[Finding], room: int) -> str:
    """Return the findings as lines of code, and how to accept what is open among them or in the review."""
    if not findings and not review.must_review:
        return ""
    # Indented text is code to Markdown whatever it holds: no mention, no link, no end of it.
    lines = [f"    {printable(finding.line)}" for finding in findings]
    listed = cut_lines(lines, room, "`sitegen check data` prints them all.")
    failing = fails(findings) or bool(review.must_review)
    head = ["", "### sitegen check data", ""] if findings else []
    return "\n".join([*head, *listed, "", _HOW_TO_ACCEPT if failing else ""])
