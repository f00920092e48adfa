"""The path through the lessons: order, titles, steps, icons, files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ui.i18n import mark

PAGES = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True, eq=False)
class Lesson:
    """One page of the app. Its words are translated where they are shown.

    Attributes:
        name: of its file, and in its address.
        title: what it is about, in a few words.
        question: what it answers.
        icon: of Material Symbols.
        steps: the title of each step, the idea in a few words, by the name that it has in the address; in order.
        minutes: what it takes to walk through it, with the questions, at leisure.
        needs: the names of lessons that it stands on.
    """

    name: str
    title: str
    question: str
    icon: str
    steps: Mapping[str, str] = field(default_factory=dict)
    minutes: int = 0
    needs: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        return PAGES / f"{self.name}.py"

    @property
    def sign(self) -> str:
        """The icon's name alone."""
        return self.icon.strip(":").removeprefix("material/")

    @property
    def is_ready(self) -> bool:
        return self.file.is_file()


HOME = Lesson("home", mark("Start"), mark("What is this?"), ":material/home:")

PARTS = {
    mark("Probability"): (
        Lesson(
            "distributions",
            mark("Distributions"),
            mark("How can a density be larger than 1?"),
            ":material/bar_chart:",
            steps={
                "throws": mark("An event, again and again"),
                "area": mark("Area is probability"),
                "draws": mark("What many draws tell"),
                "estimators": mark("Divide by n, or by n − 1?"),
                "shapes": mark("Same mean, same variance, four shapes"),
                "standardising": mark("Every normal is the standard normal"),
            },
            minutes=30,
        ),
        Lesson(
            "likelihood",
            mark("Likelihood"),
            mark("Which parameters explain the data best?"),
            ":material/landscape_2:",
            steps={
                "both-ways": mark("One formula, read both ways"),
                "ascent": mark("Up the slope, step by step"),
                "area": mark("Over θ the area is not 1"),
                "underflow": mark("Sum the logarithms"),
                "nearest": mark("The best fit is the nearest distribution"),
                "squared-error": mark("Squared error in disguise"),
            },
            minutes=30,
            needs=("distributions",),
        ),
        Lesson(
            "kl_divergence",
            mark("KL divergence"),
            mark("How far is one distribution from another?"),
            ":material/compare_arrows:",
            steps={
                "coding": mark("What KL counts: extra code length"),
                "divergence": mark("Where the divergence comes from"),
                "fit": mark("Fit a Gaussian both ways"),
                "standard-normal": mark("KL to the standard normal"),
                "dimensions": mark("Many dimensions: the sum"),
            },
            minutes=25,
            needs=("distributions",),
        ),
        Lesson(
            "latent_variables",
            mark("Latent variables"),
            mark("What if what we see comes from what we don't?"),
            ":material/visibility_off:",
            steps={
                "ancestral": mark("First z, then x"),
                "infinite": mark("From K to infinity"),
                "prior": mark("Why most z explain nothing"),
                "jensen": mark("And the logarithm makes it worse"),
            },
            minutes=20,
            needs=("likelihood",),
        ),
    ),
    mark("Autoencoders"): (
        Lesson(
            "autoencoders",
            mark("From AE to VAE"),
            mark("Why sample, where a point would do?"),
            ":material/shuffle:",
            steps={
                "flow": mark("One digit, all the way through"),
                "sampling": mark("Why not just sample?"),
                "gradients": mark("A gradient without a way through z"),
                "cloud": mark("A point against a cloud"),
            },
            minutes=25,
            needs=("kl_divergence", "latent_variables"),
        ),
        Lesson(
            "elbo",
            mark("The ELBO, laid open"),
            mark("What exactly does a VAE maximise?"),
            ":material/balance:",
            steps={
                "known": mark("A model where all is known"),
                "evidence": mark("A trained VAE, a real digit"),
                "families": mark("Richer families of q"),
                "draws": mark("With draws in place of integrals"),
                "weighted": mark("Trained on Lₖ"),
                "derivation": mark("The derivation, line by line"),
                "dimensions": mark("What each dimension costs"),
                "gaps": mark("The gap over a thousand digits"),
                "average": mark("Where the mean KL goes"),
                "on-disk": mark("The bound is a file size"),
                "alternating": mark("Two steps in turn"),
            },
            minutes=60,
            needs=("autoencoders",),
        ),
    ),
    mark("Laboratory"): (
        Lesson(
            "training",
            mark("Training lab"),
            mark("What happens while an AE and a VAE learn?"),
            ":material/model_training:",
            steps={
                "learn": mark("Both learn"),
                "terms": mark("The losses in numbers"),
                "slow-motion": mark("One step in slow motion"),
                "runs": mark("Your runs"),
                "sweep": mark("Sweep: what does the code cost, and what does it buy?"),
            },
            minutes=30,
            needs=("autoencoders",),
        ),
        Lesson(
            "latent_space",
            mark("Latent space"),
            mark("What lies between a 3 and an 8?"),
            ":material/explore:",
            steps={
                "space": mark("A point under your hand"),
                "manifold": mark("The whole plane at once"),
                "traversals": mark("One dimension at a time"),
                "path": mark("From one digit to another"),
                "arithmetic": mark("Arithmetic with codes"),
                "tour": mark("A tour of the prior"),
            },
            minutes=30,
        ),
        Lesson(
            "latent_map",
            mark("A map of the codes"),
            mark("Which digits live next to which?"),
            ":material/map:",
            steps={
                "map": mark("PCA and t-SNE"),
                "place": mark("Place a new digit"),
                "holes": mark("Where the holes are"),
            },
            minutes=15,
            needs=("latent_space",),
        ),
    ),
    mark("Diffusion"): (
        Lesson(
            "diffusion",
            mark("Noise, step by step"),
            mark("What is a VAE with a hundred latents, whose encoder only adds noise?"),
            ":material/grain:",
            steps={
                "noise": mark("Data melt into noise"),
                "chain": mark("A VAE with T latents"),
                "score": mark("One function under three names"),
                "back": mark("Back again, with chance and without"),
                "plane": mark("The same in a VAE's plane"),
                "learn": mark("A network learns the field"),
            },
            minutes=40,
            needs=("elbo",),
        ),
        Lesson(
            "from_noise",
            mark("From noise to a digit"),
            mark("How does noise become a digit that nobody ever wrote?"),
            ":material/blur_on:",
            steps={
                "way": mark("Noise becomes a digit"),
                "beside": mark("Same noise, three ways back"),
                "drawing": mark("Your own drawing, noised and back"),
                "between": mark("Between two noises"),
                "needed": mark("A prior that fits the codes"),
                "holes": mark("The holes, under the new prior"),
                "derivation": mark("The derivation, line by line"),
            },
            minutes=35,
            needs=("diffusion", "latent_space"),
        ),
    ),
}

LESSONS = tuple(lesson for lessons in PARTS.values() for lesson in lessons)


def named(name: str) -> Lesson:
    """The lesson of that name. Raises StopIteration where there is none."""
    return next(lesson for lesson in LESSONS if lesson.name == name)
