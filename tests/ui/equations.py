"""What is printed as equal: chains of plain numbers and their sums, read from a page's words and formulas."""

import re

BARE = r"[-−]?\d+(?:\.\d+)?"
NUMBER = rf"(?:{BARE}|\({BARE}\))"
SUM = re.compile(rf"{NUMBER}(?: *[-+−] *{NUMBER})*")
BOLD, UNIT = re.compile(r"\\mathbf\{([^{}]*)\}"), re.compile(r"\\text\{[^{}]*\}")
COLOUR = re.compile(r"\\textcolor\{[^}]*\}\{([^{}]*)\}")


def chains(text: str) -> list[tuple[str, ...]]:
    """Of every equation the sides that are numbers alone, where there are two or more of them."""
    plain = UNIT.sub("", BOLD.sub(r"\1", COLOUR.sub(r"\1", text))).replace("&", "")
    found = []
    for equation in re.split(r"\\\\|[|$\n]|\\end|\\begin\{aligned\}|\\approx|\\qquad|\\quad", plain):
        sides = [re.sub(r"^\[\d+pt\]", "", side.strip()).strip() for side in equation.split("=")]
        numbers = tuple(side for side in sides if SUM.fullmatch(side))
        if len(numbers) > 1:
            found.append(numbers)
    return found


def value(side: str) -> float:
    """What a side comes to."""
    terms = re.findall(rf"([-+−]?) *({NUMBER})", side)
    return sum((-1 if sign in ("-", "−") else 1) * _number(term) for sign, term in terms)


def _number(text: str) -> float:
    return float(text.strip("()").replace("−", "-"))
