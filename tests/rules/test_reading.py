"""From TOML to statements: what is read, from where, how strictly, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimcore.dates import Duration, ImpreciseDate, Period
from kimcore.errors import Fault, RulebookError, UnknownNameError
from kimcore.language.parser import parse_day, parse_test
from kimcore.language.program import Row
from kimcore.language.syntax import And, Except, Or
from kimcore.law.citation import Citation
from kimcore.rules import documents, reading
from kimcore.rules.reading import load_rulebook, read_rulebook, rulebook_as_json
from kimcore.rules.report import RIGOURS, Rigour
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import (
    ALWAYS,
    After,
    Claim,
    Condition,
    Definition,
    Due,
    Entitlement,
    Gap,
    Need,
    NotModelled,
    NotNeeded,
    Pending,
    Presumption,
    Step,
    Transition,
    Value,
)
from kimcore.text import Text
from tests.freedonia import FOLDER, VOCABULARY, freedonia, freedonian_texts
from tests.rules.bad_rulebooks import HEAD

FWA = "https://law.freedonia.example/fwa"
FRA = "https://law.freedonia.example/fra"


def read(texts: Mapping[str, str] | Path, rigour: Rigour = "draft") -> Rulebook:
    return read_rulebook(texts, vocabulary=VOCABULARY, rigour=rigour)


def draft(text: str) -> Rulebook:
    return read({"head.toml": HEAD, "text.toml": text})


def faults(texts: Mapping[str, str] | Path) -> tuple[Fault, ...]:
    with pytest.raises(RulebookError) as caught:
        read(texts)
    return caught.value.faults


def only(id_: str) -> object:
    (version,) = freedonia().versions(id_)
    return version


def single(test: str, **rest: object) -> Condition:
    return Condition(node=parse_test(test), text=test, **rest)  # type: ignore[arg-type]  # basis and says


# ---------------------------------------------------------------------------------------- what is read


def test_the_head_of_a_rulebook() -> None:
    book = freedonia()

    assert (book.id, book.version, book.law_known_until) == ("freedonia", "1933.1", date(2026, 6, 30))
    assert book.title == Text.of(de="Recht von Freedonia", en="Law of Freedonia")
    assert book.notes == ()


def test_the_head_of_a_statement() -> None:
    (_, settler) = freedonia().versions("welfare.settler")

    assert (settler.kind, settler.id, settler.in_force) == (
        "definition",
        "welfare.settler",
        Period(date(2024, 1, 1), None),
    )
    assert settler.title == Text.of(de="Siedler", en="settler")
    assert settler.basis == (
        Citation.parse("§ 5 FRA", address=FRA),
        Citation.parse("§ 5a FRA", address="https://law.freedonia.example/fra-amended"),
    )
    assert (settler.verified_on, settler.confidence, settler.address) == (date(2026, 6, 30), "medium", FRA)
    assert settler.disputed == Text.of(
        de="Strittig ist, ob § 5a auch für Kinder gilt.", en="It is disputed whether § 5a covers children."
    )
    assert (settler.file, settler.line) == ("welfare.toml", 96)


def test_a_figure_with_rows() -> None:
    pension_age = only("PENSION_AGE")

    assert isinstance(pension_age, Value)
    assert pension_age.type == "duration"
    assert pension_age.rows == (
        Row(None, 1949, Duration.parse("60 years")),
        Row(1950, 1950, Duration.parse("60 years 6 months")),
        Row(1951, 1959, Duration.parse("61 years")),
        Row(1960, None, Duration.parse("62 years")),
    )


def test_figures_without_rows() -> None:
    wait, later = freedonia().versions("WAIT")
    grace, reform = only("GRACE"), only("REFORM")

    assert isinstance(wait, Value)
    assert isinstance(later, Value)
    assert (wait.value, later.value, wait.rows) == (Duration(6, 0), Duration(12, 0), ())
    assert isinstance(grace, Value)
    assert (grace.type, grace.value) == ("days", Duration(0, 14))
    assert isinstance(reform, Value)
    assert (reform.type, reform.value) == ("day", date(2024, 7, 1))


def test_a_number_is_a_figure() -> None:
    book = draft("""
    [[value]]
    id = "TOP_GRADE"
    is = 10
    basis = "§ 1 AsylbLG"
    [[definition]]
    id = "a"
    when = ["school.grade is present", "school.grade < TOP_GRADE"]
    basis = "§ 1 AsylbLG"
    """)

    assert [(value.type, value.value) for value in book.values] == [("count", 10)]


def test_a_definition_keeps_each_test_with_its_own_basis_and_sentence() -> None:
    entitled = only("welfare.entitled")
    student = "training.kind in {student}"

    assert isinstance(entitled, Definition)
    *tests, guest, in_studies = entitled.condition.parts
    assert [part.text for part in tests] == [
        "person.age >= 16",
        "welfare.below_pension_age",
        "welfare.able",
        "welfare.settler",
    ]
    assert guest == Condition(node=Except(item=parse_test("welfare.guest")), text="welfare.guest")
    assert in_studies == Condition(
        node=Except(item=parse_test(student)),
        text=student,
        basis=(Citation.parse("§ 7 FWA", address=FWA),),
        says=Text.of(de="im Studium", en="in studies"),
    )
    assert [part.is_exception for part in entitled.condition.parts] == [
        False,
        False,
        False,
        False,
        True,
        True,
    ]
    assert entitled.condition.node == And(items=tuple(part.node for part in entitled.condition.parts))


def test_groups_are_conditions_with_parts() -> None:
    household = only("welfare.household")

    assert isinstance(household, Definition)
    either, guest = household.condition.parts
    own, partner, child = either.parts
    assert (own.text, partner.text, child.text) == (
        "welfare.entitled",
        "some partner: welfare.entitled",
        None,
    )
    assert child == Condition(
        node=And(items=(parse_test("welfare.child"), parse_test("some parent: welfare.entitled"))),
        parts=(single("welfare.child"), single("some parent: welfare.entitled")),
        says=Text.of(de="Kind von Berechtigten", en="child of somebody entitled"),
    )
    assert either.node == Or(items=(own.node, partner.node, child.node))
    assert guest.is_exception


def test_a_group_may_be_an_exception() -> None:
    book = draft("""
    [[definition]]
    id = "a"
    when = ["work.capable"]
    unless = [{ any = ["school.enrolled", "courses.attends"] }]
    basis = "§ 1 AsylbLG"
    """)

    (_, exception) = book.definitions[0].condition.parts
    assert exception.node == Except(item=parse_test("school.enrolled or courses.attends"))
    assert [part.text for part in exception.parts] == ["school.enrolled", "courses.attends"]


def test_a_test_over_several_lines_is_one_line() -> None:
    book = draft('''
    [[definition]]
    id = "a"
    when = ["""
        work.capable
          and school.enrolled
    """]
    basis = "§ 1 AsylbLG"
    ''')

    assert book.definitions[0].condition.parts[0].text == "work.capable and school.enrolled"


def test_what_lasts_and_what_is_presumed() -> None:
    guest, able = only("welfare.guest"), only("welfare.able")

    assert isinstance(guest, Definition)
    assert isinstance(able, Definition)
    assert (guest.lasts_to_end_of_month, guest.presume) == (True, None)
    assert able.lasts_to_end_of_month is False
    assert able.presume == Presumption(holds=True, basis=(Citation.parse("§ 6 Abs. 2 FWA", address=FWA),))


def test_an_aspect() -> None:
    (health, livelihood) = freedonia().aspects

    assert (health.id, livelihood.id) == ("health", "livelihood")
    assert health.due.parts == (single("stay.in_germany"),)


def test_an_entitlement_by_application() -> None:
    allowance, pending = freedonia().versions("livelihood.allowance")
    test = "coverage.livelihood includes {AsylbLG_basic, AsylbLG_analogue} at 2023-12-31"

    assert isinstance(allowance, Entitlement)
    assert (allowance.aspect, allowance.benefit) == ("livelihood", "SGB_II")
    assert (allowance.yields_to, allowance.stands_in_for) == (("livelihood.care",), ())
    assert allowance.act_from == Duration(2, 0)
    claim = allowance.claim
    assert (claim.by, claim.of, claim.matter) == ("application", None, "sgb2_benefits")
    assert (claim.reaches_back, claim.one_for, claim.child) == (
        "start of month",
        "community_of_need",
        "welfare.child",
    )
    (deemed,) = claim.deemed_filed
    assert (deemed.on, deemed.basis) == (date(2024, 1, 1), (Citation.parse("§ 21 Abs. 2 FWA", address=FWA),))
    assert deemed.condition.parts == (single("welfare.settler"), single(test))
    assert pending.in_force is None
    assert pending.pending == Pending(
        bill="Second Hospitality Bill", planned_from=ImpreciseDate(date(2027, 1, 1), date(2027, 1, 31))
    )


def test_other_ways_to_claim() -> None:
    claims = {item.id: item.claim for item in freedonia().entitlements}

    assert claims["livelihood.care"] == Claim(by="office")
    assert claims["health.fund"] == Claim(by="follows", of="livelihood.allowance")
    assert claims["livelihood.pension"] == Claim(
        by="application", matter="sgb12_4_benefits", reaches_back=Duration(3, 0)
    )


def test_a_bill_may_name_its_day_or_none() -> None:
    book = draft("""
    [[definition]]
    id = "a"
    when = ["work.capable"]
    pending = { bill = "First bill", planned_from = 2027-01-01 }
    basis = "§ 999 AsylbLG"
    [[definition]]
    id = "a"
    when = ["work.capable"]
    pending = { bill = "Second bill" }
    basis = "§ 999 AsylbLG"
    """)

    assert [version.pending for version in book.definitions] == [
        Pending(bill="First bill", planned_from=date(2027, 1, 1)),
        Pending(bill="Second bill", planned_from=None),
    ]


def test_a_source_may_be_a_document_without_sections() -> None:
    book = draft("""
    [[definition]]
    id = "a"
    when = ["work.capable"]
    basis = ["§ 1 AsylbLG", { cite = "Circular 02/26", address = "https://x.example/02", kind = "document" }]
    """)

    assert book.definitions[0].basis == (
        Citation.parse("§ 1 AsylbLG"),
        Citation.document("Circular 02/26", address="https://x.example/02"),
    )


def test_a_transition() -> None:
    transition = only("shelter_to_allowance")

    assert isinstance(transition, Transition)
    assert (transition.from_, transition.to) == (("AsylbLG_basic", "AsylbLG_analogue"), "SGB_II")
    assert transition.needs == (
        Need(documents=("passport", "passport_substitute")),
        Need(documents=("bamf_decision",)),
        Need(documents=("asylblg_end_notice",)),
    )
    assert transition.does_not_need == (
        NotNeeded(document="residence_card", basis=(Citation.parse("§ 8 Abs. 4 FWA", address=FWA),)),
    )
    assert (transition.brings_along, transition.confirm_within) == (("health",), Duration(0, 14))
    assert transition.typical_gaps == (
        Text.of(de="Der Bescheid über das Ende kommt zu spät.", en="The notice of the end comes too late."),
    )


def test_a_step() -> None:
    step = only("allowance.apply")

    assert isinstance(step, Step)
    assert (step.offer, step.matter, step.field, step.severity) == (
        "if not ruled out",
        "sgb2_benefits",
        "livelihood",
        "existence",
    )
    assert (step.by, step.one_for, step.answers) == (
        ("person", "guardian"),
        "community_of_need",
        ("livelihood",),
    )
    assert step.after == (
        After(step="register", reason="document"),
        After(step="counselling", reason="advice"),
    )
    assert step.issues == (Need(documents=("sgb2_decision",)),)
    assert step.done_if is not None
    assert step.done_if.parts == (single("applications includes sgb2_benefits"),)
    assert (step.due, step.takes) == (Due(act_by="livelihood.allowance"), Duration(0, 42))


def test_a_step_that_says_little_is_for_everybody() -> None:
    step = only("counselling")

    assert isinstance(step, Step)
    assert (step.condition, step.done_if, step.due, step.takes) == (ALWAYS, None, None, None)
    assert (step.offer, step.one_for, step.requires) == ("if it applies", "person", ())


def test_days_by_which_steps_are_due() -> None:
    register, enrol = only("register"), only("school.enrol")
    working_day, deadline = "working_day(stay.since + GRACE)", "deadline(stay.since, 1 month)"

    assert isinstance(register, Step)
    assert isinstance(enrol, Step)
    assert register.due == Due(day=parse_day(working_day), text=working_day, shifts=True)
    assert enrol.due == Due(day=parse_day(deadline), text=deadline, shifts=False)
    assert enrol.after == (
        After(
            step="register",
            reason="law",
            basis=(Citation.parse("§ 4 FSA", address="https://law.freedonia.example/fsa"),),
        ),
    )


def test_a_gap() -> None:
    gap = only("paper.runs_out")

    assert isinstance(gap, Gap)
    assert (gap.nature, gap.severity, gap.matter, gap.remedies) == (
        "proof",
        "right",
        "residence_permit",
        ("paper.renew",),
    )
    assert gap.condition.parts == (single("welfare.settler"), single("paper.expiring"))
    until = "residence.document_until"
    assert gap.act_by == Due(day=parse_day(until), text=until, lead="waiting time")
    assert gap.says == Text.of(de="Das Papier gilt nur bis {until}.", en="The paper is valid until {until} only.")


def test_what_is_left_out() -> None:
    means = only("welfare.means")

    assert isinstance(means, NotModelled)
    assert means.says == Text.of(
        de="Einkommen und Vermögen werden nicht geprüft.", en="Income and assets are not looked at."
    )
    assert (means.matters, means.title) == (("sgb2_benefits",), None)


def test_comparisons_are_bound() -> None:
    book = draft("""
    [[definition]]
    id = "a"
    when = ["residence.status == refugee"]
    basis = "§ 1 AsylbLG"
    """)

    assert book.definitions[0].condition.parts[0].node == parse_test("residence.status in {refugee}")


# ---------------------------------------------------------------------------------------- how strictly


def test_a_draft_notes_what_its_statements_lack() -> None:
    book = draft('[[definition]]\nid = "a"\nwhen = ["work.capable"]\nsays = { de = "nur deutsch" }')

    assert [str(note) for note in book.notes] == [
        "text.toml:1 [definition a]: the days in force are missing [missing]",
        "text.toml:1 [definition a]: the source is missing [missing]",
        "text.toml:1 [definition a]: the day is missing on which the sources were compared [missing]",
        "text.toml:1 [definition a]: the confidence is missing [missing]",
        "text.toml:1 [definition a]: the title is missing [missing]",
        "text.toml:4 [definition a] says: the text in 'en' is missing [missing]",
    ]
    assert book.definitions[0].in_force == Period(None, None)


def test_a_draft_needs_neither_version_nor_title() -> None:
    book = read({"a.toml": 'schema = "kimcore.rulebook/1"\nid = "a"\nlaw_known_until = 2026-01-01'})

    assert (book.version, book.title) == ("draft", None)
    assert [note.problem for note in book.notes] == ["'version' is missing", "'title' is missing"]


def test_a_draft_notes_a_figure_that_no_test_names() -> None:
    book = draft("""
    [[value]]
    id = "WAIT"
    title = { de = "Wartezeit", en = "waiting time" }
    is = "6 months"
    in_force = {}
    basis = "§ 1 AsylbLG"
    verified_on = 2026-01-01
    confidence = "high"
    """)

    assert [str(note) for note in book.notes] == [
        "text.toml:3 [value WAIT] id: no test names the value 'WAIT' [unused-value]"
    ]


def test_a_denied_definition_is_noted_where_no_version_of_it_is_in_force() -> None:
    book = draft("""
    [[definition]]
    id = "a"
    when = ["work.capable"]
    in_force = { from = 2024-01-01 }
    [[definition]]
    id = "b"
    when = ["school.enrolled", "not a"]
    in_force = { from = 2023-01-01 }
    [[definition]]
    id = "c"
    when = ["not a"]
    in_force = { from = 2024-01-01 }
    [[definition]]
    id = "d"
    when = ["not a"]
    pending = { bill = "Bill" }
    """)

    assert [str(note) for note in book.notes if note.code == "not-in-force"] == [
        (
            "text.toml:6 [definition b]: 'not a' holds on days on which no version of it is in force: "
            "2023-01-01 to 2023-12-31 [not-in-force]"
        )
    ]


def test_a_draft_without_days_in_force_may_cite_what_stands_in_the_law_on_some_day() -> None:
    book = draft('[[definition]]\nid = "a"\nwhen = ["work.capable"]\nbasis = "§ 146 SGB XII"')

    assert book.definitions[0].basis == (Citation.parse("§ 146 SGB XII"),)


def test_there_are_two_kinds_of_rigour() -> None:
    with pytest.raises(ValueError, match="there is no such rigour; allowed: shipped, draft"):
        read({"a.toml": HEAD}, "lenient")  # type: ignore[arg-type]  # what is tested


# ---------------------------------------------------------------------------------------- from where


def test_a_folder_is_one_rulebook() -> None:
    assert read(FOLDER, "shipped") == read(freedonian_texts(), "shipped")


def test_a_file_is_a_rulebook(tmp_path: Path) -> None:
    file = tmp_path / "all.rules"
    file.write_text(freedonian_texts()["rulebook.toml"] + freedonian_texts()["welfare.toml"].partition("# ---")[0])

    assert read(file).id == "freedonia"


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert read(file).id == "test"


@pytest.mark.parametrize("make", [lambda path: path / "missing.toml", lambda path: path])
def test_without_files_there_is_no_rulebook(tmp_path: Path, make: object) -> None:
    assert callable(make)
    path = make(tmp_path)

    assert [str(fault) for fault in faults(path)] == [
        f"{path.name}: there is no rulebook: neither a TOML or JSON file nor a folder of them [not-found]"
    ]


def test_a_fault_in_json_is_told_with_line_statement_and_caret() -> None:
    text = rulebook_as_json(
        {"head.toml": HEAD, "text.toml": '[[definition]]\nid = "a.b"\nwhen = ["person.agee >= 18"]'}
    )

    (fault,) = faults({"all.json": text})

    line = next(number for number, line in enumerate(text.splitlines(), 1) if "agee" in line)
    assert fault.where == f"all.json:{line} [definition a.b] when[0]"
    assert fault.excerpt == "person.agee >= 18\n^^^^^^^^^^^"


def test_a_key_in_json_is_pointed_at() -> None:
    text = rulebook_as_json({"head.toml": HEAD, "text.toml": '[[step]]\nid = "a"\noffr = "if it applies"'})

    (fault,) = faults({"all.json": text})

    assert fault.where.endswith("[step a] offr")
    assert fault.excerpt == '"offr": "if it applies"\n^^^^^^'


def test_texts_that_are_no_json_are_told_all_at_once() -> None:
    texts = {"a.json": '{"id": null, "title": null}', "b.json": "{"}

    assert [(fault.code, fault.where) for fault in faults(texts)] == [
        ("null", "a.json $.id"),
        ("null", "a.json $.title"),
        ("json", "b.json:1"),
    ]


def test_no_texts_are_no_rulebook() -> None:
    assert [fault.where for fault in faults({})] == ["rulebook"]


def test_a_file_is_encoded_in_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "b.toml").write_bytes("# für".encode("latin-1"))
    (tmp_path / "c.toml").write_text("no toml", encoding="utf-8")

    assert [str(fault) for fault in faults(tmp_path)] == [
        "b.toml: the file is not encoded in UTF-8 [encoding]",
        "c.toml:1: not TOML: Expected '=' after a key in a key/value pair [toml]",
    ]


def test_an_unfinished_text_is_a_fault_of_its_last_line() -> None:
    assert [str(fault) for fault in faults({"a.toml": 'id = "a"\ntitle = [1,'})] == [
        "a.toml:2: not TOML: Invalid value [toml]"
    ]


def test_a_rulebook_that_comes_with_the_library_is_read_once() -> None:
    assert load_rulebook("nrw").id == "nrw"
    assert load_rulebook("nrw") is load_rulebook("nrw")


def test_no_rulebook_of_an_unknown_name_comes_with_the_library() -> None:
    with pytest.raises(
        UnknownNameError, match="no rulebook 'nrv' comes with the library; there are: nrw; did you mean 'nrw'"
    ):
        load_rulebook("nrv")
    with pytest.raises(UnknownNameError, match=r"no rulebook 'freedonia' comes with the library; there are: nrw$"):
        load_rulebook("freedonia")


# ---------------------------------------------------------------------------------------- how much


def test_values_are_nested_only_so_deep() -> None:
    assert [str(fault) for fault in faults({"a.toml": f"id = {'[' * 5000}{']' * 5000}"})] == [
        "a.toml: values are nested too deep [too-deep]"
    ]


def test_there_are_only_so_many_files_statements_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_FILES", 2)
    monkeypatch.setattr(documents, "MAX_FILE", 200)
    monkeypatch.setattr(reading, "MAX_STATEMENTS", 1)
    many = {"a.toml": HEAD, "b.toml": '[[step]]\nid = "a"\n[[step]]\nid = "b"'}

    assert [str(fault) for fault in faults(many)] == ["b.toml:3 [step b]: there are more than 1 statements [length]"]
    assert [str(fault) for fault in faults({**many, "b.toml": "#" * 201})] == [
        "b.toml: the file has more than 200 characters [length]"
    ]
    assert [str(fault) for fault in faults({**many, "c.toml": ""})] == [
        "a.toml: the rulebook has more than 2 files [length]"
    ]


def test_lists_texts_and_ids_are_only_so_long() -> None:
    tests = ", ".join('"work.capable"' for _ in range(201))
    text = f"""[[definition]]
