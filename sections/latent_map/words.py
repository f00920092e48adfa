"""What is said of the map."""

import streamlit as st

from sections.latent_map import choices, controls
from sections.latent_map.choices import Shown
from ui import charts, lesson
from ui.formulas import coloured
from ui.i18n import gettext as _
from vae_core.analysis.neighbours import NEIGHBOURS


def readings(shown: Shown, held: charts.Ids) -> None:
    """Of the whole map, and of the set that was encircled."""
    if not charts.is_measurable(shown.source):
        lesson.reading(_("There are too few points to speak of a point's {k} neighbours.").format(k=NEIGHBOURS))
        return
    whole = choices.measured(shown)
    if any(each is None for each in whole):
        lesson.reading(_("The measures of the map follow when it is finished."))
        return
    lesson.reading(
        _("On the map a point keeps {kept} of the {k} nearest neighbours that it has in the latent space.").format(
            kept=_(" and ").join(f"**{each.kept:.0%}**" for each in whole), k=NEIGHBOURS
        )
    )
    _compare(shown, held)
    st.caption(
        _(
            "Of the {k} nearest neighbours of each point, and of 1000 points at most. Trustworthiness is 1 where all "
            "neighbours on the map are neighbours in the latent space."
        ).format(k=NEIGHBOURS)
    )


def _compare(shown: Shown, held: charts.Ids) -> None:
    """The measures of each map beside those of the latent space and the pictures."""
    names, sets = [_("all points")], [()]
    if held:
        _who(shown, held)
        names.append(_("the {n} encircled").format(n=len(held)))
        sets.append(held)
    rows = []
    for name, points in zip(names, sets, strict=True):
        measured, pure = choices.measured(shown, points), charts.purities(shown.source, points)
        of = _("{what}, {whom}").format
        rows += [
            [of(what=_("trustworthiness"), whom=name), *(f"{each.trustworthiness:.3f}" for each in measured), "", ""],
            [of(what=_("neighbours kept"), whom=name), *(f"{each.kept:.0%}" for each in measured), "", ""],
        ]
        if charts.has_classes(shown.source):
            both = f"{pure.latent:.0%}", f"{pure.pixels:.0%}"
            kept = (f"{each.purity:.0%}" for each in measured)
            rows.append([of(what=_("neighbours of the same class"), whom=name), *kept, *both])
    lesson.table(["", *shown.titles, _("latent space"), _("pixels")], rows)


def _who(shown: Shown, held: charts.Ids) -> None:
    counts = charts.counts(shown.source, held)
    each = ", ".join(f"**{label}** × {n}" if label >= 0 else f"? × {n}" for label, n in counts.items())
    lesson.reading(_("You have encircled {n} points: {each}.").format(n=len(held), each=each))


def warnings(shown: Shown) -> None:
    """What a picture of t-SNE does not say."""
    with st.container(border=True):
        st.markdown(
            _(
                "**:material/warning: What t-SNE does not say**\n\n"
                "- **How far apart** two groups lie means little: beyond its neighbours a point is only pushed away.\n"
                "- **How large** a group is means little: dense ones are spread out, sparse ones drawn together.\n"
                "- **Perplexity** says how many neighbours count. A small one finds groups in pure noise: look at "
                "two.\n"
                "- **The start** decides where groups come to lie. What changes when you run it twice was never in "
                "the data."
            )
        )
        st.button(
            _("Run it twice, from two random starts"),
            icon=":material/content_copy:",
            key="run_twice",
            on_click=controls.run_twice,
        )


def formulas(shown: Shown) -> None:
    if shown.is_tsne:
        st.markdown(
            _(
                "t-SNE turns distances into probabilities of being neighbours, in the latent space with normal "
                "densities whose width gives each point the perplexity $2^{H(p_{\\cdot|i})}$, on the map with "
                "Student's $t$; then it moves the points $y$ downhill on the KL between the two:"
            )
        )
        st.latex(
            coloured(
                r"\begin{aligned} p_{j|i} &\propto e^{-\|<z>_i - <z>_j\|^2 / 2\sigma_i^2}, \quad"
                r" p_{ij} = \tfrac{p_{j|i} + p_{i|j}}{2n}, \quad q_{ij} \propto \frac{1}{1 + \|y_i - y_j\|^2} \\"
                r" <kl>(P\|Q) &= \sum_{i \neq j} p_{ij} \log \frac{p_{ij}}{q_{ij}} \end{aligned}"
            )
        )
    elif not shown.charts[0].is_space:
        st.markdown(
            _(
                "PCA looks at the cloud from where it is widest: $B$ holds the leading eigenvectors of the codes' "
                "covariance, and the map is a shadow of the space. Distances can only shrink in it."
            )
        )
        st.latex(coloured(r"y = B^\top <z>, \qquad \mathrm{Cov}(<z>)\, b_k = \lambda_k b_k"))
    st.markdown(
        _(
            "Trustworthiness counts the strangers: $j$ is among the $k$ nearest of $i$ on the map, but only the "
            "$r(i, j)$-th in the latent space."
        )
    )
    st.latex(
        coloured(
            r"T = 1 - \frac{2}{nk(2n - 3k - 1)} \sum_i \sum_{j \in N_k^{\text{map}}(i)}"
            r" \max(0,\ r_{<z>}(i, j) - k)"
        )
    )
