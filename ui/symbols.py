"""The glossary: every symbol of the course, what it is called, what it means, and where it is met first."""

from dataclasses import dataclass

from ui.i18n import mark


@dataclass(frozen=True)
class Symbol:
    """One sign.

    Attributes:
        sign: as plain text.
        name: the field's term.
        meaning: what it stands for, in a sentence.
        lesson, step: where it is met first.
        colour: its key in :data:`vae_core.figures.theme.SYMBOLS`, where it has a colour of its own.
        spoken: other ways to look for it.
    """

    sign: str
    name: str
    meaning: str
    lesson: str
    step: str
    colour: str = ""
    spoken: str = ""


GLOSSARY = (
    Symbol(
        "x",
        mark("data"),
        mark("What is observed: a number, a point, the 784 pixels of a digit."),
        "distributions",
        "area",
        "x",
    ),
    Symbol(
        "z",
        mark("latent variable, code"),
        mark("What is not observed and explains x: a few numbers for each image."),
        "latent_variables",
        "ancestral",
        "z",
    ),
    Symbol(
        "μ",
        mark("mean"),
        mark("Where a normal distribution has its middle; of q(z∣x), the encoder computes it from x."),
        "distributions",
        "area",
        "mu",
        "mu",
    ),
    Symbol(
        "σ",
        mark("standard deviation"),
        mark("How wide a normal distribution is; σ² is its variance. A VAE's encoder gives log σ²."),
        "distributions",
        "area",
        "sigma",
        "sigma",
    ),
    Symbol(
        "ε",
        mark("noise"),
        mark("A draw from N(0, 1) that knows nothing of x: z = μ + σε."),
        "autoencoders",
        "flow",
        "epsilon",
        "epsilon",
    ),
    Symbol(
        "x̂",
        mark("reconstruction"),
        mark("What the decoder makes of a code: for each pixel the probability of ink."),
        "autoencoders",
        "flow",
        "x_hat",
        "x hat",
    ),
    Symbol(
        "p",
        mark("the model"),
        mark("What the model says: prior p(z), likelihood p(x∣z), evidence p(x), posterior p(z∣x)."),
        "latent_variables",
        "ancestral",
        "p",
    ),
    Symbol(
        "q",
        mark("the approximation"),
        mark("A distribution that stands in for one that is out of reach; in a VAE q(z∣x), which the encoder gives."),
        "kl_divergence",
        "divergence",
        "q",
    ),
    Symbol(
        "KL",
        mark("Kullback–Leibler divergence"),
        mark("How many nats more data from P cost on average when they are coded with Q's code. Never below 0."),
        "kl_divergence",
        "coding",
        "kl",
        "relative entropy",
    ),
    Symbol(
        "E log p(x∣z)",
        mark("reconstruction term"),
        mark("How likely the decoder finds x, on average over codes from q; with its sign turned, the distortion."),
        "elbo",
        "known",
        "reconstruction",
        "distortion",
    ),
    Symbol(
        "p(z)",
        mark("prior"),
        mark("Which codes the model expects before it has seen an image: in a VAE N(0, I)."),
        "latent_variables",
        "prior",
    ),
    Symbol(
        "p(x∣z)",
        mark("likelihood of a code"),
        mark("What the decoder gives: how probable each image is where z is known."),
        "latent_variables",
        "ancestral",
    ),
    Symbol(
        "p(x)",
        mark("evidence"),
        mark("How probable the model finds x, over all codes: ∫ p(z) p(x∣z) dz. The ELBO bounds its logarithm."),
        "elbo",
        "evidence",
        spoken="marginal likelihood",
    ),
    Symbol(
        "p(z∣x)",
        mark("posterior"),
        mark("Which codes explain x, by Bayes' rule: p(z) p(x∣z) / p(x)."),
        "elbo",
        "evidence",
    ),
    Symbol(
        "L_b",
        mark("evidence lower bound, ELBO"),
        mark("E_q[log p(x∣z)] − KL(q(z∣x)‖p(z)): below log p(x) by exactly KL(q(z∣x)‖p(z∣x))."),
        "elbo",
        "known",
        spoken="ELBO bound",
    ),
    Symbol(
        "Lₖ",
        mark("importance-weighted bound"),
        mark("The mean of log of the average of k weights p(x, z)/q(z∣x): it rises to log p(x) as k grows."),
        "elbo",
        "draws",
        spoken="IWAE L_k",
    ),
    Symbol(
        "θ",
        mark("parameters"),
        mark("What is learned of a distribution or of a network. L(θ∣x) is the likelihood as a function of them."),
        "likelihood",
        "both-ways",
        spoken="theta",
    ),
    Symbol(
        "F",
        mark("cumulative distribution function"),
        mark("The probability of a value up to x: the area under the density so far."),
        "distributions",
        "area",
        spoken="CDF",
    ),
    Symbol(
        "β",
        mark("weight of the KL term"),
        mark("1 is the ELBO; above it codes say less, and are closer to the prior."),
        "training",
        "learn",
        spoken="beta",
    ),
    Symbol(
        "nat",
        mark("unit of information"),
        mark("What an event of probability 1/e tells: 1/ln 2 = 1.443 bits."),
        "kl_divergence",
        "coding",
        spoken="nats bits",
    ),
    Symbol(
        "t, T",
        mark("step of noise, number of steps"),
        mark("A diffusion model has a latent x_t for each t from 1 to T, each noisier than the one before."),
        "diffusion",
        "noise",
    ),
    Symbol(
        "SNR",
        mark("signal-to-noise ratio"),
        mark("By how much the variance of what is left of the data exceeds that of the noise: e^λ."),
        "diffusion",
        "noise",
        spoken="lambda λ",
    ),
    Symbol(
        "∇ log p",
        mark("score"),
        mark("The direction in which a density rises fastest, relative to itself; a denoiser knows it."),
        "diffusion",
        "score",
        spoken="score gradient",
    ),
)
