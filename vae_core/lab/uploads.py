"""Files that visitors have uploaded, kept on disk under a hash of their content: a page loaded again finds them."""

import hashlib
import re
import threading

import numpy as np

from vae_core import storage
from vae_core.errors import CheckpointError, DatasetError, Sentence
from vae_core.packing import pack, unpack
from vae_core.storage import AnyPath, write_atomically

TOKEN = re.compile(r"[0-9a-f]{32}")
GONE = Sentence("The images in this address are not on this server any more: upload the file again.")


class Uploads:
    """The uploads in a folder.

    Args:
        folder: where they are.
        kept_bytes: of all together; those not asked for longest go first.
    """

    def __init__(self, folder: AnyPath, kept_bytes: int):
        self._folder, self._kept_bytes = folder, kept_bytes
        self._lock = threading.Lock()

    def keep(self, name: str, content: bytes) -> str:
        """Keep a file; returns the token under which :meth:`find` has it.

        Raises :class:`DatasetError` where it cannot be written.
        """
        token = hashlib.sha256(name.encode("utf-8", "replace") + b"\0" + content).hexdigest()[:32]
        packed = pack({"name": name}, {"content": np.frombuffer(content, np.uint8)})
        try:
            with self._lock:
                self._folder.mkdir(parents=True, exist_ok=True)
                write_atomically(self._path(token), packed)
                self._sweep(token)
        except OSError as error:
            raise DatasetError(
                "The file could not be kept on the server: {error}.", error=error.strerror or error
            ) from error
        return token

    def find(self, token: str) -> tuple[str, bytes]:
        """The name and the content of a file. Raises :class:`DatasetError` where it is not kept any more."""
        if not TOKEN.fullmatch(token):
            raise DatasetError(GONE)
        try:
            with self._lock:
                content = self._path(token).read_bytes()
                storage.refresh(self._path(token))  # it was asked for
            record, arrays = unpack(content)
            return str(record["name"]), arrays["content"].tobytes()
        except (OSError, CheckpointError, LookupError) as error:
            raise DatasetError(GONE) from error

    def _path(self, token: str) -> AnyPath:
        return self._folder / f"{token}.safetensors"

    def _sweep(self, newest: str) -> None:
        found = {path: path.stat() for path in self._folder.glob("*.safetensors")}
        paths = sorted(found, key=lambda path: found[path].st_mtime_ns)
        sizes = {path: found[path].st_size for path in paths}
        for path in paths:
            if sum(sizes.values()) > self._kept_bytes and path.name != self._path(newest).name:
                path.unlink(missing_ok=True)
                del sizes[path]
