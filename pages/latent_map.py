"""A map of the codes: thousands of them by PCA and t-SNE, your own digit among them, and where nobody lives."""

from sections.latent_map.guide import GUIDE
from sections.latent_map.holes import holes
from sections.latent_map.map import code_map
from sections.latent_map.place import placing
from sections.latent_map.pooled import DRAWINGS_OF_ALL
from sections.latent_map.prior_draws import prior_draws
from ui import lesson, model_files, own_models
from ui.fields.latent_steps import MAP_STEPS
from ui.i18n import gettext as _
from ui.steps import Step

own = own_models.opened()
if own:
    question, introduction = own_models.introduction(
        of_a_run=_("Each dot is where the encoder of your run has put a held-out image."),
        of_a_file=_("Each dot is where the encoder of your file has put a test image of {dataset}."),
        of_a_decoder=_("Each dot would be where an encoder has put an image; your file has a decoder alone."),
    )
else:
    question = None
    introduction = _(
        "Each dot is the code $\\mu$ of a test image; colour and numeral say which digit it is. Neither encoder nor "
        "decoder was told: what groups here, the pixels have grouped."
    )


def choose_models() -> None:
    if own:
        own_models.way_back()
    model_files.open_files()


lesson.walk(
    MAP_STEPS,
    introduction,
    Step(
        "map",
        (*own_models.of_codes(code_map), own_models.say_what_was_assumed),
        choices=choose_models,
    ),
    Step("place", own_models.of_codes(placing), pooled=DRAWINGS_OF_ALL),
    Step("holes", own_models.of_codes(holes, prior_draws)),
    question=question,
    guide=GUIDE,
)
