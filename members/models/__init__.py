"""The facts about members: associations, what they apply and join, and what was published about them."""

from members.models.associations import Application, Association, Membership, Presence, Region, Sector
from members.models.field import Affiliation, BranchField, Scope
from members.models.figures import Anomaly, Figure, Line, Table

__all__ = [
    "Affiliation",
    "Anomaly",
    "Application",
    "Association",
    "BranchField",
    "Figure",
    "Line",
    "Membership",
    "Presence",
    "Region",
    "Scope",
    "Sector",
    "Table",
]
