"""Why a row was set aside: the rules of the import, in words a person can act on."""

from __future__ import annotations

from geodata.terms import Term

LEDGER = "protokol / ledger"
"""What stands for a file's name where people wrote the rows on the screen; a line is then the ledger's own number."""


class Rule(Term):
    """One rule of the import; the code is stored with every row it sets aside."""

    # The shape of the row.
    RAGGED = (
        "ragged",
        "Rækken har et andet antal felter end overskriften",
        "The row has another number of fields than the header",
    )
    REPEATED = ("repeated", "Samme række står der allerede", "The same row stands there already")
    DOUBLED_KEY = (
        "doubled_key",
        "Samme nøgle på rækker, der siger noget forskelligt",
        "Rows that disagree share one key",
    )
    # One cell.
    MISSING = ("missing", "Feltet skal udfyldes", "A value is required")
    BAD_DATE = ("bad_date", "Ikke en dato (ÅÅÅÅ-MM-DD eller DD-MM-ÅÅÅÅ)", "Not a date (YYYY-MM-DD or DD-MM-YYYY)")
    BAD_TIME = ("bad_time", "Ikke et klokkeslæt (TT:MM)", "Not a time of day (HH:MM)")
    BAD_NUMBER = ("bad_number", "Ikke et tal", "Not a number")
    BAD_WHOLE = ("bad_whole", "Ikke et helt tal", "Not a whole number")
    BAD_FLAG = ("bad_flag", "Hverken ja eller nej", "Neither yes nor no")
    BAD_CODE = ("bad_code", "Ikke en kommunekode på fire cifre", "Not a municipality code of four digits")
    UNKNOWN_WORD = (
        "unknown_word",
        "Ordet findes ikke på listen over kendte ord",
        "The word is on no list of known words",
    )
    OUT_OF_RANGE = ("out_of_range", "Tallet ligger uden for det mulige", "The number is outside what is possible")
    TOO_EARLY = ("too_early", "Datoen ligger før 1990", "The date is before 1990")
    IN_FUTURE = ("in_future", "Datoen ligger i fremtiden", "The date is in the future")
    TOO_FAR_AHEAD = ("too_far_ahead", "Datoen ligger mere end ti år frem", "The date is more than ten years ahead")
    TOO_LONG = ("too_long", "Teksten er længere end 500 tegn", "The text is longer than 500 characters")
    FORMULA = ("formula", "Teksten er en formel", "The text is a formula")
    FORBIDDEN_CHARACTER = (
        "forbidden_character",
        "Teksten indeholder et tegn, der ikke er tilladt: { } < > ` eller et styretegn",
        "The text holds a character that is not allowed: { } < > ` or a control character",
    )
    PERSONAL_DATA = (
        "personal_data",
        "Personoplysning (CPR-nummer, telefonnummer eller e-mail); værdien vises ikke",
        "Personal data (CPR number, telephone number or e-mail); the value is not shown",
    )
    # One row against itself.
    ENDS_BEFORE_START = ("ends_before_start", "Slutter før den begynder", "Ends before it begins")
    HALF_A_POINT = (
        "half_a_point",
        "Kun den ene af længde- og breddegrad er udfyldt",
        "Only one of longitude and latitude is given",
    )
    NULL_ISLAND = ("null_island", "Punktet er 0,0", "The point is 0,0")
    SWAPPED_POINT = ("swapped_point", "Længde- og breddegrad er byttet om", "Longitude and latitude are swapped")
    METRES = ("metres", "Meter i stedet for grader", "Metres where degrees are expected")
    CONTRADICTORY = ("contradictory", "Udfald uden at nogen blev truffet", "Outcomes although no one was reached")
    RESULT_UNFINISHED = (
        "result_unfinished",
        "Resultat på en screening, der ikke er afsluttet",
        "A result for a screening that is not completed",
    )
    RETURN_BEFORE_VISIT = (
        "return_before_visit",
        "Genbesøget ligger før besøget",
        "The agreed return is before the visit",
    )
    STATUS_BEFORE_SEEN = (
        "status_before_seen",
        "Status gælder fra før stedet blev set",
        "The status holds from before the site was first seen",
    )
    RECORDED_BEFORE = (
        "recorded_before",
        "Registreret før den dag, posten handler om",
        "Recorded before the day the record is about",
    )
    COUNTED_TWICE = (
        "counted_twice",
        "Kommunen har oplyst samme emne to gange for samme periode",
        "The municipality reports the same term twice for the same period",
    )
    OTHER_MEASURE = (
        "other_measure",
        "Emnet hører til en anden opgørelse end den, rækken siger",
        "The term belongs to another measure than the row says",
    )
    NO_SUCCESSOR = (
        "no_successor",
        "Flyttet eller lagt sammen uden at sige med hvad",
        "Moved or merged without saying into what",
    )
    OWN_SUCCESSOR = ("own_successor", "Stedet er lagt sammen med sig selv", "The site is merged into itself")
    # Against the map.
    OUTSIDE_DENMARK = (
        "outside_denmark",
        "Punktet ligger i havet eller uden for landet",
        "The point is at sea or abroad",
    )
    PLACE_DISAGREES = ("place_disagrees", "Punkt og kommunekode er ikke enige", "Point and municipality code disagree")
    # Against other rows.
    UNKNOWN_MUNICIPALITY = (
        "unknown_municipality",
        "Kommunekoden findes ikke (koder fra før 2007 bruges ikke)",
        "No such municipality code (codes from before 2007 are not used)",
    )
    NO_MUNICIPALITY = (
        "no_municipality",
        "0411 Christiansø hører ikke til nogen kommune",
        "0411 Christiansø belongs to no municipality",
    )
    OVERLAPPING = (
        "overlapping",
        "Perioden overlapper en anden for samme kommune",
        "The period overlaps another of the same municipality",
    )
    UNKNOWN_SITE = (
        "unknown_site",
        "Stedet findes ikke blandt de indlæste steder",
        "The site is not among the sites that were kept",
    )
    UNKNOWN_VISIT = (
        "unknown_visit",
        "Besøget findes ikke blandt de indlæste besøg",
        "The visit is not among the visits that were kept",
    )
    BEFORE_FIRST_SEEN = ("before_first_seen", "Før stedet blev set første gang", "Before the site was first seen")
    OTHER_SITE = (
        "other_site",
        "Samtalens sted er et andet end besøgets",
        "The conversation's site is not the visit's site",
    )
    # Against what people recorded on the screen.
    SUPERSEDED = (
        "superseded",
        "Erstattet af en senere rettelse, der er registreret på skærmen",
        "Replaced by a later correction recorded on the screen",
    )
