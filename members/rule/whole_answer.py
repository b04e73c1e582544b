"""The answer about all texts, as data: what comes first, what is missing, what to ask, the verdict in one sentence."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from agreements.law.vocabulary import AgreementKind
from members.rule.applicability import Finding
from members.rule.facts import Employer, Links, Text
from members.rule.in_force import EXTENDED_TO_ALL
from members.rule.vocabulary import Answer, Missing
from portal.french.writing import date_fr, grouped, listed, plural


def place(text: Text, employer: Employer, links: Links) -> tuple:
    """Where a text stands in a list: one's own conventions first, then the branch; the base text, then the newest."""
    applied = list(employer.conventions)
    own = [applied.index(slug) for slug in text.conventions if slug in applied]
    of_branch = any(slug in links.branches for slug in text.conventions)
    rank = (0, min(own)) if own else (1 if of_branch else 2, 0)
    newest = -text.dated.toordinal() if text.dated else 0
    return (*rank, text.conventions, text.kind != AgreementKind.CONVENTION, newest, text.slug)


@dataclass(frozen=True)
class Gap:
    """The texts of which the same fact is missing."""

    missing: Missing
    findings: list[Finding]

    @property
    def settled_by(self) -> str:
        return self.missing.meaning


def gaps(findings: Iterable[Finding]) -> list[Gap]:
    """What is to be verified, by missing fact: first the fact that would settle the most."""
    found: dict[Missing, list[Finding]] = {}
    for one in findings:
        if one.line.missing:
            found.setdefault(one.line.missing, []).append(one)
    known = list(Missing)
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), known.index(pair[0])))
    return [Gap(missing, lines) for missing, lines in ranked]


# -- What to ask ---------------------------------------------------------------------------------------------


def to_ask(findings: Collection[Finding], employer: Employer) -> list[str]:
    """The parameters without which some text stays in doubt: each only where one of them depends on it."""
    missing = {one.line.missing for one in findings}
    asked = [word.value for word in (Missing.REGION, Missing.EFFECTIF) if word in missing]
    return ["bulletin", *asked] if payslip_matters(findings, employer) else asked


def payslip_matters(findings: Collection[Finding], employer: Employer) -> bool:
    """Whether nothing binds the employer to its convention but what it applies of its own will."""
    if employer.payslip is not None or not any(one.line.unbound for one in findings):
        return False
    own = (one for one in findings if set(one.text.conventions) & set(employer.conventions))
    return not any(one.line.tie not in ("", EXTENDED_TO_ALL) for one in own)


def distinguishes(texts: Iterable[Text]) -> bool:
    """Whether one of these texts says that it holds only for some headcounts."""
    return any(limit.fewest is not None or limit.most is not None for text in texts for limit in text.limits)


# -- The verdict ---------------------------------------------------------------------------------------------

#: How each answer is counted, in the order of the sentence: for one text, for several.
COUNTED: dict[Answer, tuple[str, str]] = {
    Answer.PROBABLE: ("s’applique très probablement", "s’appliquent très probablement"),
    Answer.VA_S_APPLIQUER: (
        "est en attente, peut-être sans suite",
        "sont en attente, peut-être sans suite",
    ),
    Answer.REMPLACE: ("est remplacé ou terminé", "sont remplacés ou terminés"),
    Answer.NE_S_APPLIQUE_PAS: ("ne s’applique pas", "ne s’appliquent pas"),
    Answer.INCONNU: ("reste à vérifier", "restent à vérifier"),
}


def verdict(findings: Iterable[Finding], day: date, name: Callable[[str], str] = str) -> str:
    """The whole answer in one sentence, with its counts; texts of conventions not applied are left out."""
    inside = [one for one in findings if not one.line.outside]
    counts = Counter(one.answer for one in inside)
    sure = counts[Answer.S_APPLIQUE]
    verb = "s’applique" if sure < 2 else "s’appliquent"
    first = f"{plural(sure, 'texte')} {verb}" if sure else "aucun texte ne s’applique de façon certaine"
    told = [first + base_texts(inside, Answer.S_APPLIQUE, name)]
    for answer, (one, several) in COUNTED.items():
        if count := counts[answer]:
            counted = f"{grouped(count)} {one if count < 2 else several}"
            told.append(counted + (base_texts(inside, answer, name) if answer == Answer.PROBABLE else ""))
    gap = next(iter(gaps(inside)), None)
    if gap:
        told[-1] += f" (pour {grouped(len(gap.findings))}, on ignore {gap.missing.label})"
    return f"Au {date_fr(day)}, {' ; '.join(told)}."


def base_texts(inside: list[Finding], answer: Answer, name: Callable[[str], str]) -> str:
    """« , dont le texte de base (CCN 66) », where it has this answer."""
    bases = [
        listed(name(slug) for slug in one.text.conventions)
        for one in inside
        if one.answer == answer and one.text.kind == AgreementKind.CONVENTION
    ]
    return f", dont le texte de base ({listed(bases)})" if bases else ""
