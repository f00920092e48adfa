"""A die: how probable each face is, and how often it has come."""

from vae_core.figures.canvas import Panel, bars, dots, sheet
from vae_core.figures.figure import Figure
from vae_core.probability.throws import Throws

# Between a face and its neighbours, and over the highest bar.
WIDTH, ROOM = 0.62, 1.18


def faces(throws: Throws, *, in_event: str = "in A", others: str = "not in A", share: str = "share so far") -> Figure:
    """A bar for each face, strong where the event holds it, and a diamond where its share of the throws is."""
    shares, highest = throws.counts / throws.n, float(throws.probabilities.max())
    top = ROOM * max(highest, min(float(shares.max()), 2 * highest))  # one throw has a share of 1
    marks = [
        bars(throws.faces[which], throws.probabilities[which], "p", name=name, opacity=opacity, width=WIDTH)
        for which, name, opacity in ((throws.is_in_event, in_event, 0.85), (~throws.is_in_event, others, 0.25))
    ]
    marks.append(dots(throws.faces, shares, "x", name=share, size=11, marker={"symbol": "diamond"}))
    ends = float(throws.faces.min()) - 0.7, float(throws.faces.max()) + 0.7
    panel = Panel("<i>x</i>", "<i>P</i>(<i>X</i> = <i>x</i>)", x_range=ends, y_range=(0, top))
    return sheet([panel], marks, height=320).update_layout(barmode="overlay", xaxis={"tickvals": throws.faces})
