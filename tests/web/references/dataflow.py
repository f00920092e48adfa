"""The equations beside the diagram, as the page gives them to the script."""

from pathlib import Path

from ui.components.dataflow.words import equations


def make(folder: Path) -> dict:
    return {"equations": equations()}
