"""Known vulnerabilities of what is installed: said, and an error where there is a version without.

``python .ci/audit.py SITE-PACKAGES``, with pip-audit installed. Where no index answers, as behind a closed network,
that is said and is no error: nothing is known then, which is not the same as nothing being amiss.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

MINUTES = 3


def report(folder: str) -> Mapping:
    """What pip-audit has found out; nothing where it came to no end."""
    command = [sys.executable, "-m", "pip_audit", "--path", folder, "-f", "json", "--progress-spinner", "off"]
    with suppress(subprocess.TimeoutExpired, ValueError):
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60 * MINUTES)
        return json.loads(done.stdout)
    return {"dependencies": []}


def verdict(found: Mapping) -> tuple[int, list[str]]:
    """The exit status, and what is to be said."""
    audited = [each for each in found["dependencies"] if "skip_reason" not in each]
    amiss = [(each, known) for each in audited for known in each["vulns"]]
    said = [
        f"{each['name']} {each['version']}: {known['id']}, mended in "
        + (", ".join(known["fix_versions"]) or "no version yet")
        for each, known in amiss
    ]
    if not audited:
        return 0, ["No index of vulnerabilities answers here: of no package is anything known."]
    left_out = len(found["dependencies"]) - len(audited)
    said.append(f"{len(audited)} packages audited, {len(amiss)} known vulnerabilities; {left_out} could not be.")
    return int(any(known["fix_versions"] for _, known in amiss)), said


if __name__ == "__main__":
    status, lines = verdict(report(sys.argv[1]))
    print("\n".join(lines))
    sys.exit(status)
