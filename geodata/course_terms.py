"""The words of the municipal courses (Critical Time Intervention): what a municipality counts, and never about whom.

The phases, focus areas and outcome domains are those of the guide after the project of 2013-2016.
"""

from __future__ import annotations

from geodata.terms import Term


class CourseMeasure(Term):
    """What is counted: citizens by phase, by the areas worked on, and by the domains in which they moved."""

    PHASE = ("phase", "Fase", "Phase")
    FOCUS = ("focus", "Fokusområde", "Focus area")
    OUTCOME = ("outcome", "Udviklingsområde", "Outcome domain")


class CourseTerm(Term):
    """One phase, focus area or outcome domain; the code begins with the measure it belongs to."""

    PHASE_CONTACT = ("phase_contact", "Kontaktperiode", "Contact period", "Før fase 1")
    PHASE_1 = ("phase_1", "Fase 1: planlægge og begynde", "Phase 1: plan and start", "Måned 1-4")
    PHASE_2 = ("phase_2", "Fase 2: prøve og tilpasse", "Phase 2: try and adjust", "Måned 5-8")
    PHASE_3 = ("phase_3", "Fase 3: give ansvaret videre", "Phase 3: hand over responsibility", "Måned 9-12")
    FOCUS_ECONOMY = ("focus_economy", "Økonomi", "Economy")
    FOCUS_HOUSING = ("focus_housing", "Bolig", "Housing")
    FOCUS_NETWORK = ("focus_network", "Netværk", "Network")
    FOCUS_DAILY = ("focus_daily", "Hverdagsaktiviteter", "Daily activities", "Aktiviteter i hverdagen")
    FOCUS_PHYSICAL = ("focus_physical", "Fysisk sundhed", "Physical health work")
    FOCUS_MENTAL = ("focus_mental", "Psykisk sundhed", "Mental health work")
    FOCUS_SUBSTANCES = ("focus_substances", "Rusmidler", "Substance use")
    FOCUS_WORK = ("focus_work", "Uddannelse og beskæftigelse", "Education and employment")
    OUTCOME_HOUSING = ("outcome_housing", "Administration af bolig", "Housing administration")
    OUTCOME_MENTAL = ("outcome_mental", "Psykisk helbred", "Mental health")
    OUTCOME_PHYSICAL = ("outcome_physical", "Fysisk helbred", "Physical health")
    OUTCOME_NETWORK = ("outcome_network", "Socialt netværk", "Social network")
    OUTCOME_MOTIVATION = ("outcome_motivation", "Motivation og ansvar", "Motivation and responsibility")
    OUTCOME_MONEY = ("outcome_money", "Administration af penge", "Money administration")
    OUTCOME_TIME = ("outcome_time", "Meningsfuld brug af tid", "Meaningful time use")
    OUTCOME_SUBSTANCES = ("outcome_substances", "Alkohol og stoffer", "Alcohol and drugs")
    OUTCOME_CRIME = ("outcome_crime", "Kriminel adfærd", "Criminal behaviour")
    OUTCOME_LIFE = ("outcome_life", "Mestring af livet og egenomsorg", "Life mastery and self-care")

    @property
    def measure(self) -> CourseMeasure:
        """What this term is counted under."""
        return CourseMeasure(self.code.split("_", 1)[0])
