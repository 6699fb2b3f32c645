"""A hook of the wheel's build: hatchling runs it, and the wheel carries the compiled templates.

https://hatch.pypa.io/latest/plugins/build-hook/custom/
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface[Any]):
    """Compiles the templates of a checkout and puts the code into the wheel, beside the templates."""

    _made: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled templates to what the wheel holds; an editable install needs none."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from sitegen.rendering.environment import compile_templates, compiled_folder  # noqa: PLC0415 - see above

        self._made = tempfile.TemporaryDirectory()
        compile_templates(Path(self.root, "templates"), Path(self._made.name))
        place = compiled_folder(Path("sitegen/shipped/templates"))
        build_data["force_include"][self._made.name] = str(place)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the wheel."""
        del version, build_data, artifact_path
        if self._made:
            self._made.cleanup()
