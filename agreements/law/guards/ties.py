"""What an act has no power to say, and what no chain of facts can be: a loop."""

from collections.abc import Callable, Hashable, Iterable

from agreements.law.vocabulary import ActKind, Nature

#: What each kind of act has no power to decide.
STRANGE = {
    ActKind.ARRETE_AGREMENT: {
        Nature.ETENDU,
        Nature.ETENDU_AVEC_RESERVES,
        Nature.REFUS_EXTENSION,
        Nature.ELARGI,
    },
    ActKind.ARRETE_EXTENSION: {Nature.AGREE, Nature.REFUS_AGREMENT},
    ActKind.AVIS: {Nature.AGREE, Nature.REFUS_AGREMENT, Nature.ETENDU, Nature.ETENDU_AVEC_RESERVES},
}


def misplaced(kind: str, nature: str) -> str:
    """Why an act of this kind does not say this; nothing where it may."""
    if nature not in STRANGE.get(kind, ()):
        return ""
    told, said = ActKind.label_of(kind), Nature.label_of(nature)
    return f"Un acte de nature « {told} » ne dit pas « {said} » : l’un des deux est une erreur."


def loop(start: Hashable, after: Callable[[Hashable], Iterable[Hashable]]) -> list[Hashable]:
    """The way that leads from something back to itself; none where there is no such way.

    >>> loop(1, {1: [2], 2: [3, 4], 3: [], 4: [1]}.__getitem__)
    [1, 2, 4, 1]
    >>> loop(1, {1: [2], 2: []}.__getitem__)
    []
    """
    ways, seen = [[start]], {start}
    for way in ways:
        for step in after(way[-1]):
            if step == start:
                return [*way, step]
            if step not in seen:
                seen.add(step)
                ways.append([*way, step])
    return []
