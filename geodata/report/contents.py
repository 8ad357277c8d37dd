"""Every table of the report, in its order: data, not code. Rows keep the status report's order."""

from __future__ import annotations

from geodata.course_terms import CourseMeasure, CourseTerm
from geodata.language import Label
from geodata.report.table import Layout, Line, Whole
from geodata.terms import (
    ActivityCategory,
    Channel,
    Institution,
    InstitutionGroup,
    Outcome,
    PartnerCategory,
    Phase,
    Source,
    Team,
    Term,
)


def _terms(terms: tuple[Term, ...], prefix: str, of: str, join: str = ".") -> tuple[Line, ...]:
    return tuple(Line(term.code, term.label, f"{prefix}{join}{term.code}", of) for term in terms)


def _codes(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(term.code for term in terms)


SCREENING = Layout(
    "screening",
    Label("Screening af kommunerne", "Screening of the municipalities"),
    Label(
        "{screened} af {municipalities} kommuner ({screened_pct}) var screenet ved periodens slutning; {screened_before} var det før periodens "
        "begyndelse. I {sites_found} fandt den seneste screening steder, i {none_found} ingen.",
        "{screened} of {municipalities} municipalities ({screened_pct}) had been screened by the end of the period; {screened_before} had been "
        "before it began. In {sites_found} the last screening found sites, in {none_found} none.",
    ),
    Label(
        "En kommune er screenet, når en screening er afsluttet. Resultatet er den seneste screenings. At intet blev fundet er et resultat, ikke et hul.",
        "A municipality is screened when a screening is completed. The result is that of the last one. None found is a result, not a gap.",
    ),
    (
        Line("municipalities", Label("Alle kommuner", "All municipalities"), "municipalities"),
        Line("screened", Label("Screenet ved periodens slutning", "Screened by the end of the period"), "screened", "municipalities"),
        Line("screened_before", Label("heraf første gang før perioden", "of these first screened before the period"), "screened.before", "municipalities"),
        Line("screened_since", Label("heraf første gang i perioden", "of these first screened in the period"), "screened.since", "municipalities"),
        Line("never", Label("Ikke screenet", "Not screened"), "screened.never", "municipalities"),
        Line("sites_found", Label("Screenet, steder fundet", "Screened, sites found"), "screened.sites_found", "screened"),
        Line("none_found", Label("Screenet, ingen fundet", "Screened, none found"), "screened.none_found", "screened"),
        Line("not_stated", Label("Screenet, resultat ikke oplyst", "Screened, result not stated"), "screened.not_stated", "screened"),
        Line("outreach", Label("Opsøgende arbejde begyndt, hvor steder er fundet", "Outreach begun where sites were found"), "screened.outreach", "sites_found"),
    ),
    (
        Whole("municipalities", ("screened", "never")),
        Whole("screened", ("screened_before", "screened_since")),
        Whole("screened", ("sites_found", "none_found", "not_stated")),
    ),
)  # fmt: skip

ATTEMPTS = Layout(
    "attempts",
    Label("Besøgsforsøg", "Attempted visits"),
    Label(
        "Der blev gjort {attempts} besøgsforsøg. {reached} ({reached_pct}) traf nogen, {in_vain} ({in_vain_pct}) var forgæves.",
        "{attempts} visits were attempted. {reached} ({reached_pct}) reached someone, {in_vain} ({in_vain_pct}) were in vain.",
    ),
    Label(
        "Uanmeldte besøg i perioden, også forgæves. Enheden er forsøget, ikke stedet og ikke personen.",
        "Unannounced visits in the period, in vain or not. The unit is the attempt: neither the site nor the person.",
    ),
    (
        Line("attempts", Label("Besøgsforsøg i alt", "Attempted visits in all"), "attempts"),
        Line("reached", Label("Kontakt", "Contact made"), "attempts.reached", "attempts"),
        Line("in_vain", Label("Forgæves", "In vain"), "attempts.in_vain", "attempts"),
    ),
    (Whole("attempts", ("reached", "in_vain")),),
)  # fmt: skip

VISITS_PER_SITE = Layout(
    "visits_per_site",
    Label("Besøg pr. sted", "Visits per site"),
    Label(
        "{sites} forskellige steder blev opsøgt: {once} én gang, {two_three} to eller tre gange og {four_plus} fire gange eller flere.",
        "{sites} different sites were sought out: {once} once, {two_three} two or three times and {four_plus} four times or more.",
    ),
    Label(
        "Et besøg er her et forsøg, også forgæves. Private hjem tæller med.",
        "A visit is an attempt here, in vain or not. Private homes count too.",
    ),
    (
        Line("sites", Label("Forskellige steder opsøgt", "Different sites sought out"), "sites"),
        Line("once", Label("1 besøg", "1 visit"), "sites.1", "sites"),
        Line("two_three", Label("2-3 besøg", "2-3 visits"), "sites.2_3", "sites"),
        Line("four_plus", Label("4 eller flere besøg", "4 visits or more"), "sites.4_plus", "sites"),
    ),
    (Whole("sites", ("once", "two_three", "four_plus")),),
)  # fmt: skip

OUTCOMES = Layout(
    "outcomes",
    Label("Udfald af kontakterne", "Outcome of the contacts"),
    Label(
        "Ved {conversation} af {reached} kontakter ({conversation_pct}) kom medarbejderen ind og holdt en samtale; {new_appointment} gav en ny aftale.",
        "At {conversation} of {reached} contacts ({conversation_pct}) the worker came in and held a conversation; {new_appointment} gave a new appointment.",
    ),
    Label(
        "Flere udfald kan gælde samme kontakt, så andelene kan overstige 100 % og regnes aldrig om.",
        "Several outcomes may hold for one contact, so the shares may sum above 100 % and are never normalised.",
    ),
    (
        Line("reached", Label("Kontakter i alt", "Contacts in all"), "attempts.reached"),
        *_terms(tuple(Outcome), "outcome", "reached"),
    ),
    (Whole("reached", _codes(tuple(Outcome)), several=True),),
)  # fmt: skip

REACH = Layout(
    "reach",
    Label("Opsøgte steder og det samlede antal", "Sites sought out and the total"),
    Label(
        "{sites} forskellige steder blev opsøgt i perioden og {sites_two_years} i de to år, der endte med den.",
        "{sites} different sites were sought out in the period and {sites_two_years} in the two years that ended with it.",
    ),
    Label(
        "Det samlede antal er et offentliggjort mindstetal for klinikker i 2007, så andelene er højst de viste og siges kun for det år. Tælleren rummer "
        "private hjem, og to års steder måles mod ét års antal.",
        "The total is a published lower bound of clinics in 2007, so the shares are at most those shown and are told for that year only. The numerator "
        "holds private homes, and the sites of two years are measured against the number of one.",
    ),
    (
        Line("published", Label("Klinikker i Danmark, mindst", "Clinics in Denmark, at least"), "published"),
        Line("sites", Label("Opsøgt i perioden", "Sought out in the period"), "sites", "published"),
        Line("sites_two_years", Label("Opsøgt i to år", "Sought out in two years"), "sites.two_years", "published"),
    ),
)  # fmt: skip

CONTACTS = Layout(
    "contacts",
    Label("Kontakt med enkeltpersoner", "Contact with individuals"),
    Label(
        "Der var {conversations} samtaler og tætte kontakter, {face_to_face} ({face_to_face_pct}) ansigt til ansigt, med mindst {people} forskellige personer.",
        "There were {conversations} conversations and close contacts, {face_to_face} ({face_to_face_pct}) face to face, with at least {people} different people.",
    ),
    Label(
        "Personer tælles på uigennemsigtige nøgler; samtaler uden nøgle tæller ikke med, så antallet af personer er et mindstetal.",
        "People are counted by opaque keys; conversations without a key do not count, so the number of people is a lower bound.",
    ),
    (
        Line("people", Label("Forskellige personer, mindst", "Different people, at least"), "people"),
        Line("conversations", Label("Samtaler og tætte kontakter", "Conversations and close contacts"), "conversations"),
        *_terms(tuple(Channel), "conversations", "conversations"),
    ),
    (Whole("conversations", _codes(tuple(Channel))),),
)  # fmt: skip

PHASES = Layout(
    "phases",
    Label("Kontaktens faser", "Phases of contact"),
    Label(
        "Af {conversations} samtaler lå {phase_1} i den første fase, {phase_2} i den anden og {phase_3} i den tredje.",
        "Of {conversations} conversations {phase_1} were in the first phase, {phase_2} in the second and {phase_3} in the third.",
    ),
    Label(
        "Faserne er et blik på kontakten, ikke en fast gang; de følger ikke nødvendigvis efter hinanden.",
        "The phases are a way to look at contact, not a fixed course; they need not follow one another.",
    ),
    (
        Line("conversations", Label("Samtaler i alt", "Conversations in all"), "conversations"),
        *(Line(f"phase_{each.code}", each.label, f"phase.{each.code}", "conversations") for each in Phase),
        Line("not_stated", Label("Fase ikke oplyst", "Phase not stated"), "phase.not_stated", "conversations"),
    ),
    (Whole("conversations", (*(f"phase_{each.code}" for each in Phase), "not_stated")),),
)  # fmt: skip


def _institutions(group: InstitutionGroup) -> tuple[Institution, ...]:
    return tuple(each for each in Institution if each.group is group)


BRIDGE = Layout(
    "bridge_building",
    Label("Brobygningsmøder", "Bridge-building meetings"),
    Label(
        "Der blev holdt {meetings} møder: {social} på det sociale område, {health} på sundhedsområdet, {work} om arbejde og økonomi og {others} øvrige. "
        "{legalise_income} gjorde indkomst lovlig, heraf {legalise_income_tax} med Skat.",
        "{meetings} meetings were held: {social} social, {health} on health, {work} on work and economy, and {others} others. "
        "{legalise_income} were about making income legal, {legalise_income_tax} of them with the tax authority.",
    ),
    Label("Et møde tælles hos den instans, det blev holdt med.", "A meeting counts under the institution it was held with."),
    (
        Line("meetings", Label("Møder i alt", "Meetings in all"), "meetings"),
        *(
            line
            for group in InstitutionGroup
            for line in (
                Line(group.code, group.label, f"meetings.group.{group.code}", "meetings"),
                *_terms(_institutions(group), "meetings", "meetings"),
            )
        ),
        Line("legalise_income", Label("heraf for at gøre indkomst lovlig", "of these to make income legal"), "meetings.legalise_income", "meetings"),
        Line("legalise_income_tax", Label("heraf med Skat", "of these with the tax authority"), "meetings.legalise_income.tax", "legalise_income"),
    ),
    (
        Whole("meetings", _codes(tuple(InstitutionGroup))),
        *(Whole(group.code, _codes(_institutions(group))) for group in InstitutionGroup),
    ),
)  # fmt: skip

FORMS = (("escort", Label("escort", "escort")), ("private", Label("privat", "private home")))

ADVERTS = Layout(
    "adverts",
    Label("Annoncer efter form", "Adverts by form"),
    Label(
        "{adverts} annoncer blev registreret, {escort} for escort og {private} for private.",
        "{adverts} adverts were registered, {escort} for escort and {private} for private homes.",
    ),
    Label("En annonce tæller, hver gang en runde finder den.", "An advert counts each time a round finds it."),
    (
        Line("adverts", Label("Annoncer i alt", "Adverts in all"), "adverts"),
        Line("escort", Label("Escort", "Escort"), "adverts_escort", "adverts"),
        Line("private", Label("Privat", "Private home"), "adverts_private", "adverts"),
    ),
    (Whole("adverts", ("escort", "private")),),
)  # fmt: skip

_SOURCES = tuple(Source)
_AREAS = tuple(Team)


def _by_source(form: str, name: Label) -> Layout:
    return Layout(
        f"adverts_{form}_source",
        Label(f"Annoncer for {name.danish} efter kilde", f"Adverts for {name.english} by source"),
        Label("{newspaper} af {adverts} annoncer stod i avisen og {web} på nettet.", "{newspaper} of {adverts} adverts stood in the newspaper and {web} on the web."),
        Label("Den kilde, hvor runden fandt annoncen.", "The source in which the round found the advert."),
        (
            Line("adverts", Label("Annoncer i alt", "Adverts in all"), f"adverts_{form}"),
            *_terms(_SOURCES, f"adverts_{form}", "adverts", "/"),
            Line("not_stated", Label("Kilde ikke oplyst", "Source not stated"), f"adverts_{form}/not_stated", "adverts"),
        ),
        (Whole("adverts", (*_codes(_SOURCES), "not_stated")),),
    )  # fmt: skip


def _by_area(form: str, name: Label) -> Layout:
    return Layout(
        f"adverts_{form}_area",
        Label(f"Annoncer for {name.danish} efter område", f"Adverts for {name.english} by area"),
        Label(
            "Området stod ikke i {unknown} af {adverts} annoncer ({unknown_pct}).",
            "{unknown} of {adverts} adverts ({unknown_pct}) named no area.",
        ),
        Label("Det område, annoncens tekst nævner; ukendt er en række for sig.", "The area the advert's text names; unknown is a row of its own."),
        (
            Line("adverts", Label("Annoncer i alt", "Adverts in all"), f"adverts_{form}"),
            *_terms(_AREAS, f"adverts_{form}", "adverts"),
            Line("other", Label("Andet", "Other"), f"adverts_{form}.other", "adverts"),
        ),
        (Whole("adverts", (*_codes(_AREAS), "other")),),
    )  # fmt: skip


CALLS = Layout(
    "adverts_calls",
    Label("Opkald til annoncer", "Calls to adverts"),
    Label(
        "Der blev ringet til {called} af {adverts} annoncer ({called_pct}); {answered} opkald ({answered_pct}) blev til en samtale.",
        "{called} of {adverts} adverts ({called_pct}) were called; {answered} calls ({answered_pct}) became a talk.",
    ),
    Label(
        "Timerne er alle timer på annoncerne, delt med samtalerne, også dem med telefonpassere, og med samtalerne med kvinder alene.",
        "The hours are all hours on the adverts, divided by the talks, those with operators included, and by the talks with women alone.",
    ),
    (
        Line("adverts", Label("Annoncer i alt", "Adverts in all"), "adverts"),
        Line("adverts_escort", Label("Annoncer, escort", "Adverts, escort"), "adverts_escort"),
        Line("adverts_private", Label("Annoncer, privat", "Adverts, private home"), "adverts_private"),
        Line("called", Label("Opkald", "Called"), "adverts_called", "adverts"),
        Line("called_escort", Label("heraf escort", "of these escort"), "adverts_called.escort", "adverts_escort"),
        Line("called_private", Label("heraf privat", "of these private home"), "adverts_called.private", "adverts_private"),
        Line("answered", Label("Samtaler", "Answered with a talk"), "adverts_answered", "called"),
        Line("talk_operator", Label("heraf med telefonpasser", "of these with an operator"), "adverts_answered.operator", "answered"),
        Line("talk_escort", Label("heraf med escort", "of these with escort"), "adverts_answered.escort", "answered"),
        Line("talk_private", Label("heraf med privat", "of these with private home"), "adverts_answered.private", "answered"),
        Line("rejected", Label("Afvisninger", "Rejections"), "adverts_rejected", "called"),
        Line("rejected_escort", Label("heraf escort", "of these escort"), "adverts_rejected.escort", "called"),
        Line("rejected_private", Label("heraf privat", "of these private home"), "adverts_rejected.private", "called"),
        Line("denied", Label("Afviste at have med det at gøre", "Denied involvement")),
        Line("messages_escort", Label("Beskeder, escort", "Messages, escort"), "adverts_messages.escort"),
        Line("messages_private", Label("Beskeder, privat", "Messages, private home"), "adverts_messages.private"),
        Line("bags", Label("Toilettasker modtaget", "Toiletry bags accepted"), "adverts_bags", "called"),
        Line("bags_escort", Label("heraf escort", "of these escort"), "adverts_bags.escort", "called"),
        Line("bags_private", Label("heraf privat", "of these private home"), "adverts_bags.private", "called"),
        Line("hours", Label("Timer", "Hours"), "hours.adverts"),
        Line("hours_per_talk", Label("Timer pr. samtale", "Hours per talk"), "hours.adverts", per="adverts_answered"),
        Line("hours_per_talk_woman", Label("Timer pr. samtale med en kvinde", "Hours per talk with a woman"), "hours.adverts", per="adverts_answered.women"),
    ),
    (
        Whole("adverts", ("adverts_escort", "adverts_private")),
        Whole("called", ("called_escort", "called_private")),
        Whole("answered", ("talk_operator", "talk_escort", "talk_private")),
        Whole("rejected", ("rejected_escort", "rejected_private")),
        Whole("bags", ("bags_escort", "bags_private")),
    ),
    by_team=False,
)  # fmt: skip

_CALLERS = tuple(each for each in ActivityCategory if each.code not in _codes(_AREAS))


def _callers(id_: str, title: Label, measure: str, first: tuple[Term, ...], counted: Label) -> Layout:
    others = tuple(each for each in _CALLERS if each not in first)
    total = Line("total", Label("I alt", "In all"), measure)
    return Layout(
        id_,
        title,
        Label("{total} henvendelser i alt.", "{total} in all."),
        counted,
        (
            total,
            *_terms(first, measure, "total"),
            Line("other", Label("Andre", "Others"), "+".join(f"{measure}.{each.code}" for each in (*others, *_AREAS)), "total"),
        ),
        (Whole("total", (*_codes(first), "other")),),
        by_team=False,
    )  # fmt: skip


_C = ActivityCategory
ADVICE_LINE = _callers(
    "advice_line", Label("Rådgivningslinjen", "Advice line"), "advice_line", (_C.SELLER, _C.FORMER, _C.RELATIVE),
    Label("Samtaler på linjen. Den, der ringer, er anonym og kan ikke blive til en person.", "Talks on the line. Callers are anonymous and cannot be turned into people."),
)  # fmt: skip
CUSTOMER_LINE = Layout(
    "customer_line",
    Label("Kundelinjen", "Customer line"),
    Label("Der var {total} opkald, heraf {silent} tavse; {talks} blev til en samtale.", "There were {total} calls, {silent} of them silent; {talks} became a talk."),
    ADVICE_LINE.counted,
    (
        Line("total", Label("Opkald i alt", "Calls in all"), "customer_line"),
        Line("silent", _C.SILENT.label, "customer_line.silent", "total"),
        Line("talks", Label("Samtaler", "Talks"), "customer_line.talks", "total"),
        *_terms((_C.CUSTOMER, _C.SELLER, _C.NOT_STATED), "customer_line", "talks"),
        Line("other", Label("Andre", "Others"), "+".join(f"customer_line.{each.code}" for each in (*[c for c in _CALLERS if c not in (_C.SILENT, _C.CUSTOMER, _C.SELLER, _C.NOT_STATED)], *_AREAS)), "talks"),
    ),
    (Whole("total", ("silent", "talks")), Whole("talks", ("customer", "seller", "not_stated", "other"))),
    by_team=False,
)  # fmt: skip
_WRITERS = (_C.SELLER, _C.CUSTOMER, _C.RELATIVE, _C.STUDENT)
MAILBOX = _callers(
    "mailbox", Label("Brevkassen", "Mailbox"), "mailbox", _WRITERS,
    Label("Breve i perioden.", "Letters in the period."),
)  # fmt: skip
MAILBOX_SINCE = _callers(
    "mailbox_since", Label("Brevkassen, siden registreringen begyndte", "Mailbox, since registration began"), "mailbox_since", _WRITERS,
    Label("Alle breve til og med periodens sidste dag.", "Every letter up to the last day of the period."),
)  # fmt: skip

PSYCHOLOGIST = Layout(
    "psychologist_grants",
    Label("Psykologbevillinger", "Psychologist grants"),
    Label("{grants} forløb blev bevilget, i alt {hours} timer.", "{grants} courses were granted, {hours} hours in all."),
    Label("Et forløb er 11 timer og kan forlænges.", "A course is 11 hours and can be extended."),
    (
        Line("grants", Label("Bevilgede forløb", "Courses granted"), "psychologist_grant"),
        Line("hours", Label("Timer", "Hours"), "hours.psychologist_grant"),
        Line("hours_each", Label("Timer pr. forløb", "Hours per course"), "hours.psychologist_grant", per="psychologist_grant"),
        Line("under_18", Label("Henvendelser om unge under 18", "Enquiries about people under 18")),
    ),
    by_team=False,
)  # fmt: skip

COURSES = Layout(
    "courses",
    Label("Temadage og kursusdage", "Theme days and course days"),
    Label("Der blev holdt {theme_days} temadage og {course_days} kursusdage.", "{theme_days} theme days and {course_days} course days were held."),
    Label("Dage for personale, der arbejder med udsatte unge.", "Days for staff who work with vulnerable young people."),
    (
        Line("theme_days", Label("Temadage", "Theme days"), "theme_day"),
        Line("theme_day_hours", Label("Timer på temadage", "Hours on theme days"), "hours.theme_day"),
        Line("course_days", Label("Kursusdage", "Course days"), "course_day"),
        Line("course_day_hours", Label("Timer på kursusdage", "Hours on course days"), "hours.course_day"),
        Line("institutions_written_to", Label("Institutioner skrevet til", "Institutions written to")),
        Line("municipalities_called", Label("Kommuner ringet til", "Municipalities called")),
        Line("municipalities_talks", Label("heraf samtaler", "of these talks"), of="municipalities_called"),
        Line("municipalities_positive", Label("heraf positive", "of these positive"), of="municipalities_called"),
    ),
)  # fmt: skip

PARTNERS = Layout(
    "partners",
    Label("Samarbejdspartnere", "Partners"),
    Label("{partners} partnere var kendt ved periodens slutning, {contacted} var kontaktet og {agreed} havde en aftale.", "{partners} partners were known by the end of the period, {contacted} had been contacted and {agreed} had an agreement."),
    Label(
        "En partner er kendt fra sin første dato; en uden dato er altid med, fordi det ikke registreres, hvornår den blev kendt.",
        "A partner is known from its first date; one without any date is always listed, because when it became known is not recorded.",
    ),
    (
        Line("partners", Label("Kendte partnere", "Known partners"), "partners"),
        *(Line(f"category_{each.code}", each.label, f"partners.{each.code}", "partners") for each in PartnerCategory),
        Line("contacted", Label("Kontaktet", "Contacted"), "partners.contacted", "partners"),
        Line("met", Label("Holdt møde", "Met"), "partners.met", "partners"),
        Line("agreed", Label("Har en aftale", "Has an agreement"), "partners.agreed", "partners"),
    ),
    (Whole("partners", tuple(f"category_{each.code}" for each in PartnerCategory)),),
)  # fmt: skip

HOURS = Layout(
    "hours",
    Label("Timer", "Hours"),
    Label("Der er oplyst {total} timer.", "{total} hours are stated."),
    Label(
        "Kun poster, der oplyser timer, tæller med; antallet af dem står under timerne.",
        "Only records that state their hours count; how many they are stands below the hours.",
    ),
    (
        Line("total", Label("Timer i alt", "Hours in all"), "hours.total"),
        Line("visits", Label("Besøgsforsøg", "Attempted visits"), "hours.visits", "total"),
        Line("screenings", Label("Screeninger", "Screenings"), "hours.screenings", "total"),
        Line("adverts", Label("Annoncer", "Adverts"), "hours.adverts", "total"),
        Line("psychologist", Label("Psykologbevillinger", "Psychologist grants"), "hours.psychologist_grant", "total"),
        Line("courses", Label("Temadage og kursusdage", "Theme days and course days"), "hours.courses", "total"),
        Line("other", Label("Andet", "Other"), "hours.other", "total"),
        Line("attempts", Label("Besøgsforsøg i alt", "Attempted visits in all"), "attempts"),
        Line("timed_attempts", Label("heraf med timer", "of these with hours"), "timed.visits", "attempts"),
        Line("completed", Label("Afsluttede screeninger i alt", "Completed screenings in all"), "screenings"),
        Line("timed_screenings", Label("heraf med timer", "of these with hours"), "timed.screenings", "completed"),
    ),
    (Whole("total", ("visits", "screenings", "adverts", "psychologist", "courses", "other")),),
)  # fmt: skip


def _of_measure(measure: CourseMeasure) -> tuple[CourseTerm, ...]:
    return tuple(term for term in CourseTerm if term.measure is measure)


MUNICIPAL_COURSES = Layout(
    "municipal_courses",
    Label("Kommunale forløb", "Municipal courses"),
    Label(
        "{reporting} kommuner har oplyst antal borgere i forløb; deres seneste opgørelser i perioden er lagt sammen.",
        "{reporting} municipalities reported citizens in courses; the last count of each in the period is added up.",
    ),
    Label(
        "Kommunernes egne tal, lagt sammen for hele landet og hele år. 1-4 vises ikke, og ingen kommune vises for sig. En borger kan have flere områder.",
        "The municipalities' own counts, added up for the country and whole years. 1-4 is not shown, and no municipality is shown on its own. "
        "A citizen may have several areas.",
    ),
    (
        Line("reporting", Label("Kommuner, der har oplyst antal", "Municipalities that reported"), "courses.reporting"),
        Line("citizens", Label("Borgere i forløb", "Citizens in courses"), "courses.citizens"),
        *(Line(term.code, term.label, f"courses.{term.code}", "citizens") for term in CourseTerm),
    ),
    (
        Whole("citizens", _codes(_of_measure(CourseMeasure.PHASE))),
        Whole("citizens", _codes(_of_measure(CourseMeasure.FOCUS)), several=True),
        Whole("citizens", _codes(_of_measure(CourseMeasure.OUTCOME)), several=True),
    ),
)  # fmt: skip

TABLES: tuple[Layout, ...] = (
    SCREENING, ATTEMPTS, VISITS_PER_SITE, OUTCOMES, REACH, CONTACTS, PHASES, BRIDGE,
    ADVERTS, *(_by_source(*form) for form in FORMS), *(_by_area(*form) for form in FORMS), CALLS,
    ADVICE_LINE, CUSTOMER_LINE, MAILBOX, MAILBOX_SINCE, PSYCHOLOGIST, COURSES, PARTNERS, HOURS, MUNICIPAL_COURSES,
)  # fmt: skip

BY_ID: dict[str, Layout] = {layout.id: layout for layout in TABLES}
