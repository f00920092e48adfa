"""The server's log for machines: a line of JSON each, on standard error, and nothing in it about anybody.

Off, unless VAE_LOGS is ``json``. Addresses of computers and what follows a ``?`` are left out of messages; of an error
its kind is told and where it happened, but not its words, in which may be what somebody has typed.
"""

import logging
import os
import re
import traceback
from importlib import import_module
from pathlib import Path

from streamlit import logger as streamlits

FIELDS = ("asctime", "levelname", "name", "message")
NAMES = {"asctime": "time", "levelname": "level", "name": "logger"}
MISSING = "VAE_LOGS is json, and the package python-json-logger is missing: pip install -r requirements-servers.txt"
ROOT = f"{Path(__file__).resolve().parents[1]}{os.sep}"
PLACES = 12  # of an error, the innermost

# Addresses of version 4 and, in full or with two colons, of version 6; the query of an address.
_PERSONAL = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,5}\b"
    r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?::(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,5})*)?(?![\w:])"
    r"|(?<=\?)\S+"
)


def begin() -> None:
    """Write the log in that form, from now on, where it is asked for."""
    if os.environ.get("VAE_LOGS") != "json":
        return
    try:
        library = import_module("pythonjsonlogger.json")
    except ModuleNotFoundError:
        logging.getLogger(__name__).warning(MISSING)
        return
    handler = logging.StreamHandler()
    formatter = library.JsonFormatter(FIELDS, rename_fields=NAMES, json_ensure_ascii=False)
    formatter.formatException = told
    handler.setFormatter(formatter)
    handler.addFilter(without_persons)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    streamlits.setup_formatter = _pass_on  # its loggers, also those to come, have handlers of their own
    streamlits.update_formatter()
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)  # who asked for what is not written


def _pass_on(logger: logging.Logger) -> None:
    logger.removeHandler(getattr(logger, "streamlit_console_handler", None))
    logger.propagate = True


def without_persons(record: logging.LogRecord) -> bool:
    """Take out of a message what may tell of somebody; always true, as a filter that lets pass."""
    record.__dict__.pop("color_message", None)  # the same again, of uvicorn
    record.msg, record.args = _PERSONAL.sub("…", record.getMessage()), None
    return True


def told(error: tuple) -> str:
    """What kind of error it is, and where it happened."""
    kind, _, trace = error
    places = traceback.extract_tb(trace)[-PLACES:]
    at = " > ".join(f"{each.filename.removeprefix(ROOT)}:{each.lineno} {each.name}" for each in places)
    return f"{kind.__name__} at {at}"
