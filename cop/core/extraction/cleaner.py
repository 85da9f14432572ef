"""Writes a copy of an Office file without what is for its authors only: notes of the speaker, and comments.

    python -I cleaner.py EXTENSION FILE COPY

Run as a program of its own, below `limited.py`. Where there is nothing to take out there is no copy; of a PDF it says
only whether it can be opened. It ends with 0, or with one of the numbers in `cleaning.PROBLEMS`.
"""

import posixpath
import shutil
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

ENCRYPTED, DAMAGED, HUGE = 3, 4, 5
TYPES = "[content_types].xml"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
RELATION = f"{PACKAGE}relationships}}Relationship"
OVERRIDE = f"{PACKAGE}content-types}}Override"
# How an attribute refers to a relationship, in both dialects.
REFERENCES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
# The last words of types of relationships.
PRIVATE = frozenset({
    *("notesslide", "notesmaster", "comments", "commentauthors", "authors"),
    *("commentsextended", "commentsids", "commentsextensible", "people", "documenttasks"),
    *("threadedcomment", "person"),
})  # fmt: skip
PRIVATE_CONTENT = ("notesslide+xml", "notesmaster+xml", "comments+xml", "commentauthors+xml")
MAIN = {"pptx": "ppt/presentation.xml", "docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")
# In which cell of a sheet a comment stands, as a drawing; buttons are drawn there too.
NOTE_SHAPE = "{urn:schemas-microsoft-com:office:excel}ClientData"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
ODF_PRIVATE = (f"{ODF}presentation:1.0}}notes", f"{ODF}office:1.0}}annotation", f"{ODF}office:1.0}}annotation-end")
# Packing these again takes long and saves nothing.
PACKED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4", ".m4v", ".mov", ".mp3", ".m4a", ".wmv", ".emz", ".wmz")

Found = tuple[list[str], dict[str, bytes]]


class Encrypted(Exception):
    """A password is needed."""


