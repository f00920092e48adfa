"""A Ray cluster of this one computer, in a process of its own: a head that trains nothing, and two nodes of two CPUs.

It prints its address; each line of its input kills or adds a node, and is answered once that is done. It ends with its
input.
"""

import subprocess
import sys
from pathlib import Path

# That a node is dead is known after 1.5 s, and not after 15: nobody else loads this network.
SOON = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 3}


class Cluster:
    """The cluster, as a test has it."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.address = self._process.stdout.readline().strip()
        assert self.address, "The cluster has not begun."

    def tell(self, command: str) -> None:
        """``"kill"`` the node that was added first, with all that it does, or ``"add"`` another."""
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == command

    def close(self) -> None:
        self._process.communicate(timeout=60)


def main() -> None:
    from ray.cluster_utils import Cluster as Simulated

    head = {"num_cpus": 0, "include_dashboard": False, "_system_config": SOON}
    cluster = Simulated(initialize_head=True, head_node_args=head)
    add = lambda: cluster.add_node(num_cpus=2)  # noqa: E731
    nodes = [add(), add()]
    print(cluster.address, flush=True)
    for line in sys.stdin:
        if line.strip() == "kill":
            cluster.remove_node(nodes.pop(0), allow_graceful=False)
        else:
            nodes.append(add())
        print(line.strip(), flush=True)
    cluster.shutdown()


if __name__ == "__main__":
    main()
