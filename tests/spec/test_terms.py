"""The words of the domain, the rules of the import and what goes wrong: all in two languages, none of them twice."""

from __future__ import annotations

import errno
import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.contract import TABLES
from etl.refusals import AllRefusedError, RefusedError, by_system, in_file
from geodata import terms
from geodata.errors import GeodataError, UnknownTermError
from geodata.language import DEFAULT_LANGUAGE, LANGUAGES, Label
from geodata.rules import Rule
from geodata.terms import Institution, InstitutionGroup, Kind, Term, fold

LISTS = sorted(Term.__subclasses__(), key=lambda kind: kind.__name__)
WORDS = [(kind, member, word) for kind in LISTS for member in kind for word in member.spellings]


@pytest.mark.parametrize("kind", LISTS, ids=[kind.__name__ for kind in LISTS])
def test_no_spelling_belongs_to_two_words_of_a_list(kind: type[Term]) -> None:
    for one, other in itertools.combinations(kind, 2):
        assert not {fold(word) for word in one.spellings} & {fold(word) for word in other.spellings}, (one, other)


@pytest.mark.parametrize("kind", LISTS, ids=[kind.__name__ for kind in LISTS])
def test_a_word_has_a_code_that_machines_can_use_and_a_label_in_both_languages(kind: type[Term]) -> None:
    for member in kind:
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", member.code)
        assert kind(member.code) is member
        assert member.spellings[:3] == (member.code, member.label.danish, member.label.english)


@given(st.sampled_from(WORDS), st.data())
def test_every_spelling_is_read_whatever_its_case_and_its_blanks(
    chosen: tuple[type[Term], Term, str], data: st.DataObject
) -> None:
    kind, member, word = chosen
    written = "".join(data.draw(st.sampled_from([sign, sign.upper(), sign.lower()])) for sign in word)
    written = written.replace(" ", data.draw(st.sampled_from([" ", "  ", "_", "-", "\u00a0", "\t"])))
    written = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), written)
    assert kind.read(data.draw(st.sampled_from(["", " ", "\n"])) + written + " ") is member


def test_an_unknown_word_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(UnknownTermError) as unknown:
        terms.Team.read("Nord")
    assert unknown.value.say("da") == (
        "'Nord' er ikke et kendt ord; kendte ord: Team Øst, Team Midt, Team Vest, Ukendt team"
    )
    assert unknown.value.say("en").endswith("known words: Team East, Team Mid, Team West, Unknown team")


@given(st.text(max_size=12))
def test_any_text_is_a_word_of_the_list_or_an_error(text: str) -> None:
    known = {fold(word) for member in Kind for word in member.spellings}
    if fold(text) in known:
        assert Kind.read(text) in Kind
    else:
        with pytest.raises(UnknownTermError):
            Kind.read(text)


def test_every_institution_is_counted_in_one_group() -> None:
    assert {institution.group for institution in Institution} == set(InstitutionGroup)
    assert Institution.WORK_TAX.group is InstitutionGroup.WORK
    assert Institution.OTHERS_POLICE.group is InstitutionGroup.OTHERS


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_rule_says_what_is_wrong_in_both_languages() -> None:
    for rule in Rule:
        assert rule.label.danish != rule.label.english
        assert rule.label.say("da")[0].isupper() or rule.label.say("da")[0].isdigit()
    assert len({rule.label.danish for rule in Rule}) == len({rule.label.english for rule in Rule}) == len(Rule)


def test_every_column_of_words_has_a_list_and_no_other_column_has() -> None:
    for column in (column for table in TABLES for column in table.columns):
        assert (column.term is not None) == column.holds.value.startswith("term"), column.name


def test_a_label_says_itself_in_either_language_with_its_values() -> None:
    label = Label("{n} steder", "{n} sites")
    assert [label.say(language, n=3) for language in LANGUAGES] == ["3 steder", "3 sites"]
    assert label.say("da") == "{n} steder"
    assert DEFAULT_LANGUAGE == "da"


@pytest.mark.parametrize(("danish", "english"), [("", "x"), ("x", ""), ("", "")])
def test_a_label_without_both_languages_cannot_exist(danish: str, english: str) -> None:
    with pytest.raises(ValueError, match="A label needs both languages"):
        Label(danish, english)


@given(st.text(max_size=20))
def test_a_refusal_quotes_what_it_found_as_it_stands(found: str) -> None:
    error = in_file("a.csv", "fandt {found}.", "found {found}.", found=found)
    assert error.say("da") == f"a.csv: fandt {found}."
    assert str(error) == error.say("en") == f"a.csv: found {found}."
    assert isinstance(error, GeodataError)


def test_several_refusals_are_told_at_once() -> None:
    reasons = [in_file(f"{name}.csv", "er tom {{}}.", "is empty {{}}.") for name in "ab"]
    every = AllRefusedError(reasons)
    assert (every.say("da"), str(every)) == (
        "a.csv: er tom {}.\nb.csv: er tom {}.",
        "a.csv: is empty {}.\nb.csv: is empty {}.",
    )
    assert every.reasons == reasons
    assert isinstance(every, RefusedError)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "x", "/home/n/raw/sites.csv"), "sites.csv: no access."),
        (FileNotFoundError(errno.ENOENT, "x", "/home/n/raw/sites.csv"), "sites.csv: does not exist."),
        (OSError(errno.ENOSPC, "x"), "there is no room on the disk."),
        (OSError(errno.EIO, "x", "/home/n/raw"), "raw: can be neither read nor written."),
        (OSError("x"), "can be neither read nor written."),
    ],
)
def test_what_the_system_refuses_is_told_without_the_path_of_the_machine(error: OSError, said: str) -> None:
    assert by_system(error).say("en") == said
    assert by_system(error).say("da") != said
