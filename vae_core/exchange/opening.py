"""Whatever file holds a model, opened: a checkpoint of ours, a ``state_dict`` or ONNX."""

from collections.abc import Mapping

from safetensors import SafetensorError
from safetensors.numpy import load as parse_arrays

from vae_core.exchange import layouts, onnx_files
from vae_core.exchange.foreign import Foreign
from vae_core.models import AnyConfig
from vae_core.packing import RECORD
from vae_core.training import checkpoints
from vae_core.training.checkpoints import Checkpoint

Opened = Checkpoint | Foreign


def shape_of(opened: Opened) -> AnyConfig:
    """What its network looks like."""
    return opened.shape if isinstance(opened, Foreign) else opened.config.model


def open_files(files: Mapping[str, bytes]) -> dict[str, Opened]:
    """The models in files, by the name of the file; those in ONNX are the halves of one.

    Raises:
        CheckpointError: a file holds none, and why.
    """
    halves = {file: content for file, content in files.items() if onnx_files.is_onnx(file, content)}
    models = {file: open_file(content, file) for file, content in files.items() if file not in halves}
    return models | ({", ".join(halves): onnx_files.read(halves)} if halves else {})


def open_file(content: bytes, file: str) -> Opened:
    """The model in one file; ``file`` is what its reader calls it.

    Raises:
        CheckpointError: there is none, and why.
    """
    if onnx_files.is_onnx(file, content):
        return onnx_files.read({file: content})
    return layouts.read(content, file) if _holds_weights_alone(content) else checkpoints.from_bytes(content, file)


def _holds_weights_alone(content: bytes) -> bool:
    try:
        return RECORD not in parse_arrays(content)
    except (SafetensorError, ValueError, KeyError, TypeError, ArithmeticError):
        return False
