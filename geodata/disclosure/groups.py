"""The groups of kinds that a release tells apart, and how it coarsens where even they are too fine."""

from __future__ import annotations

from geodata.terms import Kind, Term

TOTAL = "total"
"""The column of all kinds together."""


class Group(Term):
    """A column of a release besides the total: kinds that are met and helped alike."""

    CLINIC = ("clinics", "Klinikker", "Clinics")
    PRIVATE = ("private_homes", "Private hjem", "Private homes")
    OTHER = ("others", "Øvrige steder", "Other sites")
    NOT_CLINIC = ("not_clinics", "Andre end klinikker", "Other than clinics")


class Detail(Term):
    """How much a release tells apart; each step tells less than the one before."""

    THREE_GROUPS = ("three_groups", "Tre grupper af steder", "Three groups of sites")
    TWO_GROUPS = ("two_groups", "To grupper af steder", "Two groups of sites")
    TOTALS = ("totals", "Kun antal steder i alt", "Only the number of sites in all")
    AREAS = ("areas", "Kun regioner, teams og hele landet", "Only regions, teams and the country")


_CLINICS = frozenset({Kind.CLINIC, Kind.CLINIC_ESCORT})
_HOMES = frozenset({Kind.PRIVATE, Kind.PRIVATE_ESCORT})

GROUPS: dict[Detail, dict[Group, frozenset[Kind]]] = {
    Detail.THREE_GROUPS: {
        Group.CLINIC: _CLINICS,
        Group.PRIVATE: _HOMES,
        Group.OTHER: frozenset(Kind) - _CLINICS - _HOMES,
    },
    Detail.TWO_GROUPS: {Group.CLINIC: _CLINICS, Group.NOT_CLINIC: frozenset(Kind) - _CLINICS},
    Detail.TOTALS: {},
    Detail.AREAS: {},
}
"""Which kinds each group holds. Every kind is in exactly one group, or the total would not be their sum."""


def columns(detail: Detail) -> tuple[str, ...]:
    """Return the columns of a release: its groups, and the total last."""
    return (*(group.code for group in GROUPS[detail]), TOTAL)


_KINDS = {group.code: kinds for groups in GROUPS.values() for group, kinds in groups.items()}


def akin(column: str) -> frozenset[str]:
    """Return the columns that tell of some of the same sites: itself, and the groups of other details it shares."""
    own = _KINDS.get(column, frozenset())
    return frozenset({column, *(other for other, kinds in _KINDS.items() if kinds & own)})
