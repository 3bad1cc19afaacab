"""Word documents (.docx): paragraphs and tables in their order, by python-docx."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from dateline.sources.files import read_whole
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.plain import first_title

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.coreprops import CoreProperties

_MAX_MEMBERS = 5_000
_XML_RATIO = 200  # WordprocessingML packs to a tenth or a twentieth


def read_docx(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """The article of a Word document. The day it was made on is no publication date.

    Raises:
        UnreadableError: it is damaged, protected, a bomb, or has no text.
    """
    import docx
    import lxml.etree
    from docx.opc.exceptions import OpcError

    data = read_whole(stream, limits.file_bytes)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableError("encrypted", "it is protected by a password, or an old .doc file; save it as plain .docx")
    check_zip(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
        lines, heading = _lines(document)
        properties = _properties(document)
        title, author = (properties.title or "").strip(), (properties.author or "").strip()
        language = (properties.language or "").strip()
    except (
        OpcError,
        lxml.etree.LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
    ) as error:
        raise UnreadableError("broken", f"{type(error).__name__}: {error}"[:300]) from error
    text = "\n".join(lines)
    if not text.strip():
        raise UnreadableError("no-text", "it has no words, only pictures or nothing")
    if title.lower() in ("word document", "document"):
        title = ""
    generated = author == "python-docx"
    yield Found(
        title=heading or title or first_title(text),
        text=text,
        author="" if generated else author,
        language=language,
    )


def _properties(document: "Document") -> "CoreProperties":
    """Title, author and language that the document states.

    LibreOffice names the relation to them otherwise than Word does ("officedocument" for "package"), so that
    python-docx doesn't find them there and makes empty ones.
    """
    from docx.opc.parts.coreprops import CorePropertiesPart

    for relation in document.part.package.rels.values():
        if relation.reltype.endswith("/metadata/core-properties") and not relation.is_external:
            part = relation.target_part
            if not isinstance(part, CorePropertiesPart):
                part = CorePropertiesPart.load(part.partname, part.content_type, part.blob, part.package)
            found: CoreProperties = part.core_properties
            return found
    made: CoreProperties = document.core_properties
    return made


def check_zip(data: bytes, limits: Limits) -> None:
    """Refuse archives that are damaged or unpack to absurdly much, before anything is unpacked.

    The sizes that an archive states are binding: `zipfile` never gives more than them.

    Raises:
        UnreadableError: it is damaged, or a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MAX_MEMBERS:
                raise UnreadableError("bomb", f"it holds {len(members):,} files; a document has a few dozen")
            for member in members:
                if member.flag_bits & 1:
                    raise UnreadableError("encrypted", "it is protected by a password")
                markup = member.filename.lower().endswith((".xml", ".rels"))
                large = limits.page_characters * 4 if markup else limits.unpacked_bytes
                if member.file_size > large or (
                    member.file_size > 1_000_000 and member.file_size > _XML_RATIO * max(member.compress_size, 1)
                ):
                    raise UnreadableError(
                        "bomb", f"{member.filename[:80]!r} in it unpacks to {member.file_size:,} bytes"
                    )
            if sum(member.file_size for member in members) > limits.unpacked_bytes:
                raise UnreadableError("bomb", f"it unpacks to more than {limits.unpacked_bytes:,} bytes")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError("broken", f"it is no Word document: {error}") from error


def _lines(document: "Document") -> tuple[list[str], str]:
    """The words of paragraphs and table rows, and the first line that is set as a title or heading."""
    from docx.table import Table

    lines: list[str] = []
    heading = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells: list[str] = []
                for cell in row.cells:
                    words = cell.text.strip()
                    if words and (not cells or cells[-1] != words):  # a merged cell comes once for each column
                        cells.append(words)
                if cells:
                    lines.append("\t".join(cells))
            continue
        words = block.text.strip()
        if not words:
            continue
        style = block.style.name if block.style is not None else ""
        if not heading and (style == "Title" or (style or "").startswith("Heading")):
            heading = words
        lines.append(words)
    return lines, heading
