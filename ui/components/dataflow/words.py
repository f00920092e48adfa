"""What is written beside the diagram: a sentence on each stage, and its equations."""

from ui.i18n import gettext as _
from ui.i18n import mark

STAGES = (mark("The whole way"), mark("Encode"), mark("Sample"), mark("Decode"), mark("Loss"), mark("Gradient"))

# (stage, of which model, the equation, whose number stands behind it). <name> is a symbol.
EQUATIONS = (
    (1, "vae", "(<mu>, log <sigma>²) = encoder(<x>)", ""),
    (1, "ae", "<z> = encoder(<x>)", ""),
    (2, "vae", "<z> = <mu> + <sigma> ⊙ <epsilon>,  <epsilon> ~ N(0, I)", ""),
    (3, "both", "<x_hat> = sigmoid(decoder(<z>))", ""),
    (4, "both", "<reconstruction> = −Σ <x> log <x_hat> + (1 − <x>) log(1 − <x_hat>)", "reconstruction"),
    (4, "vae", "<kl> = Σ ½ (<mu>² + <sigma>² − 1 − log <sigma>²)", "kl"),
    (4, "vae", "L = <reconstruction> + <kl>", "loss:vae"),
    (4, "ae", "L = <reconstruction>", "loss:ae"),
    (5, "both", "∂L/∂<z> = Jᵀ (<x_hat> − <x>),  J = ∂ decoder(<z>)/∂<z>", ""),
    (5, "vae", "∂L/∂<mu> = ∂L/∂<z> + <mu>", "vae:ofMu"),
    (5, "vae", "∂L/∂<sigma> = ∂L/∂<z> ⊙ <epsilon> + <sigma> − 1/<sigma>", "vae:ofSigma"),
)


def equations() -> list[dict]:
    """The equations, as the component takes them."""
    return [{"stage": stage, "of": of, "text": text, "value": value} for stage, of, text, value in EQUATIONS]


def _sentences() -> list[str]:
    return [
        _("The AE hands on a point, the VAE draws one. Point at a symbol, a number or a line of code: they belong."),
        _("Encode: the AE answers with a point z. The VAE answers with a distribution: a mean μ and a width σ each."),
        _("Sample: the VAE draws ε and moves from μ by σ ⊙ ε. The AE has nothing to draw: its z is its answer."),
        _("Decode: the decoder sees the eight numbers of z and nothing else, and paints all 784 pixels."),
        _("Loss: how badly x̂ tells x, in nats. The VAE also pays for every dimension that leaves the prior N(0, 1)."),
        _("Gradient: how the loss would change with each number. It reaches μ and σ through z; none is asked for ε."),
    ]


def _names() -> dict[str, str]:
    return {
        "x": _("the digit"),
        "mu": _("mean"),
        "sigma": _("standard deviation"),
        "epsilon": _("noise"),
        "z": _("code"),
        "x_hat": _("reconstruction"),
        "reconstruction": _("reconstruction loss"),
        "kl": _("KL of each dimension"),
    }


def _batch() -> dict[str, str]:
    return {
        "whole": _("The whole batch of 128"),
        "batch": _(
            "Shown is one digit, a batch of one row. In training 128 go through at once, a row each, and no row sees "
            "another."
        ),
        "rows": _(
            "A row for each digit, its 784 pixels in one line. On top is yours; 127 follow that the VAE and the AE "
            "have decoded in turn, each with its own ε. In colour: above 0, dark: below. ⌀ is the mean, which the "
            "optimiser is given."
        ),
    }


def texts() -> dict:
    """The words of the component, in the reader's language."""
    return {
        "stages": [_(stage) for stage in STAGES],
        "sentences": _sentences(),
        "choose_stage": _("Step through: encode, sample, decode, loss, gradient"),
        **_batch(),
        "names": _names(),
        "encoder": _("encoder"),
        "decoder": _("decoder"),
        "nothing_drawn": _("nothing is drawn"),
        "no_gradient": _("no gradient"),
        "nats": _("nats"),
        "loss": _("loss"),
        "norm": _("norm"),
        "resample": _("Resample ε"),
        "release": _("Put μ and σ back"),
        "dimension": _("Dimension"),
        "all": _("all"),
        "shift": _("Move μ by"),
        "stretch": _("Stretch σ by"),
        "held": _("ε is held: with μ all of z moves rigidly, with σ it swings out along ε. The AE's z goes with μ."),
        "ran": _("JavaScript: ran here"),
        "trained": _("PyTorch: trained with"),
        "both": _("both"),
        "loading": _("Fetching the networks …"),
        "failed": _("The networks could not be fetched. Is the server still running?"),
        "retry": _("Try again"),
    }
