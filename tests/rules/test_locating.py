"""Lines and carets: a message points at the place in the file that has to be changed."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.rules.locating import PathPart, Place, Source, pointed
from kimcore.rules.report import written

TEXT = '''schema = "a"   # [[step]] in a comment is no header

[[step]]
id = "first"
says = """
[[step]]
id = "no statement" \\""""
# a comment
title.de = "x"
[[ "definition" ]]  # """ no string begins here
id = 'second'   # a comment
when = [
    "one",   # "two",
    { test = "two", basis = ["§ 1", { cite = "§ 2", address = "https://x" }] },
    \'\'\'
    three
    \'\'\',
]
in_force = { from = 2020-01-01, "until" = 2020-02-01 }

[[step]]
id = "third"
says = \'\'\'it ends here: ""\'\'\'
[step.due]
day = "today"
'''


def place(kind: str, number: int, *path: PathPart, text: str | None = None) -> tuple[int, str]:
    """The line and what the carets stand under."""
    source = Source("a.toml", 0, TEXT)
    span = source.item(kind, number)
    assert span is not None
    found = source.find(span, path, text)
    return found.line, found.text[found.start : found.end]


def test_the_text_is_toml() -> None:
    table = tomllib.loads(TEXT)

    assert [step["id"] for step in table["step"]] == ["first", "third"]


def test_the_nth_header_is_the_nth_item() -> None:
    source = Source("a.toml", 0, TEXT)

    assert source.head() == (1, 2)
    assert source.item("step", 0) == (3, 9)
    assert source.item("definition", 0) == (10, 20)
    assert source.item("step", 1) == (21, 26)
    assert source.item("step", 2) is None
    assert source.item("value", 0) is None


def test_a_text_without_headers_is_all_head() -> None:
    assert Source("a.toml", 0, 'id = "a"\n').head() == (1, 2)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), (10, "")),
        (("id",), (11, "id")),
        (("when",), (12, "when")),
        (("when", 0), (13, '"one"')),
        (("when", 1), (14, '{ test = "two", basis = ["§ 1", { cite = "§ 2", address = "https://x" }] }')),
        (("when", 1, "test"), (14, "test")),
        (("when", 1, "basis", 0), (14, '"§ 1"')),
        (("when", 1, "basis", 1, "address"), (14, "address")),
        (("when", 2), (15, "'''")),
        (("in_force", "until"), (19, '"until"')),
        (("in_force", "form"), (19, "in_force")),
        (("when", 7), (12, "when")),
        (("nowhere",), (10, "")),
    ],
)
def test_a_path_is_followed_as_far_as_it_goes(path: tuple[PathPart, ...], expected: tuple[int, str]) -> None:
    assert place("definition", 0, *path) == expected


def test_a_text_in_the_value_is_pointed_at() -> None:
    assert place("definition", 0, "id", text="second") == (11, "second")
    assert place("definition", 0, "when", text="two") == (13, "two")
    assert place("definition", 0, "when", 1, text="§ 2") == (14, "§ 2")
    assert place("definition", 0, "when", 1, text="nowhere")[0] == 14
    assert place("definition", 0, "when", 2, text="three") == (16, "three")


def test_tables_with_a_header_of_their_own_count_as_the_statement() -> None:
    assert place("step", 1, "due", "day") == (21, "")
    assert place("step", 0, "title", "de") == (3, "")


def test_a_place_without_columns_has_no_excerpt() -> None:
    assert Place(3).excerpt is None
    assert Place(3, "when = 1", 0, 4).excerpt == "when = 1\n^^^^"


def test_a_long_line_is_cut_around_what_is_pointed_at() -> None:
    line = f"a = [{'1, ' * 60}2, {'3, ' * 60}]"
    start = line.index("2")

    above, below = pointed(line, start, start + 1).split("\n")

    assert len(above) == 100
    assert above[below.index("^")] == "2"
    assert (above[:2], above[-2:]) == ("… ", " …")


def test_paths_are_written_as_in_toml() -> None:
    assert written(("is", "..1946")) == 'is."..1946"'
    assert written(("any", 2, "all", 0)) == "any[2].all[0]"
    assert written(()) == ""


_STRINGS = st.one_of(
    st.text('ab[]"\\\n ', max_size=20).map(lambda text: '"""' + text.replace("\\", "\\\\").replace('"', '\\"') + '"""'),
    st.text("ab[]\n ", max_size=20).map(lambda text: f"'''{text}'''"),
    st.text("ab[] #", max_size=10).map(lambda text: f'"{text}"'),
    st.sampled_from(['"""\n[[step]]\n"""', "'''[[step]]\n[[step]]'''", '"[[step]]"', '"""a""""', '["""\n[[b]]""", 1]']),
)


@given(st.lists(st.tuples(st.sampled_from(("step", "value")), st.lists(_STRINGS, max_size=3)), max_size=6))
def test_strings_never_look_like_headers(items: list[tuple[str, list[str]]]) -> None:
    """Items with drawn strings: each item begins on the line it was written on, and each key is found."""
    lines: list[str] = []
    expected: dict[tuple[str, int], tuple[int, list[int]]] = {}
    counts = {"step": 0, "value": 0}
    for kind, strings in items:
        first = len(lines) + 1
        lines.append(f"[[{kind}]] # comment")
        keys = []
        for number, string in enumerate(strings):
            keys.append(len(lines) + 1)
            lines += f"k{number} = {string} # '''".split("\n")
        expected[kind, counts[kind]] = (first, keys)
        counts[kind] += 1
    text = "\n".join(lines)
    tomllib.loads(text)

    source = Source("a.toml", 0, text)

    for (kind, number), (first, keys) in expected.items():
        span = source.item(kind, number)
        assert span is not None
        assert span[0] == first
        assert [source.find(span, (f"k{key}",)).line for key in range(len(keys))] == keys


@given(
    st.text("[]{}\"'=,.# \n\\abk", max_size=60),
    st.lists(st.sampled_from(["a", "b", 0, 1]), min_size=1, max_size=3),
)
def test_a_text_that_is_no_toml_has_places_as_well(text: str, path: list[PathPart]) -> None:
    """A list of lists may look like a header and cut an item short: nothing is raised, and nothing runs on."""
    source = Source("a.toml", 0, f"k = [ # [\n{text}")

    found = source.find((1, len(source.lines)), path, "a")

    assert 1 <= found.line <= len(source.lines)
    assert found.text == source.lines[found.line - 1]


def test_an_item_cut_short_by_what_looks_like_a_header_has_a_place() -> None:
    source = Source("a.toml", 0, '[[step]]\nby = [\n[["b"]]\n]')

    assert source.find((1, 2), ("by", 0)) == Place(2, "by = [", 0, 2)
    assert source.find((1, 2), ("by",), "[") == Place(2, "by = [", 5, 6)
