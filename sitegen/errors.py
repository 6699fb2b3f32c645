"""What sitegen refuses, as a tree: every error names the thing, the fault and the next step."""

from __future__ import annotations


class SitegenError(Exception):
    """Anything sitegen refuses.

    ``thing`` is what is at fault (a file, a source, a page), ``fault`` what is wrong with it and ``step``
    what a person does next. The text of the error is the three in one line.
    """

    exit_code = 1

    def __init__(self, thing: object, fault: str, step: str) -> None:
        self.thing, self.fault, self.step = str(thing), fault, step
        super().__init__(f"{self.thing}: {fault}; {step}")


class UsageError(SitegenError):
    """The command was called wrongly: exit code 2."""

    exit_code = 2


class SourceError(SitegenError):
    """A source gave no answer, or one that is refused: nothing of it was written."""


class DataError(SitegenError):
    """A file under ``data/`` does not hold what it must."""


class ContentError(SitegenError):
    """A file under ``content/`` or ``templates/`` cannot be used."""


class CatalogError(SitegenError):
    """The records contradict one another: two models on one path, an override that names nothing."""


class SiteError(SitegenError):
    """A page that must not be published: a clash of paths, a leaked ``None``, a broken link."""


class OutputError(SitegenError):
    """The output folder cannot be written, or is not sitegen's to write."""


class DeployError(SitegenError):
    """A site cannot be deployed: the bucket, the way there, or what stands in either is not as it must be."""
