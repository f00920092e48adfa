"""Divergence as a price: how many bits too long messages get in a code made for other frequencies.

Sources: Shannon, "A mathematical theory of communication" (1948), cited as S; Huffman, "A method for the construction
of minimum-redundancy codes" (1952); Cover & Thomas, "Elements of Information Theory" (2006), cited as CT.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import rel_entr

from vae_core.config import is_number, is_whole, require
from vae_core.probability.parameters import changed, rescaled

Symbols = Float[np.ndarray, " symbols"]
Probabilities = Sequence[float]

FEWEST, MOST = 2, 8
# A length that is whole up to rounding is whole.
ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Coding:
    """Symbols drawn from P, written in a code made for Q. Lengths in bits, ``[symbols]``.

    Attributes:
        p: how often each symbol comes.
        q: how often the code expects it.
        lengths_p: −log₂ p, the ideal lengths; ∞ for a symbol that never comes.
        lengths_q: −log₂ q, the lengths of the code in use; ∞ for a symbol without a code word.
        average: of ``lengths_q`` over P, the cross-entropy H(P, Q) in bits.
        entropy: the average of ``lengths_p``, H(P) in bits: the shortest possible.
        excess: KL(P‖Q) in bits: the average minus the entropy.
        waste: pᵢ log₂(pᵢ / qᵢ), the part of each symbol in that; negative for one with too short a word.
        whole_lengths: ⌈−log₂ q⌉: what words of whole bits need (Shannon's code).
        whole_average: their average over P.
        words: Huffman's code for Q, the best one of whole bits, in zeros and ones; ``None`` for a symbol that Q never
            expects, and the empty word for one that it is sure of.
        huffman_average: the average length of its words over P; ∞ where one has none.
    """

    p: Symbols
    q: Symbols
    lengths_p: Symbols
    lengths_q: Symbols
    average: float
    entropy: float
    excess: float
    waste: Symbols
    whole_lengths: Symbols
    whole_average: float
    words: tuple[str | None, ...]
    huffman_average: float


def coding(p: Probabilities, q: Probabilities) -> Coding:
    """The code for Q used on symbols from P.

    Args:
        p: probabilities of 2 to 8 symbols, summing to 1.
        q: as many.

    Raises :class:`~vae_core.errors.ConfigError` where they are not.

    Examples:
        >>> found = coding((0.5, 0.25, 0.25), (0.25, 0.25, 0.5))
        >>> found.average, found.entropy, found.excess
        (1.75, 1.5, 0.25)
        >>> found.words
        ('01', '00', '1')
    """
    _check(p)
    _check(q)
    require(len(p) == len(q), f"P has {len(p)} symbols and Q has {len(q)}")
    p, q = np.array(p, dtype=float), np.array(q, dtype=float)
    lengths_p, lengths_q = code_lengths(p), code_lengths(q)
    whole = np.ceil(lengths_q - ROUNDING)
    words = huffman_code(tuple(q.tolist()))
    return Coding(
        p, q, lengths_p, lengths_q,
        average=average_length(p, lengths_q),
        entropy=average_length(p, lengths_p),
        excess=excess_bits(p, q),
        waste=rel_entr(p, q) / math.log(2),
        whole_lengths=whole,
        whole_average=average_length(p, whole),
        words=words,
        huffman_average=average_length(p, np.array([math.inf if word is None else len(word) for word in words], float)),
    )  # fmt: skip


def code_lengths(q: Symbols) -> Symbols:
    """How long each symbol's word is in the best code for q, in bits."""
    with np.errstate(divide="ignore"):  # no word is long enough for a symbol of probability 0
        # ℓᵢ = −log₂ qᵢ   (S, section 9)
        return 0.0 - np.log2(q)


def average_length(p: Symbols, lengths: Symbols) -> float:
    """How many bits a symbol takes on average when symbols come with probabilities p."""
    comes = p > 0
    # L = Σᵢ pᵢ ℓᵢ   (CT, eq. 5.1)
    return float(p[comes] @ lengths[comes])


def excess_bits(p: Symbols, q: Symbols) -> float:
    """How many bits too many: KL(P‖Q) with logarithms to the base 2."""
    # Σᵢ pᵢ log₂(pᵢ / qᵢ)   (CT, theorem 5.4.3)
    return float(rel_entr(p, q).sum()) / math.log(2)


def huffman_code(q: tuple[float, ...]) -> tuple[str | None, ...]:
    """The prefix-free words of whole bits that are shortest on average under q; none for what never comes."""
    words = ["" if probability > 0 else None for probability in q]
    # The two rarest groups of symbols are joined, and told apart by one more bit in front, until one is left.
    groups = [(probability, number, [number]) for number, probability in enumerate(q) if probability > 0]
    heapq.heapify(groups)
    for number in range(len(q), len(q) + len(groups) - 1):
        (rare, _, first), (less_rare, _, second) = heapq.heappop(groups), heapq.heappop(groups)
        for bit, group in (("1", first), ("0", second)):
            for symbol in group:
                words[symbol] = bit + words[symbol]
        heapq.heappush(groups, (rare + less_rare, number, first + second))
    return tuple(words)


def with_probability(probabilities: Probabilities, index: int, value: float) -> tuple[float, ...]:
    """The table with one probability set; the others keep their proportions and fill up to 1.

    Where the others are all 0 they share what is left equally. A value outside 0 to 1 is moved to the nearer end.
    Raises :class:`~vae_core.errors.ConfigError` where the table is none or has no such symbol.
    """
    _check(probabilities)
    require(is_whole(index, 0, len(probabilities) - 1), f"there is no symbol {index!r}")
    require(not math.isnan(value), "a probability cannot be NaN")
    value = float(min(max(value, 0.0), 1.0))
    # pⱼ ← pⱼ (1 − v) / Σₖ pₖ over the others
    return rescaled(changed(tuple(map(float, probabilities)), index, value), index)


def resized(probabilities: Probabilities, count: int) -> tuple[float, ...]:
    """The table with so many symbols: the last ones left out, or new ones that share equally in the probability.

    Raises :class:`~vae_core.errors.ConfigError` where the table is none, or ``count`` not from 2 to 8.
    """
    _check(probabilities)
    require(is_whole(count, FEWEST, MOST), f"a table has {FEWEST} to {MOST} symbols, not {count!r}")
    kept = np.array(probabilities[:count], dtype=float)
    shares = kept / kept.sum() if kept.sum() > 0 else np.full(len(kept), 1 / len(kept))
    new = [1 / count] * (count - len(kept))
    return (*(shares * len(kept) / count).tolist(), *new)


def _check(probabilities: Probabilities) -> None:
    count = len(probabilities)
    require(is_whole(count, FEWEST, MOST), f"a table has {FEWEST} to {MOST} symbols, not {count}")
    require(all(is_number(float(p), 0, 1) for p in probabilities), "probabilities lie between 0 and 1")
    total = math.fsum(probabilities)
    require(abs(total - 1) <= ROUNDING, f"the probabilities must sum to 1, not {total:.10g}")
