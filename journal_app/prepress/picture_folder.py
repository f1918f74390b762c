"""Step 1o: pictures/ -> pictures by slug, or problems. Of a picture's file it reads only the header."""

from pathlib import Path

from journal_app.languages import LANGUAGES
from journal_app.prepress.characters import shown
from journal_app.prepress.model import Picture, PictureFile
from journal_app.prepress.picture_files import TYPES, inspect_picture
from journal_app.prepress.reading import FILE, SLUG, Folder
from journal_app.prepress.tables import Source, nearest
from journal_app.problems import Problem, any_blocking, blocking, note

WHO = "pictures"


def read_pictures(folder: Folder) -> tuple[dict[str, Picture | None], list[Problem]]:
    """Every picture by slug, sorted; None for one that is there and cannot be used."""
    pictures: dict[str, Picture | None] = {}
    problems: list[Problem] = []
    used = set()
    paths = folder.names("pictures")
    for path in (p for p in paths if p.suffix == ".toml"):
        if not SLUG.fullmatch(path.stem):
            problems.append(blocking("name-refused", folder.where(path), shown(path.stem), "a-z 0-9 -", WHO))
            continue
        pictures[path.stem], name, found = _picture(folder, path)
        problems += found
        used.add(name)
    for path in paths:
        if path.suffix != ".toml" and path.name not in used:
            stem = path.stem if SLUG.fullmatch(path.stem) else "<slug>"
            problems.append(note("file-unknown", folder.where(path), shown(path.name), f"pictures/{stem}.toml", WHO))
    return pictures, problems


def _picture(folder: Folder, path: Path) -> tuple[Picture | None, str, list[Problem]]:
    """The picture, the name of its file, and what is wrong with either."""
    text, problems = folder.text(path, WHO)
    if text is None:
        return None, "", problems
    source = Source(text, folder.where(path), WHO)
    meta, found = source.model(PictureFile)
    problems += found
    if meta is None:
        return None, "", problems
    for key, words in (("caption", meta.caption), ("alt", meta.alt)):
        problems += [
            blocking("language-unknown", source.at((key, tag)), shown(tag), nearest(tag, LANGUAGES), WHO)
            for tag in words
            if tag not in LANGUAGES
        ]
    if not all(0 <= part <= 1 for part in meta.focal):
        said = f"focal = [{meta.focal[0]:g}, {meta.focal[1]:g}]"
        problems.append(blocking("toml-value-wrong", source.at(("focal",)), said, "[0.0–1.0, 0.0–1.0]", WHO))
    where = source.at(("file",))
    if "/" in meta.file or "\\" in meta.file or meta.file.startswith("."):
        return None, meta.file, [*problems, blocking("path-outside", where, shown(meta.file), who=WHO)]
    if not FILE.fullmatch(meta.file):
        return None, meta.file, [*problems, blocking("name-refused", where, shown(meta.file), "A-Z a-z 0-9 . _ -", WHO)]
    file = path.parent / meta.file
    if not folder.inside(file):
        return None, meta.file, [*problems, blocking("path-outside", where, shown(meta.file), who=WHO)]
    if not file.is_file():
        have = [p.name for p in folder.names("pictures") if p.suffix.lower() in TYPES]
        return (
            None,
            meta.file,
            [*problems, blocking("picture-missing", where, shown(meta.file), nearest(meta.file, have), WHO)],
        )
    header, found = inspect_picture(file, folder.where(file), next(iter(meta.caption.values()), path.stem))
    problems += found
    if header is None or any_blocking(problems):
        return None, meta.file, problems
    return Picture(path.stem, meta, file, header.size, header.sha256), meta.file, problems
