"""Step 1h: the faces an issue was composed with, beside the installed ones. It reads no face; `record_faces` writes.

faces.toml: one `[[face]]` a file, with its `file` and `sha256`. A person has it written (`journal faces ISSUE
--record`) when the issue is composed; building never changes the folder it builds.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from journal_app.prepress.model import Table
from journal_app.problems import Problem, warning

WHO = "technician"


class Face(Table):
    """One face file, as it was when the issue was composed."""

    file: str = Field(description="the file's name in fonts/installed/")
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class FacesFile(Table):
    """faces.toml"""

    face: list[Face] = Field(default_factory=list)

    def by_name(self) -> dict[str, str]:
        """SHA-256 by file name."""
        return {face.file: face.sha256 for face in self.face}


def faces_record(used: Mapping[str, str]) -> str:
    """faces.toml for the faces used: file name -> SHA-256. The same faces give the same bytes."""
    entries = (f'[[face]]\nfile = "{file}"\nsha256 = "{sha256}"\n' for file, sha256 in sorted(used.items()))
    return "# The faces this issue was composed with; written by journal faces --record.\n\n" + "\n".join(entries)


def compare_faces(recorded: Mapping[str, str], installed: Mapping[str, str]) -> list[Problem]:
    """A warning for each recorded face (file name -> SHA-256) that is missing or is another file now."""
    problems = []
    for file, sha256 in sorted(recorded.items()):
        now = installed.get(file)
        if now != sha256:
            problems.append(warning("face-differs", f"faces.toml/{file}", now[:12] if now else "-", sha256[:12], WHO))
    return problems


def record_faces(folder: Path, used: Mapping[str, str]) -> Path:
    """faces.toml in the issue folder, written aside and then renamed."""
    path, aside = folder / "faces.toml", folder / ".faces.part"
    aside.write_text(faces_record(used), "utf-8")
    return aside.replace(path)
