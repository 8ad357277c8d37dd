"""The words of the domain: a stable code, a Danish and an English label, and the spellings met in practice.

The code is stored and never changes; labels may. An unknown word is an error, never a guess.
The lists are those of the centre's status report for 2007 and the guides after it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache
from typing import Self

from geodata.errors import UnknownTermError
from geodata.language import Label

UNKNOWN = "unknown"
"""The code of a municipality, team or region that no record states. A value of its own, kept in every total."""


def fold(text: str) -> str:
    """Return ``text`` as it is compared: case, blanks, hyphens and slashes do not tell two words apart.

    Nor does it matter whether an å is one character or, as some systems write it, an a and a ring.
    """
    return re.sub(r"[\s_\-/.+]+", " ", unicodedata.normalize("NFC", text).casefold()).strip()


class Term(Enum):
    """One word of a list; members are written ``code, Danish, English, *other spellings``."""

    label: Label
    spellings: tuple[str, ...]

    def __new__(cls, code: str, *words: str) -> Self:
        """Make the code the member's value, so that ``Kind("clinic")`` finds it."""
        member = object.__new__(cls)
        member._value_ = code
        danish, english, *others = words
        member.label = Label(danish, english)
        member.spellings = (code, danish, english, *others)
        return member

    @property
    def code(self) -> str:
        """The code that is stored; it never changes."""
        return str(self.value)

    @classmethod
    @cache
    def known(cls) -> dict[str, str]:
        """Return every accepted spelling, folded, with the code it stands for."""
        return {fold(spelling): member.code for member in cls for spelling in member.spellings}

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the term that ``text`` spells.

        Raises
        ------
        UnknownTermError
            If no member is spelt so.
        """
        code = cls.known().get(fold(text))
        if code is None:
            raise UnknownTermError(
                Label(
                    "'{text}' er ikke et kendt ord; kendte ord: {danish}",
                    "'{text}' is not a known word; known words: {english}",
                ),
                text=text,
                danish=", ".join(member.label.danish for member in cls),
                english=", ".join(member.label.english for member in cls),
            )
        return cls(code)


class Team(Term):
    """The three outreach teams, and the value for records that name none."""

    EAST = ("east", "Team Øst", "Team East", "Øst", "Oest")
    MID = ("mid", "Team Midt", "Team Mid", "Midt", "Middle", "Central")
    WEST = ("west", "Team Vest", "Team West", "Vest")
    UNKNOWN = (UNKNOWN, "Ukendt team", "Unknown team", "Ukendt", "Ikke oplyst", "Not stated")


class Region(Term):
    """The regions; on 1 January 2027 Hovedstaden and Sjælland become Østdanmark.

    The official code of Region Østdanmark was not found in any public source when this was written: 1086 is
    this product's own and is replaced when the authority publishes one.
    """

    HOVEDSTADEN = ("1084", "Region Hovedstaden", "Capital Region of Denmark", "Hovedstaden")
    SJAELLAND = ("1085", "Region Sjælland", "Region Zealand", "Sjælland")
    SYDDANMARK = ("1083", "Region Syddanmark", "Region of Southern Denmark", "Syddanmark")
    MIDTJYLLAND = ("1082", "Region Midtjylland", "Central Denmark Region", "Midtjylland")
    NORDJYLLAND = ("1081", "Region Nordjylland", "North Denmark Region", "Nordjylland")
    OSTDANMARK = ("1086", "Region Østdanmark", "Region of Eastern Denmark", "Østdanmark")
    UNKNOWN = (UNKNOWN, "Ukendt region", "Unknown region", "Ukendt")


class SpokenLanguage(Term):
    """Languages a visit may need and a crew may speak; the codes are those of ISO 639."""

    DANISH = ("da", "Dansk", "Danish")
    ENGLISH = ("en", "Engelsk", "English")
    THAI = ("th", "Thai", "Thai", "Thailandsk")
    ROMANIAN = ("ro", "Rumænsk", "Romanian")
    BULGARIAN = ("bg", "Bulgarsk", "Bulgarian")
    HUNGARIAN = ("hu", "Ungarsk", "Hungarian")
    POLISH = ("pl", "Polsk", "Polish")
    RUSSIAN = ("ru", "Russisk", "Russian")
    SPANISH = ("es", "Spansk", "Spanish")
    PORTUGUESE = ("pt", "Portugisisk", "Portuguese")
    PIDGIN = ("pcm", "Nigeriansk engelsk (pidgin)", "Nigerian English (Pidgin)", "Pidgin", "Nigeriansk pidgin")


class Kind(Term):
    """Forms a site can have; two forms at one site are a form of their own."""

    CLINIC = ("clinic", "Klinik", "Clinic", "Massageklinik", "Klinikker")
    PRIVATE = ("private", "Privat", "Private home", "Diskret", "Privat/diskret", "Privat hjem", "Privathjem")
    ESCORT = ("escort", "Escort", "Escort", "Eskort")
    CLINIC_ESCORT = ("clinic_escort", "Klinik og escort", "Clinic and escort", "Klinik+escort", "Klinik/escort")
    PRIVATE_ESCORT = ("private_escort", "Privat og escort", "Private home and escort", "Privat+escort")
    BAR = ("bar", "Bar", "Bar", "Barer", "Værtshus")
    STREET = ("street", "Gade", "Street", "Gaden")
    OUTDOOR = ("outdoor", "Udendørs", "Outdoor", "Rasteplads", "Park", "Lay-by")
    OTHER_INDOOR = ("other_indoor", "Andet indendørs", "Other indoor", "Anden indendørs")
    NOT_STATED = ("not_stated", "Ikke oplyst", "Not stated", "Ukendt", "Unknown")


class SiteStatus(Term):
    """What a site is now. Closed, moved and merged sites leave today's lists and stay in history."""

    OPEN = ("open", "Åben", "Open", "Aktiv", "Active")
    UNVERIFIED = ("unverified", "Ikke bekræftet", "Unverified", "Uafklaret", "Ubekræftet")
    CLOSED = ("closed", "Lukket", "Closed", "Ophørt", "Nedlagt")
    MOVED = ("moved", "Flyttet", "Moved")
    MERGED = ("merged", "Lagt sammen", "Merged", "Sammenlagt")


