"""Files that almost are what they should be: sound ones, bent in a few places."""

from collections.abc import Callable, Mapping, Sequence

from hypothesis import strategies as st

# What makes readers stumble: ends, lengths without end, what other formats begin with.
PIECES = (
    *(
        b"",
        b"\x00",
        b"\xff",
        b"\x7f",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x00",
        b"\x7f\xff\xff\xff",
        b"\x80\x00\x00\x00",
    ),
    *(b"\xff" * 8, b"9" * 12, b"-1", b"1e999", b"nan", b"[" * 400, b"{" * 400, b'"', b"\n", b",", b"../../x", b"\\"),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"\x1f\x8b",
        b"BZh9",
        b"\x93NUMPY",
        b"PAR1",
        b"\x89PNG",
        b"\xed\xa0\x80",
    ),
)


def _cut(content: bytes, at: int, _piece: bytes) -> bytes:
    return content[:at]


def _insert(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at:]


def _overwrite(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at + len(piece) :]


def _take_out(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + content[at + max(1, len(piece)) :]


def _flip(content: bytes, at: int, piece: bytes) -> bytes:
    if at >= len(content):
        return content
    return content[:at] + bytes([content[at] ^ (piece or b"\x01")[0] or 1]) + content[at + 1 :]


def _again(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + content[max(0, at - 64 * (1 + len(piece))) :]


BENDS = (_cut, _insert, _overwrite, _overwrite, _take_out, _flip, _flip, _again)
# Headers are at the beginning and, of a zip, at the end.
places = st.integers(0, 160) | st.integers(-160, -1) | st.integers(0, 2**20)
bends = st.tuples(st.sampled_from(BENDS), places, st.sampled_from(PIECES) | st.binary(min_size=1, max_size=6))


def bent(content: bytes, how: Sequence[tuple[Callable, int, bytes]]) -> bytes:
    """The content after some bends."""
    for bend, at, piece in how:
        length = len(content)
        place = max(0, length + at) if at < 0 else at % (length + 1)
        content = bend(content, place, piece)
    return content


@st.composite
def spoilt(draw: st.DrawFn, sound: Mapping[str, bytes], least: int = 1) -> tuple[str, bytes]:
    """One of these files, by its name, after a few bends."""
    name = draw(st.sampled_from(sorted(sound)))
    return name, bent(sound[name], draw(st.lists(bends, min_size=least, max_size=6)))
