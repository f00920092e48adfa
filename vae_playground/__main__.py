"""Open VAE Playground: the app in the browser, from any folder."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs
from streamlit.web import cli

from vae_playground import APP, IS_INSTALLED

NAME = "vae-playground"


def main(arguments: Sequence[str] | None = None) -> None:
    """Start the server and open its page; until it is stopped with Ctrl-C.

    An installed app has no folder of its own to write into: runs and downloads go where the system keeps a
    person's data, unless ``VAE_RUNS_DIR`` and ``VAE_DATA_DIR`` or the options name other folders.
    """
    options, further = _parser().parse_known_args(arguments)
    for variable, folder in _folders(options).items():
        os.environ[variable] = str(folder)
    settings = [f"--server.headless={str(options.no_browser).lower()}", f"--server.port={options.port}"]
    settings += [f"--server.address={options.address}"] if options.address else []
    sys.argv = ["streamlit", "run", str(APP), *settings, *further]
    cli.main(prog_name="streamlit")


def _folders(options: argparse.Namespace) -> dict[str, Path]:
    """Where runs and data sets are kept, by the variable that says so; without what is left as it is."""
    asked = {"VAE_RUNS_DIR": options.runs, "VAE_DATA_DIR": options.data_dir}
    own = platformdirs.user_data_path(NAME, appauthor=False)
    usual = {"VAE_RUNS_DIR": own / "runs", "VAE_DATA_DIR": own / "data"} if IS_INSTALLED else {}
    unsaid = {variable: folder for variable, folder in usual.items() if not os.environ.get(variable)}
    return unsaid | {variable: folder.absolute() for variable, folder in asked.items() if folder}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=NAME, description=__doc__, epilog="Options of `streamlit run` are passed on to it."
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("--port", type=int, default=8501, help="where it listens (8501)")
    parser.add_argument("--address", help="the network address it listens at (all there are)")
    parser.add_argument("--no-browser", action="store_true", help="only serve, open no browser")
    parser.add_argument("--runs", type=Path, metavar="FOLDER", help="keep the lab's runs there")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="look for MNIST and its like there")
    return parser


def _version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        return "not installed: a checkout"


if __name__ == "__main__":
    main()