class LocationQuality(Term):
    """How well a site's place is known."""

    EXACT = ("exact", "Nøjagtig", "Exact", "Adresse", "Address", "Præcis")
    APPROXIMATE = ("approximate", "Omtrentlig", "Approximate", "Vej", "Street", "Ca")
    AREA = ("area", "Område", "Area", "Kommune", "Municipality", "Postnummer")
    UNKNOWN = (UNKNOWN, "Ukendt", "Unknown", "Ikke oplyst")


class Source(Term):
    """Where a site or a screening's knowledge comes from."""

    NEWSPAPER = ("newspaper", "Avisannonce", "Newspaper advert", "Ekstra Bladet", "Avis", "Annonce")
    WEB = ("web", "Hjemmeside", "Website", "Internet", "Web", "Netannonce")
    FIELD = ("field", "Egen iagttagelse", "Own observation", "Felt", "Observation")
    PARTNER = ("partner", "Samarbejdspartner", "Partner", "Partner")
    OTHER = ("other", "Andet", "Other", "Anden")


class ScreeningResult(Term):
    """What a completed screening found. 'None found' is a result, not a blank."""

    SITES_FOUND = ("sites_found", "Steder fundet", "Sites found", "Fundet", "Found", "Ja", "Yes")
    NONE_FOUND = ("none_found", "Ingen fundet", "None found", "Ingen", "None", "Nej", "No")
    NOT_STATED = ("not_stated", "Resultat ikke oplyst", "Result not stated", "Ikke oplyst", "Ukendt", "Unknown")


class Channel(Term):
    """The form a contact took."""

    FACE_TO_FACE = ("face_to_face", "Ansigt til ansigt", "Face to face", "Personligt", "Besøg", "Visit", "Fremmøde")
    TELEPHONE = ("telephone", "Telefon", "Telephone", "Tlf", "Phone", "Opkald")
    EMAIL = ("email", "E-mail", "E-mail", "Mail")
    SMS = ("sms", "Sms", "Text message", "Tekstbesked")


class Outcome(Term):
    """What came of a visit that reached someone; several may be true at once."""

    CONVERSATION = ("conversation", "Kom ind, samtale", "Came in, conversation", "Samtale")
    NEW_APPOINTMENT = ("new_appointment", "Ny aftale", "New appointment", "Ny aftale indgået", "Aftale")
    LIMITED_CONTACT = ("limited_contact", "Begrænset kontakt", "Limited contact", "Kort og folder")
    REFUSED = ("refused", "Afvist", "Refused", "Afvisning")
    NOT_STATED = ("not_stated", "Ikke oplyst", "Not stated", "Uoplyst")


