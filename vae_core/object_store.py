"""Paths in an object store that speaks S3: Amazon's, MinIO, Garage and others; loaded only where one is asked for.

Who may use it, and where it is, says the environment, as for all programs that use one: ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_ENDPOINT_URL``, ``AWS_DEFAULT_REGION``.
"""

import errno
from typing import Any

from aiohttp import ClientError
from botocore.exceptions import BotoCoreError
from fsspec import register_implementation
from fsspec.asyn import sync_wrapper
from s3fs import S3FileSystem
from upath import UPath

# A store that does not answer holds up whoever asks: seconds, and tries.
SETTINGS = {"connect_timeout": 3, "read_timeout": 10, "retries": {"total_max_attempts": 2}}


class Store(S3FileSystem):
    """An S3 whose every error is an OSError, and which looks anew each time: others write to it as well."""

    retries = 2

    def __init__(self, *arguments: Any, **settings: Any):
        super().__init__(*arguments, **{"use_listings_cache": False, "config_kwargs": SETTINGS, **settings})

    async def _call_s3(self, *arguments: Any, **settings: Any) -> Any:
        try:
            return await super()._call_s3(*arguments, **settings)
        except (BotoCoreError, ClientError) as error:
            raise OSError(errno.EIO, str(error)) from error

    call_s3 = sync_wrapper(_call_s3)  # what an open file calls


register_implementation("s3", Store, clobber=True)


def at(place: str) -> UPath:
    """The path of ``s3://bucket/prefix``."""
    return UPath(place)
