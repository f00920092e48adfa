"""The command line: ``python -m vae_core train | evaluate | publish | gaps | compress | decompress | export``."""

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

from vae_core import data
from vae_core.data import own
from vae_core.errors import ConfigError, VaeCoreError

FAILED, MISUSED, INTERRUPTED = 1, 2, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 misused, 130 interrupted."""
    _write_what_can_be_written()
    options = _parser().parse_args(arguments)
    try:
        import torch  # after the options are understood: --help should not wait for it

        from vae_core import commands

        if options.threads:
            torch.set_num_threads(options.threads)
        getattr(commands, options.command)(options)
    except ConfigError as error:
        return _complain(error, MISUSED)
    except VaeCoreError as error:
        return _complain(error, FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    return 0


def _write_what_can_be_written() -> None:
    """On Windows a file or a pipe takes the letters of the system's own alphabet; one that it lacks, β, is no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(message, code: int) -> int:
    print(f"error: {message}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m vae_core", description="Train and evaluate autoencoders and denoisers."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    shared = argparse.ArgumentParser(add_help=False)
    source = shared.add_argument_group("data")
    names = ", ".join(data.NAMES)
    source.add_argument(
        "--dataset", type=_data_set, default="mnist", metavar="NAME_OR_FILE", help=f"{names}, or images of your own"
    )
    source.add_argument("--data-dir", type=Path, help="folder with the four IDX files, gzipped or not")
    found = "of images of your own; found from them when left out"
    source.add_argument("--invert", choices=("yes", "no"), help=f"whether dark and light change places, {found}")
    source.add_argument("--turn", choices=own.TURNS, help=f"how pictures are turned, {found}")
    source.add_argument("--levels", type=_pair, metavar="LOW,HIGH", help=f"no light and full light, {found}")
    shared.add_argument(
        "--threads", type=_count(1), help="threads for the arithmetic; results repeat bit for bit only at equal numbers"
    )

    _add_train(commands, shared)
    _add_evaluate(commands, shared)
    _add_publish(commands, shared)
    _add_gaps(commands, shared)
    _add_compress(commands, shared)
    _add_decompress(commands)
    _add_export(commands)
    return parser


def _add_train(commands, shared: argparse.ArgumentParser) -> None:
    train = commands.add_parser("train", parents=[shared], help="train a model and save it")
    train.add_argument("--out", type=Path, required=True, help="folder for the checkpoint")
    train.add_argument("--seed", type=int, default=0)
    _add_begin_with(train, "whose weights it begins with")
    _add_model(train.add_argument_group("model"))
    _add_objective(train.add_argument_group("objective"))
    _add_denoiser(train.add_argument_group("a denoiser, --model diffusion"))
    _add_optimiser(train.add_argument_group("optimisation"))


def _add_begin_with(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--begin-with", metavar="NAME_OR_PATH", help=f"a model of the same network {what}")


def _add_model(group) -> None:
    group.add_argument("--model", choices=("ae", "vae", "diffusion", "classifier"), default="vae")
    group.add_argument("--latent-dim", type=int, default=8)
    group.add_argument("--hidden", type=_widths, default=(512, 256), help="widths such as 512,256; '' for none")
    group.add_argument("--activation", choices=("relu", "silu", "tanh"), default="silu")


def _add_objective(group) -> None:
    group.add_argument(
        "--reconstruction", choices=("squared-error", "bernoulli", "gaussian", "beta-binomial"), default="bernoulli"
    )
    group.add_argument("--log-variance", type=float, help="of a Gaussian p(x|z); learned when left out")
    group.add_argument("--beta", type=float, default=1.0)
    group.add_argument("--samples", type=int, default=1, metavar="K", help="draws of z for each image, of a VAE")
    group.add_argument("--bound", choices=("elbo", "importance-weighted"), default="elbo", help="of K draws")
    group.add_argument("--input-noise", type=float, default=0.0, help="how often the encoder sees a binarised copy")
    group.add_argument("--binarise", action="store_true", help="learn Bernoulli samples of the images, drawn anew")


def _add_denoiser(group) -> None:
    group.add_argument("--codes-of", metavar="NAME", help="a pretrained autoencoder whose codes are denoised")
    group.add_argument("--draws", type=_count(1), default=1, help="codes of each image, of a VAE")
    group.add_argument("--width", type=int, default=32, help="units of a layer, of images channels")
    group.add_argument("--blocks", type=int, default=2, help="residual blocks, of images at each stage")
    group.add_argument("--classes", type=int, default=10, help="that it can be told; 0 for none")
    group.add_argument("--noise-schedule", choices=("linear", "cosine", "log-snr"), default="cosine")
    group.add_argument("--noise-steps", type=int, default=1000)
    group.add_argument("--weighting", choices=("simple", "bound"), default="simple")
    group.add_argument("--label-dropout", type=float, default=0.1, help="how often it learns without the class")


def _add_optimiser(group) -> None:
    group.add_argument("--epochs", type=int, default=20)
    group.add_argument("--batch-size", type=int, default=128)
    group.add_argument("--learning-rate", type=float, default=1e-3)
    group.add_argument("--schedule", choices=("constant", "one-cycle", "staged"), default="constant")
    group.add_argument("--weight-decay", type=float, default=0.0)
    group.add_argument("--momentum", type=float, default=0.9, help="Adam's β₁")
    group.add_argument("--epsilon", type=float, default=1e-8, help="Adam's ε")
    group.add_argument("--initialisation", choices=("uniform", "glorot"), default="uniform", help="of the weights")
    group.add_argument("--max-gradient-norm", type=float, help="shorten longer gradients")
    group.add_argument("--patience", type=int, help="epochs without a better test loss after which to stop")


def _add_evaluate(commands, shared: argparse.ArgumentParser) -> None:
    evaluate = commands.add_parser("evaluate", parents=[shared], help="score a model, in nats per image")
    evaluate.add_argument("model", metavar="NAME_OR_PATH", help="a pretrained model, or a checkpoint's folder or file")
    evaluate.add_argument("--split", choices=("train", "test"), default="test")
    evaluate.add_argument("--limit", type=_count(1), help="only the first so many images")
    evaluate.add_argument(
        "--importance-samples", type=_count(2), metavar="K", help="also estimate the NLL with K samples"
    )
    evaluate.add_argument(
        "--keep", type=Path, metavar="FILE", help="where each image's NLL is kept: what is there is not scored again"
    )
    evaluate.add_argument("--seed", type=int, default=0)
    evaluate.add_argument("--json", action="store_true", help="print one JSON object instead of a table")


def _add_publish(commands, shared: argparse.ArgumentParser) -> None:
    publish = commands.add_parser(
        "publish",
        parents=[shared],
        help="turn a checkpoint into a pretrained model",
        description="Give --threads and --begin-with as the training had them: the model card repeats them.",
    )
    _add_begin_with(publish, "whose weights the training began with")
    publish.add_argument("checkpoint", type=Path, metavar="DIR")
    publish.add_argument("name")


def _add_gaps(commands, shared: argparse.ArgumentParser) -> None:
    gaps = commands.add_parser(
        "gaps",
        parents=[shared],
        help="measure how far a pretrained model's bound is from log p(x), and keep it beside the model",
        description="By quadrature over a latent plane, half a second an image; of training and test images.",
    )
    gaps.add_argument("name", metavar="NAME", help="a pretrained model of black and white images")
    gaps.add_argument("--images", type=_count(2), default=1000, help="of each split, drawn by seed")
    gaps.add_argument("--seed", type=int, default=0)


def _add_compress(commands, shared: argparse.ArgumentParser) -> None:
    compress = commands.add_parser(
        "compress", parents=[shared], help="images as a file whose size is the model's negative ELBO"
    )
    compress.add_argument("images", metavar="IMAGES", help="a file with images or a data set's name")
    compress.add_argument("out", type=Path, metavar="OUT")
    compress.add_argument("--model", default="mnist-binary-vae-2d", metavar="NAME", help="a pretrained model of pixels")
    compress.add_argument("--split", choices=("train", "test"), default="test")
    compress.add_argument("--limit", type=_count(1), help="only the first so many images")
    compress.add_argument("--seed", type=int, default=0, help="by which grey becomes black and white, if it must")


def _add_decompress(commands) -> None:
    decompress = commands.add_parser("decompress", help="the images of such a file, as IDX")
    decompress.add_argument("file", type=Path, metavar="FILE")
    decompress.add_argument("out", type=Path, metavar="OUT", help="gzipped where it ends in .gz")
    decompress.set_defaults(threads=1)


def _add_export(commands) -> None:
    export = commands.add_parser("export", help="a model for other programs (ONNX) or for a browser alone (HTML)")
    export.add_argument("model", metavar="NAME_OR_PATH", help="a pretrained model, or a checkpoint's folder or file")
    export.add_argument("out", type=Path, metavar="OUT", help="ends in .onnx or .html")
    export.add_argument("--part", choices=("decoder", "encoder"), default="decoder", help="which half, of ONNX")
    export.add_argument("--data-dir", type=Path, help="folder with the images whose codes the page shows")
    export.set_defaults(threads=None)


def _data_set(text: str) -> str:
    """A type for the name of a data set, or the path of a file or folder with images."""
    could_be_a_path = Path(text).suffix or len(Path(text).parts) > 1
    if text not in data.NAMES and not could_be_a_path and not Path(text).exists():
        raise argparse.ArgumentTypeError(f"{text} is neither a file nor a data set: those are {', '.join(data.NAMES)}")
    return text


def _pair(text: str) -> tuple[float, float]:
    """A type for two numbers."""
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected two numbers such as 0,255, not {text}") from None
    return low, high


def _count(low: int) -> Callable[[str], int]:
    """A type for whole numbers from ``low``."""

    def count(text: str) -> int:
        if int(text) < low:
            raise argparse.ArgumentTypeError(f"must be at least {low}")
        return int(text)

    return count


def _widths(text: str) -> tuple[int, ...]:
    return tuple(int(width) for width in text.split(",") if width.strip())


if __name__ == "__main__":
    sys.exit(main())