id = "{"a" * 81}"
when = [{tests}]
says = {{ de = "{"a" * 4001}", en = "a" }}
"""

    assert [(fault.code, fault.allowed) for fault in faults({"a.toml": HEAD, "b.toml": text})] == [
        ("id", "lower case in parts joined by '.', each beginning with a letter; at most 80 characters"),
        ("length", "1 to 200"),
        ("length", "1 to 4000 characters"),
    ]


def test_definitions_rest_on_each_other_only_so_deep() -> None:
    chain = [f'[[definition]]\nid = "a{n}"\nwhen = ["a{n + 1}"]' for n in range(33)]
    text = "\n".join([*chain, '[[definition]]\nid = "a33"\nwhen = ["work.capable"]'])

    assert [str(fault) for fault in faults({"a.toml": HEAD, "b.toml": text})] == [
        "b.toml:4 [definition a1]: the tests below it rest on each other more than 32 deep [too-deep]"
    ]


# ---------------------------------------------------------------------------------------- whatever the layout


@given(st.data())
def test_files_layout_and_order_do_not_matter(data: st.DataObject) -> None:
    texts = freedonian_texts()
    head = texts["rulebook.toml"]
    items = [f"[[{item}" for name in ("welfare.toml", "arrival.toml") for item in texts[name].split("\n[[")[1:]]
    shuffled = data.draw(st.permutations(items))
    cut = data.draw(st.integers(0, len(items)))

    book = read({"x.toml": "\n\n".join(shuffled[:cut]), "y.toml": f"{head}\n" + "\n".join(shuffled[cut:])}, "shipped")

    assert (book, book.digest, book.statements) == (freedonia(), freedonia().digest, freedonia().statements)


def test_any_change_of_content_changes_the_digest() -> None:
    texts = dict(freedonian_texts())
    texts["welfare.toml"] = texts["welfare.toml"].replace('is = "2 weeks"', 'is = "3 weeks"')

    assert read(texts, "shipped") != freedonia()


_ANYTHING = st.sampled_from(
    (
        '""',
        "1",
        "-5",
        "true",
        "1.5",
        "nan",
        "[]",
        "[[1]]",
        "{}",
        "[{}]",
        "2020-01-01",
        "10:00:00",
        '"today"',
        '["welfare.guest"]',
        '{ de = "a", en = "b" }',
        '"§ 1 FWA"',
        '{ by = "follows" }',
        '"6 months"',
        '{ ".." = 1 }',
    )
)


@given(st.data())
def test_whatever_stands_there_it_is_read_or_every_fault_is_said(data: st.DataObject) -> None:
    texts = dict(freedonian_texts())
    name = data.draw(st.sampled_from(sorted(texts)))
    lines = texts[name].split("\n")
    places = [number for number, line in enumerate(lines) if " = " in line]
    place = data.draw(st.sampled_from(places))
    lines[place] = f"{lines[place].partition(' = ')[0]} = {data.draw(_ANYTHING)}"
    texts[name] = "\n".join(lines)

    wheres = read_or_faulted(texts, data.draw(st.sampled_from(RIGOURS)))

    assert all(place.startswith(tuple(texts)) for place in wheres)


def read_or_faulted(texts: Mapping[str, str], rigour: Rigour) -> list[str]:
    """The places of the faults; nothing but a `RulebookError` may be raised."""
    try:
        read(texts, rigour)
    except RulebookError as error:
        return [fault.where for fault in error.faults]
    return []
