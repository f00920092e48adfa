"""The app as an installed package: here it finds its pages and what they need, beside ``vae_core``."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent

# A wheel puts the pages into this folder; in a checkout they lie beside it.
IS_INSTALLED = (_HERE / "app.py").is_file()
APP = (_HERE if IS_INSTALLED else _HERE.parent) / "app.py"
