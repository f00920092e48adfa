"""Two tables of probabilities over the same symbols as one setting: ``0.5_0.5-0.9_0.1`` in the address."""

from dataclasses import dataclass

from ui.fields.field import Number, Sequence
from vae_core.probability.categorical import normalised

BETWEEN = "-"
# Four digits of each: a table that is further from a sum of 1 was never one.
ROUNDED = 1e-3

Table = tuple[float, ...]


@dataclass(frozen=True)
class TablesKind:
    """P and Q over the same symbols.

    Attributes:
        fewest, most: how many symbols there may be.
    """

    fewest: int
    most: int

    def parse(self, text: str) -> tuple[Table, Table]:
        p, q = (self._table.parse(part) for part in text.split(BETWEEN))
        if len(p) != len(q):
            raise ValueError(text)
        return normalised(p), normalised(q)

    def format(self, tables: tuple[Table, Table]) -> str:
        return BETWEEN.join(self._table.format(table) for table in tables)

    @property
    def _table(self) -> Sequence:
        return Sequence(Number(0.0, 1.0), self.fewest, self.most, lambda table: abs(sum(table) - 1) < ROUNDED)
