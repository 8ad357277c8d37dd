"""Text from data is plain data to everything that reads a map's script, and to HTML."""

from __future__ import annotations

import json
import re

import pytest
from folium.template import Template
from hypothesis import given
from hypothesis import strategies as st
from streamlit_folium import _replace_folium_vars, _resolve_element_refs, generate_js_hash

from dashboard.safe import markup, script

HOSTILE = [
    "{{ cycler.__init__.__globals__ }}",
    "{% for x in y %}",
    "{# never closed",
    "{{",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "`${alert(3)}`",
    "'+alert(4)+'",
    '"];alert(5);[',
    "\\",
    "a_b_0c map_0 {{'map_div'}} maps/abc/",
    "\u2028\u2029\x00\r\n",
    "Ærø 😀",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_comes_out_of_a_maps_script_as_the_text_it_is(text: str) -> None:
    assert json.loads(script([text])) == [text]


@given(st.lists(st.text()))
def test_no_text_leaves_a_mark_that_a_template_or_a_page_acts_on(texts: list[str]) -> None:
    assert not re.search(r"[{}<>&`$%#/'_\u0080-\uffff]", script(list(texts)))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        st.lists,
    )
)
def test_what_is_written_is_read_back_whatever_it_is(value: object) -> None:
    assert json.loads(script([value])) == [value]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_rendered_twice_and_the_components_rewriting_leave_it_as_it_is(text: str) -> None:
    written = script([text])
    once = Template("{{ value }}").render(value=written)
    assert Template(once).render() == written
    assert _resolve_element_refs(_replace_folium_vars(written, {"0c": "X", "b": "Y", "0": "Z"})) == written


def test_texts_that_differ_only_behind_an_underscore_are_different_scripts_to_the_component() -> None:
    assert generate_js_hash("a_b", None) == generate_js_hash("a_c", None), "the trap that is stepped around"
    assert generate_js_hash(script(["a_b"]), None) != generate_js_hash(script(["a_c"]), None)


def test_a_dictionary_is_refused_because_templates_look_for_its_braces() -> None:
    with pytest.raises(TypeError):
        script([["a", {"b": 1}]])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_html_opens_no_tag_and_ends_no_attribute(text: str) -> None:
    assert not re.search(r"[<>\"']", markup(text))
