"""Files that are chosen together, as one."""

import io
import zipfile
from collections.abc import Mapping

from vae_core.data.own.archives import Member
from vae_core.data.own.kinds import kind_of


def as_one(files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The name and the content of one file that holds several: pictures, arrays, or images beside their labels.

    Each archive is a data set by itself: where there is one, the last file is meant.

    Args:
        files: at least one, by name, in the order in which they were chosen.
    """
    *others, (name, content) = files.items()
    kinds = {kind_of(Member(each, len(found), lambda most, found=found: found[:most])) for each, found in files.items()}
    if not others or "npz" in kinds:
        return name, content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for each, found in files.items():
            archive.writestr(zipfile.ZipInfo(each.replace("/", "_")), found)
    return f"{next(iter(files))} + {len(others)}", packed.getvalue()