class OpenedBy(Term):
    """Who met the team at the door."""

    OWNER = ("owner", "Indehaver", "Owner", "Ejer")
    OPERATOR = ("operator", "Telefonpasser", "Telephone operator", "Telefondame")
    PERSON = ("person", "Person i målgruppen", "Person in the target group")
    OTHER = ("other", "En anden", "Someone else", "Andre")
    NOT_STATED = ("not_stated", "Ikke oplyst", "Not stated", "Uoplyst")


class Material(Term):
    """What was left; several may be true at once."""

    FOLDER = ("folder", "Infomappe", "Information folder", "Mappe", "Folder")
    CARD = ("card", "Kort", "Card", "Visitkort")
    CONDOMS = ("condoms", "Kondomer", "Condoms")
    TOILETRY_BAG = ("toiletry_bag", "Toilettaske", "Toiletry bag", "Taske")
    OTHER = ("other", "Andet", "Other")


class DayPart(Term):
    """A part of the day; its hours stand in :mod:`geodata.day_parts`."""

    MORNING = ("morning", "Formiddag", "Morning")
    AFTERNOON = ("afternoon", "Eftermiddag", "Afternoon")
    EVENING = ("evening", "Aften", "Evening")


class Phase(Term):
    """The three phases of contact: a lens, not a fixed procedure."""

    ORIENTATION = ("1", "Kontakt og gensidig orientering", "Contact and mutual orientation", "Orientering", "Fase 1")
    MOTIVATION = ("2", "Motivation", "Motivation", "Fase 2")
    CHANGE = ("3", "Forandring", "Change", "Fase 3")


class ReturnPurpose(Term):
    """Why it was agreed to come back."""

    CONVERSATION = ("conversation", "Samtale", "Conversation", "Ny samtale")
    INFORMATION = ("information", "Oplysning", "Information", "Materiale")
    HEALTH = ("health", "Sundhed", "Health")
    BRIDGING = ("bridging", "Brobygning", "Bridge-building")
    OTHER = ("other", "Andet", "Other")


class Theme(Term):
    """What a conversation was about."""

    SAFE_SEX = ("safe_sex", "Sikker sex", "Safe sex")
    DOUBLE_LIFE = ("double_life", "Dobbeltliv", "Double life")
    FAMILY = ("family", "Familie", "Family")
    LAW = ("law", "Lovgivning", "Law", "Jura")
    SOCIAL_SERVICES = ("social_services", "Kontakt til socialforvaltning", "Contact with social services")
    HARM = ("harm", "Skadevirkninger", "Harm", "Skader")
    TAX = ("tax", "Skat", "Tax")
    SAFETY = ("safety", "Sikkerhed", "Safety", "Tryghed")


class InstitutionGroup(Term):
    """The four groups in which bridge-building meetings are counted."""

    SOCIAL = ("social", "Sociale", "Social")
    HEALTH = ("health", "Sundhed", "Health")
    WORK = ("work", "Arbejde og økonomi", "Work and economy")
    OTHERS = ("others", "Øvrige", "Others")


class Institution(Term):
    """With whom a bridge-building meeting was held; the code begins with the group it is counted in."""

    SOCIAL_SERVICES = ("social_services", "Socialforvaltning", "Social services", "Kommune", "Socialcenter")
    SOCIAL_CRISIS_CENTRE = ("social_crisis_centre", "Krisecenter", "Crisis centre")
    SOCIAL_REDEN = ("social_reden", "Reden International", "Reden International", "Reden")
    SOCIAL_OTHER = ("social_other", "Andre sociale", "Other social")
    HEALTH_ADDICTION = ("health_addiction", "Misbrugsbehandling", "Addiction treatment")
    HEALTH_HOSPITAL = ("health_hospital", "Hospital", "Hospital", "Sygehus")
    HEALTH_GP = ("health_gp", "Praktiserende læge", "General practitioner", "Læge", "GP")
    HEALTH_OTHER = ("health_other", "Andre sundhed", "Other health")
    WORK_TAX = ("work_tax", "Skat", "Tax authority", "Skattevæsenet")
    WORK_JOBCENTRE = ("work_jobcentre", "Jobcenter", "Jobcentre")
    WORK_FUND = ("work_fund", "A-kasse", "Unemployment fund", "Arbejdsløshedskasse")
    WORK_DIRECTORATE = ("work_directorate", "Arbejdsdirektoratet", "Labour directorate")
    WORK_UNION = ("work_union", "Fagforening", "Union")
    WORK_ACCOUNTANT = ("work_accountant", "Revisor", "Accountant")
    WORK_OTHER = ("work_other", "Andre arbejde og økonomi", "Other work and economy")
    OTHERS_POLICE = ("others_police", "Politi", "Police")
    OTHERS_IMMIGRATION = ("others_immigration", "Udlændingeservice", "Immigration service")

    @property
    def group(self) -> InstitutionGroup:
        """The group this institution is counted in."""
        return InstitutionGroup(self.code.split("_", 1)[0])