def parsed(content: bytes, *, is_strict: bool = True):  # type: ignore[no-untyped-def]
    """The root of a part; nothing is fetched, nothing expanded. Old drawings are not always well-formed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=not is_strict
    )
    return etree.fromstring(content, parser)


def written(root: object) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def drop(element: object) -> None:
    """Take an element out; what stands behind it stays. An extension that held nothing else goes with it."""
    parent = element.getparent()  # type: ignore[attr-defined]
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()  # type: ignore[attr-defined]
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
    if not len(parent) and parent.tag.rpartition("}")[2] in ("ext", "extLst", "notesMasterIdLst"):
        drop(parent)


class Package:
    """An Office file as parts that point to each other: what nothing points to any more is left out."""

    def __init__(self, archive: zipfile.ZipFile, extension: str) -> None:
        self.archive, self.extension = archive, extension
        self.parts = {name.lower(): name for name in archive.namelist() if not name.endswith("/")}
        self.types = parsed(self.read(TYPES))
        self.kinds = {
            each.get("PartName", "").lstrip("/").lower(): each.get("ContentType", "").lower()
            for each in self.types.iter(OVERRIDE)
        }
        self.kept = {TYPES}
        self.changed: dict[str, bytes] = {}

    def read(self, part: str) -> bytes:
        return self.archive.read(self.parts[part])

    def cleaned(self) -> Found:
        waiting = [""]
        while waiting:
            waiting += self.follow(waiting.pop())
        main = MAIN[self.extension]
        if main not in self.kept:
            raise ValueError(main)
        parsed(self.read(main))
        if self.extension == "docx":
            self.remove_marks()
        if self.extension == "xlsx":
            self.remove_shapes()
        names = [name for part, name in self.parts.items() if part in self.kept]
        if len(names) < len(self.parts):
            for each in list(self.types.iter(OVERRIDE)):
                if each.get("PartName", "").lstrip("/").lower() not in self.kept:
                    drop(each)
            self.changed[TYPES] = written(self.types)
        return names, {self.parts[part]: content for part, content in self.changed.items()}

    def follow(self, part: str) -> list[str]:
        """Keep the relationships of a part, but those to what is private; returns parts that are met first here."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self.parts:
            return []
        self.kept.add(place)
        root, gone, met = parsed(self.read(place)), set(), []
        for relation in list(root.iter(RELATION)):
            target = self.target(folder, relation)
            if self.is_private(relation, target):
                gone.add(relation.get("Id"))
                drop(relation)
            elif target in self.parts and target not in self.kept:
                self.kept.add(target)
                met.append(target)
        if gone:
            self.changed[place] = written(root)
            if part.endswith(".xml"):
                self.remove_references(part, gone)
        return met

    def target(self, folder: str, relation: object) -> str:
        if relation.get("TargetMode") == "External":  # type: ignore[attr-defined]
            return ""
        address = unquote(relation.get("Target", "").partition("#")[0]).lower()  # type: ignore[attr-defined]
        return posixpath.normpath(posixpath.join("/", folder, address)).lstrip("/")

    def is_private(self, relation: object, target: str) -> bool:
        kind = relation.get("Type", "").rpartition("/")[2].lower()  # type: ignore[attr-defined]
        return kind in PRIVATE or self.kinds.get(target, "").endswith(PRIVATE_CONTENT)

    def remove_references(self, part: str, gone: set[str]) -> None:
        root = parsed(self.read(part))
        pointing = [
            element
            for element in root.iter("{*}*")
            if any(name.startswith(REFERENCES) and value in gone for name, value in element.attrib.items())
        ]
        for element in pointing:
            drop(element)
        if pointing:
            self.changed[part] = written(root)

    def remove_marks(self) -> None:
        """Where in a text the comments stood."""
        for part in sorted(self.kept):
            if not part.endswith(".xml") or not part.startswith("word/"):
                continue
            content = self.changed.get(part) or self.read(part)
            if not any(mark.encode() in content for mark in MARKS):
                continue
            root = parsed(content)
            for element in list(root.iter(*(f"{{*}}{mark}" for mark in MARKS))):
                drop(element)
            self.changed[part] = written(root)

    def remove_shapes(self) -> None:
        """The boxes in which a sheet showed its comments: programs call a file damaged that has these alone."""
        for part in sorted(self.kept):
            if not part.endswith(".vml"):
                continue
            root = parsed(self.read(part), is_strict=False)
            data = [] if root is None else list(root.iter(NOTE_SHAPE))
            boxes = [each.getparent() for each in data if each.get("ObjectType") == "Note"]
            for box in boxes:
                drop(box)
            if boxes:
                self.changed[part] = written(root)


def office(archive: zipfile.ZipFile, extension: str) -> Found:
    return Package(archive, extension).cleaned()


def opendocument(archive: zipfile.ZipFile, _extension: str) -> Found:
    """OpenDocument keeps them inside its texts."""
    names = list(dict.fromkeys(archive.namelist()))
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Encrypted
    changed = {}
    for name in names:
        if name.rpartition("/")[2] in ("content.xml", "styles.xml"):
            root = parsed(archive.read(name))
            private = list(root.iter(*ODF_PRIVATE))
            for element in private:
                drop(element)
            if private:
                changed[name] = written(root)
    return names, changed


CLEANERS = {
    **dict.fromkeys(("pptx", "docx", "xlsx"), office),
    **dict.fromkeys(("odp", "odt", "ods"), opendocument),
}


def clean(extension: str, path: Path, copy: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names, changed = CLEANERS[extension](archive, extension)
        if not changed:
            return
        with zipfile.ZipFile(copy, "w") as target:
            for name in names:
                entry = zipfile.ZipInfo(name, archive.getinfo(name).date_time)
                is_packed = name == "mimetype" or name.lower().endswith(PACKED)
                entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
                if name in changed:
                    target.writestr(entry, changed[name])
                elif not name.endswith("/"):
                    with archive.open(name) as source, target.open(entry, "w") as part:
                        shutil.copyfileobj(source, part)


def open_pdf(path: Path) -> None:
    import pypdfium2

    try:
        pypdfium2.PdfDocument(path)[0].get_size()
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Encrypted from error
        raise


def main(extension: str, path: Path, copy: Path) -> int:
    """How it ended."""
    try:
        if extension == "pdf":
            open_pdf(path)
        else:
            clean(extension, path, copy)
    except Encrypted:
        return ENCRYPTED
    except MemoryError:
        return HUGE
    except Exception:
        return DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
