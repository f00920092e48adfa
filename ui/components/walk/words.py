"""What a walk says, in the reader's language."""

from ui.i18n import gettext as _


def texts() -> dict[str, str]:
    return {**_choices(), **_readings(), **_files()}


def _choices() -> dict[str, str]:
    return {
        "model": _("Whose pictures"),
        "spacing": _("How the codes are spaced"),
        "probability": _("Equal probability"),
        "steps": _("Equal steps"),
        "size": _("Pictures along a side"),
        "range": _("How far"),
        "end": _("Digit {letter}"),
        "image": _("digit {digit}"),
        "mean": _("mean of all {digit}s"),
        "another": _("Another"),
        "another_of": _("Another for {letter}"),
        "straight": _("straight"),
        "spherical": _("spherical"),
        "between": _("t"),
        "play": _("Play"),
        "pause": _("Pause"),
        "speed": _("Speed"),
        "another_tour": _("Another tour"),
    }


def _readings() -> dict[str, str]:
    return {
        "manifold": _("Decoded pictures over two latent dimensions. Arrow keys point at one, Enter moves z there."),
        "traversals": _("One row for each latent dimension. Arrow keys point at a picture, Enter moves z there."),
        "there": _("{place}. Nearest code: digit {digit}, {distance} away. A click moves z there."),
        "there_unlabelled": _("{place}. Nearest code: {distance} away. A click moves z there."),
        "nearest": _("Nearest code: digit {digit}, {distance} away"),
        "nearest_unlabelled": _("Nearest code: {distance} away"),
        "nats": _("{nats} nats"),
        "sum": _("A − B + C"),
        "picture": _("Picture decoded by the {model}"),
        "stops": _("Stops of the tour, decoded by the {model}"),
        "loading": _("Fetching the decoders …"),
        "failed": _("The decoders could not be fetched. Is the server still running?"),
    }


def _files() -> dict[str, str]:
    return {
        "present": _("Present (P)"),
        "present_help": _("Fills the screen. P does the same from anywhere on the page; Escape brings it back."),
        "save": _("Save as"),
        "save_as": _("Save as {kind}"),
    }