class MeetingPurpose(Term):
    """Why a bridge-building meeting was held."""

    LEGALISE_INCOME = ("legalise_income", "Gøre indkomst lovlig", "Making income legal", "Lovliggørelse af indkomst")
    OTHER = ("other", "Andet formål", "Other purpose", "Andet")
    NOT_STATED = ("not_stated", "Ikke oplyst", "Not stated", "Uoplyst")


class PartnerCategory(Term):
    """How near a partner stands: the municipality, a service to refer to, or only registered."""

    MUNICIPALITY = ("1", "Kommunen", "The municipality")
    REFERRAL = ("2", "Samarbejde og henvisning", "Cooperation and referral")
    PERIPHERAL = ("3", "Kun registreret", "Only registered")


class PartnerKind(Term):
    """What kind of body a partner is."""

    MUNICIPALITY = ("municipality", "Kommune", "Municipality")
    COUNSELLING = ("counselling", "Rådgivning", "Counselling")
    SHELTER = ("shelter", "Krisecenter", "Crisis centre", "Herberg")
    HEALTH = ("health", "Sundhedstilbud", "Health service", "Sundhed")
    POLICE = ("police", "Politi", "Police")
    EDUCATION = ("education", "Uddannelse", "Education")
    OTHER = ("other", "Andet", "Other")


class ActivityKind(Term):
    """Activities that are counted but never tied to a person."""

    ADVICE_LINE = ("advice_line", "Rådgivningslinje", "Advice line", "Linje 1")
    CUSTOMER_LINE = ("customer_line", "Kundelinje", "Customer line", "Linje 2")
    MAILBOX = ("mailbox", "Brevkasse", "Mailbox")
    PSYCHOLOGIST_GRANT = ("psychologist_grant", "Psykologbevilling", "Psychologist grant")
    THEME_DAY = ("theme_day", "Temadag", "Theme day")
    COURSE_DAY = ("course_day", "Kursusdag", "Course day")
    ADVERTS_ESCORT = ("adverts_escort", "Annoncer, escort", "Adverts, escort")
    ADVERTS_PRIVATE = ("adverts_private", "Annoncer, privat", "Adverts, private")
    ADVERTS_CALLED = ("adverts_called", "Annoncer, opkald", "Adverts, calls")
    ADVERTS_ANSWERED = ("adverts_answered", "Annoncer, samtaler", "Adverts, talks")
    ADVERTS_REJECTED = ("adverts_rejected", "Annoncer, afvisninger", "Adverts, rejections")
    ADVERTS_MESSAGES = ("adverts_messages", "Annoncer, beskeder", "Adverts, messages")
    ADVERTS_BAGS = ("adverts_bags", "Annoncer, toilettasker", "Adverts, toiletry bags")


class ActivityCategory(Term):
    """Within an activity: who asked, whom it was about, or the area an advert names."""

    EAST = ("east", "Team Øst", "Team East", "Øst")
    MID = ("mid", "Team Midt", "Team Mid", "Midt")
    WEST = ("west", "Team Vest", "Team West", "Vest")
    UNKNOWN = (UNKNOWN, "Ukendt område", "Unknown area", "Ukendt")
    SELLER = ("seller", "Person i målgruppen", "Person in the target group", "Prostitueret")
    FORMER = ("former", "Tidligere i målgruppen", "Formerly in the target group", "Tidligere")
    RELATIVE = ("relative", "Pårørende", "Relative")
    CUSTOMER = ("customer", "Kunde", "Customer")
    STUDENT = ("student", "Studerende", "Student")
    SILENT = ("silent", "Tavst opkald", "Silent call", "Rørlægger")
    OPERATOR = ("operator", "Telefonpasser", "Telephone operator", "Telefondame")
    ESCORT = ("escort", "Escort", "Escort")
    PRIVATE = ("private", "Privat", "Private home")
    STAFF = ("staff", "Personale", "Staff")
    ADULT = ("adult", "Voksen", "Adult")
    NOT_STATED = ("not_stated", "Ikke oplyst", "Not stated", "Uoplyst")
