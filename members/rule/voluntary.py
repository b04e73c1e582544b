"""An employer whom nothing binds, and whose payslips name the convention: what it applies of its own will.

A payslip names the convention of the branch that is applicable to the employee (CT R3243-1, 3°), which is that of
the main activity (CT L2261-2). Where that convention binds no one but the members of its signatories, to name it
is presumed to apply it, by the contract, which follows the common law (CT L1221-1); the employer may prove the
contrary (Cass. soc., 15 November 2007, n° 06-44.008). It does not follow that each avenant is applied too.
"""

from datetime import date

from agreements.law.vocabulary import AgreementKind, Certainty
from members.rule.binding import Bond
from members.rule.facts import Employer, Links, Text
from members.rule.in_force import effect
from members.rule.reasons import Line, unknown
from members.rule.vocabulary import Missing
from portal.french.writing import NBSP

CONTRACT = "L1221-1 CT"
RULING = f"Cass. soc., 15{NBSP}novembre{NBSP}2007, n°{NBSP}06-44.008"


def voluntary(text: Text, employer: Employer, links: Links, day: date, member: Bond) -> Line:
    """The convention and its annexes are presumed applied; of each other text, the payslip says nothing."""
    named = "le bulletin de paie nomme cette convention"
    if text.kind in (AgreementKind.CONVENTION, AgreementKind.ANNEXE) and text.slug not in links.lesser:
        told = f"{named} : elle est présumée appliquée, sauf preuve contraire ({RULING})"
        tie = Bond(True, f"{member.reason} ; {told}", CONTRACT, certainty=Certainty.PROBABLE)
        return effect(text, employer, links, day, tie)
    told = f"{member.reason} ; {named}, sans dire si ce texte-ci est appliqué de plein gré"
    return unknown(told, CONTRACT, Missing.APPLICATION_VOLONTAIRE)
