"""The path through the lessons: order, titles, icons, files."""

from dataclasses import dataclass
from pathlib import Path

from ui.i18n import mark

PAGES = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Lesson:
    """One page of the app. ``title`` and ``question`` are translated where they are shown."""

    name: str
    title: str
    question: str
    icon: str

    @property
    def file(self) -> Path:
        return PAGES / f"{self.name}.py"

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
        ),
        Lesson(
            "likelihood",
            mark("Likelihood"),
            mark("Which parameters explain the data best?"),
            ":material/landscape_2:",
        ),
        Lesson(
            "kl_divergence",
            mark("KL divergence"),
            mark("How far is one distribution from another?"),
            ":material/compare_arrows:",
        ),
        Lesson(
            "latent_variables",
            mark("Latent variables"),
            mark("What if what we see comes from what we don't?"),
            ":material/visibility_off:",
        ),
    ),
    mark("Autoencoders"): (
        Lesson(
            "autoencoders",
            mark("From AE to VAE"),
            mark("Why sample, where a point would do?"),
            ":material/shuffle:",
        ),
        Lesson(
            "elbo",
            mark("The ELBO, laid open"),
            mark("What exactly does a VAE maximise?"),
            ":material/balance:",
        ),
    ),
    mark("Laboratory"): (
        Lesson(
            "training",
            mark("Training lab"),
            mark("What happens while an AE and a VAE learn?"),
            ":material/model_training:",
        ),
        Lesson(
            "latent_space",
            mark("Latent space"),
            mark("What lies between a 3 and an 8?"),
            ":material/explore:",
        ),
        Lesson(
            "latent_map",
            mark("A map of the codes"),
            mark("Which digits live next to which?"),
            ":material/map:",
        ),
    ),
    mark("Diffusion"): (
        Lesson(
            "diffusion",
            mark("Noise, step by step"),
            mark("What is a VAE with a hundred latents, whose encoder only adds noise?"),
            ":material/grain:",
        ),
        Lesson(
            "from_noise",
            mark("From noise to a digit"),
            mark("How does noise become a digit that nobody ever wrote?"),
            ":material/blur_on:",
        ),
    ),
}

LESSONS = tuple(lesson for lessons in PARTS.values() for lesson in lessons)
