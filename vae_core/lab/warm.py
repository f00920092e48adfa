"""Imported by the process from which workers are made, and by nothing else: what they need, and nothing besides."""

import os
import sys
from importlib import import_module

from vae_core import storage

# scikit-learn imports pandas where it finds it, to recognise its tables, and pandas imports pyarrow: 65 MB that no
# worker needs. So it does not find it.
sys.modules.setdefault("pandas", None)

for name in (
    "vae_core.lab.worker",
    "vae_core.lab.embedding_work",
    "openTSNE.affinity",
    "sklearn.datasets",
    "scipy.ndimage",
):
    import_module(name)

if storage.BETWEEN in os.environ.get("VAE_RUNS_DIR", ""):
    import_module("vae_core.object_store")
