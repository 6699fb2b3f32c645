"""The command that makes an S3 bucket hold the built site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.cli.options import OUT, answered, form
from sitegen.cli.terminal import progress_bar, say, say_json

if TYPE_CHECKING:
    from sitegen.publishing.deploy import Plan
    from sitegen.publishing.s3 import Target


@click.command()
@click.argument("target", metavar="s3://BUCKET[/PREFIX]")
@OUT
@click.option("--endpoint-url", metavar="URL", help="A server other than Amazon's.  [env: AWS_ENDPOINT_URL]")
@click.option("--dry-run", is_flag=True, help="List what would be uploaded and removed, and change nothing.")
@click.option("--accept-loss", is_flag=True, help="Remove even more than 10 % of what stands there.")
@form("text", "json")
@answered
def deploy(
    target: str, out: Path, endpoint_url: str | None, dry_run: bool, accept_loss: bool, form: str
) -> int:
    """Make an S3 bucket hold the built site: what changed goes up, what is not in the site is removed last.

    All under PREFIX belongs to the site, but for names that start with a dot. A run that was cut is continued
    by the next one. Credentials are those of AWS's own tools (AWS_ACCESS_KEY_ID …, AWS_PROFILE, roles).

    \b
    Example:
      sitegen deploy s3://example-models --dry-run
      sitegen deploy s3://example-models/catalogue --out dist
    """
    from sitegen.publishing.deploy import carry_out, planned, refuse_loss, site_files
    from sitegen.publishing.s3 import Bucket, Target, s3_client

    bucket = Bucket(s3_client(endpoint_url), Target.of(target))
    with progress_bar() as progress:
        plan = planned(site_files(out), bucket, progress)
    if dry_run:
        say_plan(plan, bucket.target, form, dry_run=True)
    if not accept_loss:
        refuse_loss(plan, bucket)
    if not dry_run:
        with progress_bar() as progress:
            carry_out(plan, out, bucket, progress)
        say_plan(plan, bucket.target, form, dry_run=False)
    return 0


def say_plan(plan: Plan, target: Target, form: str, *, dry_run: bool) -> None:
    """Print the counts of a deploy, and each of its files while nothing is done yet, or both as JSON."""
    if form == "json":
        say_json({"target": str(target), "dry_run": dry_run, **plan.as_json()})
        return
    if dry_run:
        for upload in plan.uploads:
            say(f"upload {upload.file.path} ({upload.reason}, {upload.file.size:,} bytes)")
        for path in plan.deletions:
            say(f"remove {path}")
    uploaded, removed = ("to upload", "to remove") if dry_run else ("uploaded", "removed")
    files = f"{len(plan.uploads):,} files {uploaded}, {plan.unchanged:,} unchanged"
    say(f"{target}: {files}, {len(plan.deletions):,} {removed}")
