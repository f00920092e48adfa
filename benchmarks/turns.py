"""A class presses Play at once: when has each seen its models learn, and when is each served whole?

    python -m benchmarks.turns [--people 30] [--seconds 300]

The runner alone, without pages: the order of turns is what is measured. It takes as long as it is given.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from vae_core.lab import limits
from vae_core.lab.events import Record
from vae_core.lab.experiment import Experiment
from vae_core.lab.local import LocalRunner


def has_learned(record: Record) -> bool:
    """Whether both models have told of a step."""
    return all(member.newest and member.newest.step > 0 for member in record.members.values())


def serve(runner: LocalRunner, people: int, seconds: float) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds until each run has been seen to learn, and until it was over; who waited longer is missing."""
    begun = time.monotonic()
    runs = [runner.start(Experiment(), f"person {number}") for number in range(people)]
    seen, over = {}, {}
    while len(over) < people and time.monotonic() - begun < seconds:
        for run in set(runs) - set(over):
            record = runner.record(run)
            if has_learned(record):
                seen.setdefault(run, time.monotonic() - begun)
            if record.is_over:
                over[run] = time.monotonic() - begun
        time.sleep(0.2)
    return seen, over


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runner = LocalRunner(Path(folder), limits.load())
        try:
            seen, over = serve(runner, args.people, args.seconds)
        finally:
            runner.close()
    for what, when in (("seen to learn", seen), ("over", over)):
        times = f": median {statistics.median(when.values()):.0f} s, last {max(when.values()):.0f} s" if when else ""
        print(f"{what}: {len(when)} of {args.people}{times}")


if __name__ == "__main__":
    main()
