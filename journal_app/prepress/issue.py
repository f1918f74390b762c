"""Step 1: read the issue folder -> an Issue and every problem it has. It never composes, and never leaves the folder.

Whatever is in the folder, the answer is values: a wrong key, a broken picture or a hostile text is a Problem with its
file and line. The Issue is None when something that was named or written cannot be used; what a person has still to
decide (faces, an article in no slot, pages that make no section) leaves it whole, so that a proof can show it.
"""

from collections.abc import Mapping
from pathlib import Path

from journal_app.prepress import inclusive, permissions, placements
from journal_app.prepress.article_folders import read_articles
from journal_app.prepress.characters import shown
from journal_app.prepress.coverage import Coverage, uncovered
from journal_app.prepress.face_records import FacesFile, compare_faces
from journal_app.prepress.issue_file import read_issue_file
from journal_app.prepress.model import FlatplanFile, Issue
from journal_app.prepress.picture_folder import read_pictures
from journal_app.prepress.placements import Layouts
from journal_app.prepress.reading import Folder
from journal_app.prepress.sheet import PrinterSheet
from journal_app.prepress.tables import Source, nearest
from journal_app.problems import Problem, any_blocking, blocking, note

# What an issue folder may hold; the last five are never read by this step.
READ = ("issue.toml", "flatplan.toml", "articles", "pictures", "faces.toml")
PROFILE_BYTES = 20_000_000  # the largest CMYK profiles of printers are under 5 MB
KEPT = ("costing.toml", "atelier", "printer", "build", "bat", "README.md")


def read_issue(
    folder: Path,
    faces_coverage: Coverage | None = None,
    layouts: Layouts | None = None,
    installed: Mapping[str, str] | None = None,
) -> tuple[Issue | None, list[Problem]]:
    """The issue in `folder`, and what is wrong with it.

    `faces_coverage` gives the code points of each language's faces: a character that no face has is then a problem.
    `layouts` gives each layout's slots, best with their roles (`{"front": {"lead": "article"}}`): then the flatplan's
    names are checked, and a text placed twice is told from one that is only announced.
    `installed` are the faces of this machine, file name -> SHA-256: then those the issue recorded are compared.
    """
    place = Folder(folder)
    if not folder.is_dir():
        return None, [blocking("folder-missing", shown(folder.name), who="coordinator")]
    problems = _entries(place)
    text, found = place.text(folder / "issue.toml", "coordinator")
    problems += found
    facts, found = read_issue_file(text) if text is not None else (None, [])
    problems += found
    plan, source, found = _flatplan(place)
    problems += found
    articles, found = read_articles(place)
    problems += found
    pictures, found = read_pictures(place)
    problems += found
    recorded, found = recorded_faces(folder)
    problems += found
    if recorded and installed is not None:
        problems += compare_faces(recorded, installed)
    if facts is None or plan is None or source is None:
        return None, problems
    file, sheet = facts
    problems += _profile(place, sheet)
    fills = placements.placed(plan, source, layouts)
    problems += placements.missing(fills, plan, source, articles, pictures, file.languages, layouts)
    if faces_coverage is not None:
        problems += uncovered(articles, pictures, faces_coverage)
    readable = not any_blocking(problems)
    problems += placements.undecided(fills, plan, sheet, articles)
    problems += permissions.masthead(file)
    problems += permissions.pictures(pictures, fills, file.languages)
    problems += permissions.texts(articles)
    problems += inclusive.mixtures(articles, file.inclusive)
    if not readable:
        return None, problems
    issue = Issue(
        folder.resolve().name,
        folder,
        file,
        sheet,
        tuple(plan.page),
        {slug: article for slug, article in articles.items() if article},
        {slug: picture for slug, picture in pictures.items() if picture},
    )
    return issue, problems


def recorded_faces(folder: Path) -> tuple[dict[str, str] | None, list[Problem]]:
    """The faces the issue was composed with, file name -> SHA-256; None when faces.toml is absent or wrong."""
    place, path = Folder(folder), folder / "faces.toml"
    if place.inside(path) and not path.exists():
        return None, []
    text, problems = place.text(path, "technician")
    if text is None:
        return None, problems
    file, found = Source(text, "faces.toml", "technician").model(FacesFile)
    return (file.by_name() if file else None), problems + found


def _entries(place: Folder) -> list[Problem]:
    """Links that lead out of the folder, and names that nothing reads."""
    problems = [
        blocking("folder-expected", name, name, f"{name}/<slug>", "coordinator")
        for name in ("articles", "pictures")
        if (place.root / name).exists() and not (place.root / name).is_dir()
    ]
    for path in place.names("."):
        if not place.inside(path):
            problems.append(blocking("path-outside", place.where(path), shown(path.name), who="coordinator"))
        elif path.name not in (*READ, *KEPT):
            known = nearest(path.name, (*READ, *KEPT))
            problems.append(note("file-unknown", place.where(path), shown(path.name), known, "coordinator"))
    return problems


def _profile(place: Folder, sheet: PrinterSheet) -> list[Problem]:
    """The printer's profile that lies in the issue's own folder: a CMYK output profile, and no way out of it."""
    path = place.root / "printer" / (sheet.profile or "")
    if sheet.profile is None or not (path.exists() or path.is_symlink()):
        return []
    if problem := place.refuse(path, PROFILE_BYTES, "printer"):
        return [problem]
    try:
        with path.open("rb") as file:
            header = file.read(128)
    except OSError as error:
        return [blocking("file-unreadable", place.where(path), shown(error.strerror or ""), who="printer")]
    if len(header) == 128 and header[36:40] == b"acsp" and header[16:20] == b"CMYK":
        return []
    found = shown(header[16:20].decode("latin-1")).strip() if header[36:40] == b"acsp" else "?"
    return [blocking("profile-unusable", place.where(path), found, "ICC CMYK", "printer")]


def _flatplan(place: Folder) -> tuple[FlatplanFile | None, Source | None, list[Problem]]:
    text, problems = place.text(place.root / "flatplan.toml", "layout")
    if text is None:
        return None, None, problems
    source = Source(text, "flatplan.toml", "layout")
    plan, found = source.model(FlatplanFile)
    return plan, source, problems + found
