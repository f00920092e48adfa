"""Where a hand in the browser has led a page while somebody, perhaps its owner, went on choosing."""

from collections.abc import Iterable, Mapping

from ui.fields.field import Field

Address = Mapping[str, str]


def joined(here: Address, since: Address, query: Address, fields: Iterable[Field]) -> dict[str, str]:
    """The address ``here``, with what a hand has changed on its way from ``since`` to ``query``.

    What it has placed on something that is another by now is left out, as is the step: somebody may have turned it.

    Args:
        here: where the page stands now.
        since: where the hand set out.
        query: where it has arrived.
        fields: of the page and of the whole app, but for its steps.
    """
    changed = {name for name in {*since, *query} if since.get(name) != query.get(name)}
    chosen = {name for name in {*since, *here} if since.get(name) != here.get(name)} - changed
    led = {field.name for field in fields if field.name in changed and chosen.isdisjoint(on.name for on in field.of)}
    kept = {name: value for name, value in here.items() if name not in led}
    return kept | {name: query[name] for name in led if name in query}
