"""All doors of the app against inputs that nobody would write: the properties of tests/fuzz, with more cases.

``python -m benchmarks.fuzz --cases 10000`` takes a few minutes. An input that is answered by anything but a sentence,
that takes two seconds or a gigabyte, or that reaches out of its folders, ends it, made as small as it can be.
"""

import argparse
import os
import sys
import time

import pytest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000, help="of all doors together")
    parser.add_argument("--door", default="", help="a word of the names of the tests; all, without one")
    asked = parser.parse_args()
    os.environ["FUZZ_CASES"] = str(asked.cases)  # tests/fuzz/guarded.py
    began = time.perf_counter()
    status = pytest.main(["-n", "0", "--hypothesis-show-statistics", "-k", asked.door, "tests/fuzz"])
    print(f"{time.perf_counter() - began:.0f} s")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
