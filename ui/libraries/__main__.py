"""Fetch the bundles of the plotly.js that the installed plotly was made for: ``python -m ui.libraries``."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pooch
from plotly.offline import get_plotlyjs_version

from ui import libraries

SOURCE = "https://registry.npmjs.org/{package}/-/{package}-{version}.tgz"


def refresh() -> None:
    version = get_plotlyjs_version()
    with TemporaryDirectory() as folder:
        for bundle in libraries.BUNDLES:
            url = SOURCE.format(package=f"plotly.js-{bundle}-dist-min", version=version)
            members = [f"package/{libraries.file_name(bundle)}", "package/LICENSE"]
            for path in pooch.retrieve(url, None, path=folder, processor=pooch.Untar(members)):
                shutil.copyfile(path, libraries.FOLDER / Path(path).name)


if __name__ == "__main__":
    refresh()
