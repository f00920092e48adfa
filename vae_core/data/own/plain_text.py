"""Tables of text as programs and countries write them, made alike before they are looked at."""

import re

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TELLS_DELIMITER = re.compile(rb"sep=.\n", re.I)  # Excel's own first line
FOREIGN = re.compile(rb"[\x80-\xff]+")
REMARKS = re.compile(rb"(?:(#[^\n]*\n))+")
BLANKS = re.compile(rb" +")
ALIGNED = re.compile(rb" *[-+0-9.eE]+(?: +[-+0-9.eE]+)+\s*\n")  # columns of one width each
# A remark is that much shorter than the row below it; the names of columns, as NumPy marks them, are not.
SHORTER = 4


def plain(content: bytes) -> bytes:
    """A table in UTF-8, from its first row on, with one mark between two cells, whatever has written it."""
    content = in_unicode(content).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    content = _without_remarks(content)
    if not ALIGNED.match(content):
        return content
    rows = (BLANKS.sub(b" ", row.strip()) for row in content.splitlines())
    return b"\n".join(row for row in rows if row) + b"\n"


def beginning_of(content: bytes, most: int) -> bytes:
    """The first whole rows of a table, plain: as many as are in its first ``most`` bytes, an even number."""
    if len(content) <= most:
        return plain(content)
    part = content[:most]
    if not part.startswith(UTF_16):  # whose letters are two bytes, each of which could look like the end of a row
        part = part[: max(part.rfind(b"\n"), part.rfind(b"\r")) + 1]
    part = plain(part)
    return part[: part.rfind(b"\n") + 1]


def in_unicode(content: bytes) -> bytes:
    """Text as UTF-8."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", "replace").encode()
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("gb18030" if could_be_chinese(content) else "cp1252", "replace").encode()
    return content.removeprefix(b"\xef\xbb\xbf")


def could_be_chinese(content: bytes) -> bool:
    """Whether text that is no Unicode has two bytes for each letter that is not English."""
    return all(len(run) % 2 == 0 for run in FOREIGN.findall(content))


def _without_remarks(content: bytes) -> bytes:
    if tells := TELLS_DELIMITER.match(content):
        content = content[tells.end() :]
    remarks = REMARKS.match(content)
    if remarks is None:
        return content
    below = content.find(b"\n", remarks.end())
    row = (len(content) if below < 0 else below) - remarks.end()
    return content[remarks.start(1) if SHORTER * len(remarks[1]) > row else remarks.end() :]
