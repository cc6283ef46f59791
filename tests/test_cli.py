"""The command line, run for real: in this process, once as a process of its own, once on a terminal."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import frozen

from kimcore import FactSheet, json_schema, read_case, write_facts
from kimcore.cli.main import BAD_INPUT, COMMANDS, LATER, OPTIONS, main
from kimcore.exchange.schema import SCHEMAS
from tests.freedonia import FOLDER as FREEDONIA
from tests.households import DATA, Document, refugee

REFUGEE = str(DATA / "refugee.json")
DAY = "2026-11-23"
DEMO_DAY = "2022-05-13"


@frozen
class Run:
    """What a run of the command line said."""

    code: int
    out: str
    err: str

    @property
    def refused(self) -> bool:
        """Whether it was refused as bad input has to be: code 2, words on standard error, nothing else, no traceback."""
        return (
            (self.code, self.out) == (BAD_INPUT, "") and self.said.startswith("kimcore: ") and "Trace" not in self.err
        )

    @property
    def said(self) -> str:
        """The error in one line, however it was wrapped."""
        return " ".join(self.err.split())


Command = Callable[..., Run]


@pytest.fixture
def kimcore(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*words: object) -> Run:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Run(code, said.out, said.err)

    return run


@pytest.fixture
def case_file(tmp_path: Path) -> Callable[[Document], Path]:
    def write(document: Document) -> Path:
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


def given(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Put bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


# ------------------------------------------------------------------------------------------- what it does


def test_evaluate_tells_the_case_in_german(kimcore: Command) -> None:
    run = kimcore("evaluate", REFUGEE, "--on", DAY)

    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("P1 · Gladbeck · Akte vom 23.11.2026, bewertet am 23.11.2026\n")


def test_evaluate_tells_the_case_in_english(kimcore: Command) -> None:
    run = kimcore("evaluate", REFUGEE, "--on", DAY, "--lang", "en")

    assert run.out.startswith("P1 · Gladbeck · record of 2026-11-23, evaluated on 2026-11-23\n")


def test_the_day_of_the_record_is_the_day_of_evaluation_unless_another_is_asked_for(kimcore: Command) -> None:
    assert kimcore("evaluate", REFUGEE).out == kimcore("evaluate", REFUGEE, "--on", DAY).out


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_kimcore_reckons_with_can_be_asked_for(kimcore: Command, day: str) -> None:
    assert kimcore("evaluate", REFUGEE, "--on", day).code == 0


def test_a_case_comes_through_standard_input_as_well(kimcore: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, Path(REFUGEE).read_bytes())

    assert kimcore("evaluate", "-").out == kimcore("evaluate", REFUGEE).out


def test_the_demo_names_the_days_on_which_the_law_was_another(kimcore: Command) -> None:
    lines = kimcore("demo").out.splitlines()

    assert lines[0] == "Mutter, Kind, Großmutter · Gladbeck · Akte vom 13.05.2022, bewertet am 13.05.2022"
    assert lines[-3:] == [
        "Dieselbe Akte nach dem Recht späterer Tage:",
        *(f"  kimcore demo --on {day}" for day in LATER),
    ]


@pytest.mark.parametrize("day", LATER)
def test_the_demo_can_be_asked_for_on_those_days(kimcore: Command, day: str) -> None:
    run = kimcore("demo", "--on", day, "--lang", "en")

    assert run.out.startswith(f"Mutter, Kind, Großmutter · Gladbeck · record of {DEMO_DAY}, evaluated on {day}\n")
    assert "kimcore demo" not in run.out


@pytest.mark.parametrize("words", [("evaluate", REFUGEE, "--on", DAY), ("demo",), ("demo", "--on", LATER[0])])
def test_an_evaluation_comes_as_json_that_its_schema_admits(kimcore: Command, words: tuple[str, ...]) -> None:
    document = json.loads(kimcore(*words, "--format", "json").out)

    jsonschema.Draft202012Validator(json_schema("evaluation")).validate(document)


def test_a_fact_sheet_is_evaluated_like_the_case_that_says_the_same(kimcore: Command, tmp_path: Path) -> None:
    sheet = tmp_path / "facts.json"
    sheet.write_text(write_facts(FactSheet.of(read_case(Path(REFUGEE).read_bytes()))), "utf-8")

    for command in (["evaluate"], ["gaps"], ["project"], ["explain", "livelihood.sgb2"]):
        words = [command[0], "%", *command[1:], "--on", DAY]
        told = [kimcore(*(word.replace("%", file) for word in words)).out for file in (REFUGEE, str(sheet))]
        assert told[0].splitlines()[:-2] == told[1].splitlines()[:-2] != []


def test_the_faults_of_a_fact_sheet_are_told_with_its_file(kimcore: Command, tmp_path: Path) -> None:
    sheet = tmp_path / "facts.json"
    sheet.write_text('{"schema": "kimcore.facts/1", "key": "1", "as_of": "2026-11-23", "person": []}')
    run = kimcore("evaluate", sheet)

    assert run.refused
    assert "the facts cannot be read (2 faults)" in run.said


def test_json_is_the_same_in_every_language(kimcore: Command) -> None:
    german, english = (kimcore("demo", "--format", "json", "--lang", lang).out for lang in ("de", "en"))

    assert german == english


def test_explain_tells_why(kimcore: Command) -> None:
    run = kimcore("explain", REFUGEE, "livelihood.asylblg_basic", "--on", DAY, "--person", "P1")

    assert run.out.splitlines()[1].startswith("Ergebnis: trifft nicht zu")
    assert run.err == ""


def test_explain_is_about_the_first_person_unless_another_is_named(kimcore: Command) -> None:
    words = ("explain", REFUGEE, "livelihood.sgb2", "--lang", "en")

    assert kimcore(*words).out == kimcore(*words, "--person", "P1").out


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schema_prints_the_schema_of_a_document(kimcore: Command, kind: str) -> None:
    assert json.loads(kimcore("schema", kind).out) == json_schema(kind)


def test_gaps_tells_only_what_is_broken_or_ahead(kimcore: Command) -> None:
    run = kimcore("gaps", REFUGEE, "--on", DAY, "--lang", "en")

    assert run.code == 0
    assert "GAP since 2026-11-01: Nobody pays for livelihood." in run.out
    assert [word for word in ("STANDING", "NEXT STEPS", "QUESTIONS", "NOT MODELLED") if word in run.out] == []


def test_project_draws_who_should_pay_and_who_does(kimcore: Command) -> None:
    run = kimcore("project", REFUGEE, "--on", DAY, "--lang", "en")

    assert run.code == 0
    assert run.out.startswith(" " * 14 + "2026")
    assert "P1, livelihood\n  owed        " in run.out


def test_check_of_what_is_shipped_finds_no_error(kimcore: Command) -> None:
    run = kimcore("check")

    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines()[-1].startswith("0 error, ")


def test_check_ends_with_one_from_its_level_on(kimcore: Command) -> None:
    assert [kimcore("check", "--level", level).code for level in ("error", "info")] == [0, 1]


def test_check_tells_the_faults_of_a_rulebook_as_findings(kimcore: Command, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('schema = "kimcore.rulebook/1"\nidd = "x"\n', encoding="utf-8")

    run = kimcore("check", path, "--format", "json")

    assert (run.code, run.err) == (1, "")
    errors = [row["code"] for row in json.loads(run.out)["diagnostics"] if row["level"] == "error"]
    assert "unknown-key" in errors


def test_a_rulebook_can_be_a_folder(kimcore: Command) -> None:
    run = kimcore("evaluate", REFUGEE, "--rulebook", FREEDONIA)

    assert run.out.splitlines()[1].startswith("Regelwerk freedonia, Recht bekannt bis 30.06.2026")


def test_a_landscape_can_be_a_file(kimcore: Command, tmp_path: Path) -> None:
    landscape = tmp_path / "nowhere.toml"
    landscape.write_text(
        'schema = "kimcore.landscape/1"\nid = "nowhere"\nversion = "1"\nverified_on = 2026-01-01\n'
        'title = { de = "Nirgends", en = "Nowhere" }\n',
        encoding="utf-8",
    )

    assert "Stelle nicht erfasst" in kimcore("evaluate", REFUGEE, "--landscape", landscape).out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_takes(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: kimcore {command} ")


def test_every_option_is_described_by_some_command(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            main([command, "--help"])
    helps = capsys.readouterr().out

    assert [option for option in OPTIONS if option not in helps] == []


# ------------------------------------------------------------------------------------------- processes


def process(*words: str, stdin: bytes = b"", **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kimcore", *words], input=stdin, capture_output=True, check=False, **more
    )


def test_the_module_is_the_command_line_and_writes_utf_8_whatever_the_locale() -> None:
    ended = process(
        "evaluate", "-", "--on", DAY, stdin=Path(REFUGEE).read_bytes(), env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "LÜCKE seit 01.11.2026" in ended.stdout.decode("utf-8")


def test_bad_input_ends_the_process_with_two() -> None:
    ended = process("evaluate", "-", stdin=b"{")

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode().startswith("kimcore: standard input: the case cannot be read (1 fault)\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code = main(["schema", "case"])

    assert code == BAD_INPUT
    assert capsys.readouterr().err == "kimcore: cannot write to standard output: no space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe closed at the other end is another error there")
def test_a_reader_who_has_seen_enough_is_no_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        code = main(["demo"])

    assert (code, capsys.readouterr().err) == (0, "")


def test_text_can_be_kept_in_a_string(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.StringIO()
    monkeypatch.setattr(sys, "stdout", kept)

    assert main(["schema", "case"]) == 0
    assert json.loads(kept.getvalue()) == json_schema("case")


@pytest.fixture
def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """What `kimcore demo` shows on a terminal of so many columns."""
    pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")
    ours, theirs = pty.openpty()

    def run(columns: int, *, encoding: str = "utf-8", **variables: str) -> str:
        monkeypatch.delenv("NO_COLOR", raising=False)
        for name, value in {"COLUMNS": str(columns), "TERM": "xterm", **variables}.items():
            monkeypatch.setenv(name, value)
        shown: list[bytes] = []
        with os.fdopen(theirs, "w", encoding=encoding) as terminal:
            monkeypatch.setattr(sys, "stdout", terminal)
            reader = threading.Thread(target=lambda: shown.extend(_read(ours)))
            reader.start()
            assert main(["demo"]) == 0
        reader.join()
        return b"".join(shown).decode(encoding).replace("\r\n", "\n")

    yield run
    os.close(ours)


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(terminal, 4096)
        except OSError:  # the other end is closed
            return


def test_headings_are_bold_on_a_terminal_and_lines_no_longer_than_it_is_wide(on_a_terminal: Callable[..., str]) -> None:
    shown = on_a_terminal(70)
    plain = shown.replace("\x1b[1m", "").replace("\x1b[0m", "")

    assert "\x1b[1mSTAND AM 13.05.2022\x1b[0m\n" in shown
    assert "\x1b" not in plain
    assert max(len(line) for line in plain.splitlines()) <= 70


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_can_ask_for_plain_text(on_a_terminal: Callable[..., str], variables: dict[str, str]) -> None:
    assert "\x1b" not in on_a_terminal(100, **variables)


def test_a_terminal_that_does_not_know_a_sign_shows_a_question_mark(on_a_terminal: Callable[..., str]) -> None:
    assert "?BERGANG am 01.06.2022" in on_a_terminal(100, encoding="ascii")


def test_text_is_plain_when_piped(kimcore: Command) -> None:
    assert "\x1b" not in kimcore("demo").out


# ------------------------------------------------------------------------------------------- bad words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "a command is missing; allowed: check, demo, evaluate, explain, gaps, many, project, schema"),
        (("evalute", "x"), "no such word; allowed: check, demo, evaluate, explain, gaps, many, project, schema; did you mean 'evaluate'?"),
        (("evaluate",), "the following arguments are required: CASE"),
        (("evaluate", REFUGEE, "--on", "2026-02-30"), "argument --on: there is no such day in the calendar"),
        (("evaluate", REFUGEE, "--on", "gestern"), "argument --on: not a day written as YYYY-MM-DD"),
        (("evaluate", REFUGEE, "--on", "1850-01-01"), "argument --on: a day lies from 1900-01-01 to 2199-12-31"),
        (("evaluate", REFUGEE, "--lang", "fr"), "argument --lang: no such word; allowed: de, en"),
        (("demo", "--format", "jsn"), "argument --format: no such word; allowed: json, text; did you mean 'json'?"),
        (("demo", "--format"), "argument --format: expected one argument"),
        (("evaluate", REFUGEE, "--onn", DAY), "there is no option --onn here; did you mean '--on'?"),
        (("evaluate", REFUGEE, "--langauge=fr"), "there is no option --langauge here; did you mean '--lang'?"),
        (("demo", "-x"), "there is no option -x here (see"),
        (("evaluate", REFUGEE, "Geheim"), "there is a word too many"),
        (("schema", "invoice"), "argument KIND: no such word; allowed: case, caseload"),
        (("explain", REFUGEE, "livelihood.sbg2"), "has no statement 'livelihood.sbg2'; did you mean 'livelihood.sgb2'?"),
        (("explain", REFUGEE, "livelihood.sgb2", "--person", "P2"), "there is no person 'P2'; there are: P1"),
        (("demo", "--rulebook", "nrv"), "there is no file or folder of that name, and no rulebook 'nrv' comes with the"),
        (("demo", "--landscape", "kreis"), "there is no file of that name, and no landscape 'kreis' comes with the"),
        (("demo", "--rulebook", "x" * 5000), "cannot read x"),
        (("demo", "--landscape", "a\0b"), "there is no file of that name"),
    ],
)  # fmt: skip  # a table of what is said to what
def test_wrong_words_are_answered_by_the_right_ones(kimcore: Command, words: tuple[str, ...], says: str) -> None:
    run = kimcore(*words)

    assert run.refused
    assert says in run.said
    assert "Geheim" not in run.err


# ------------------------------------------------------------------------------------------- bad files


def test_a_missing_file_is_named_with_the_one_that_may_be_meant(kimcore: Command) -> None:
    run = kimcore("evaluate", DATA / "refuge.json")

    assert run.refused
    assert run.said.endswith("refuge.json: there is no such file; did you mean 'refugee.json'?")


def test_a_file_in_a_missing_folder_is_only_missing(kimcore: Command, tmp_path: Path) -> None:
    run = kimcore("evaluate", tmp_path / "no" / "case.json")

    assert run.refused
    assert run.said.endswith("there is no such file")


@pytest.mark.skipif(sys.platform == "win32", reason="opening a folder is another error there")
def test_a_folder_is_no_case(kimcore: Command, tmp_path: Path) -> None:
    run = kimcore("evaluate", tmp_path)

    assert run.refused
    assert run.said.endswith("it is a folder, not a file")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(kimcore: Command, tmp_path: Path) -> None:
    closed = tmp_path / "case.json"
    closed.touch(mode=0o000)
    run = kimcore("evaluate", closed)

    assert run.refused
    assert run.said.endswith("permission denied")


def test_a_name_that_no_file_can_have_is_a_missing_file(kimcore: Command) -> None:
    assert kimcore("evaluate", "a\0b").said.endswith("there is no such file")


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_empty_standard_input_is_said(kimcore: Command, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    given(monkeypatch, content)
    run = kimcore("evaluate", "-")

    assert run.refused
    assert run.err == "kimcore: standard input is empty; expected is a case as JSON\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"key": "Größe"}'.encode("latin-1"), "encoding"),
        ('{"key": "x"}'.encode("utf-16"), "encoding"),
        (b"\x00\x01\x02", "no-json"),
        (b"{", "no-json"),
        (b"[]", "wrong-type"),
        (b"[" * 100_000, "no-json"),
        (b'{"key": NaN}', "number"),
        (b'{"key": 1, "key": 2}', "duplicate-key"),
        (b"{" * 8_000_001, "too-long"),
    ],
    ids=["latin-1", "utf-16", "control", "half", "list", "deep", "nan", "twice", "long"],
)
def test_bytes_that_are_no_case_are_refused(
    kimcore: Command, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    given(monkeypatch, content)
    run = kimcore("evaluate", "-")

    assert run.refused
    assert f"[{code}]" in run.err


def test_a_case_without_persons_can_be_evaluated_and_not_explained(
    kimcore: Command, case_file: Callable[[Document], Path]
) -> None:
    empty = case_file({"schema": "kimcore.case/1", "key": "1", "as_of": DAY, "persons": []})

    assert kimcore("evaluate", empty).code == 0
    assert kimcore("explain", empty, "livelihood").err == "kimcore: the case has no person to explain a statement for\n"


# ------------------------------------------------------------------------------------------- bad content

SECRETS = ("Amira Geheim", "1994-05-32", 'refuge"', "05562015")
"""What stands in the bad record and must not be repeated."""


def bad_record() -> Document:
    """The refugee with one of each fault: misspelt key, impossible day, unknown code, contradiction, unknown town."""

    def spoil(document: Document) -> None:
        (person,) = document["persons"]
        person["label"] = "Amira Geheim"
        person["birth"] = "1994-05-32"
        person["trainning"] = []
        person["residence"][1]["status"] = "refuge"
        person["livelihood"].append({**person["livelihood"][0], "in_need": False})
        person["places"][0]["territory"] = "05562015"

    return refugee(DAY, spoil)


@pytest.mark.parametrize(
    ("place", "code", "says"),
    [
        ("$.persons[0].trainning", "unknown-key", "did you mean 'training'?"),
        ("$.persons[0].birth", "no-such-day", "allowed: a day as YYYY-MM-DD, a month as YYYY-MM or a year as YYYY"),
        ("$.persons[0].residence[1].status", "unknown-code", "did you mean 'refugee'? allowed: admission_abroad, "),
        ("$.persons[0].livelihood[1]", "contradiction", "says otherwise of: in_need; the one that holds needs a later"),
        ("$.persons[0].places[0].territory", "unknown-territory", "allowed: DE, or the key of a Land,"),
    ],
)  # fmt: skip  # a table of what is said where
def test_one_error_says_every_fault_of_a_record_with_its_path_and_the_way_out(
    kimcore: Command, case_file: Callable[[Document], Path], place: str, code: str, says: str
) -> None:
    run = kimcore("evaluate", case_file(bad_record()))
    fault = run.err.partition(f"  {place} ")[2].partition("\n\n")[0]

    assert run.refused
    assert "case.json: the case cannot be read (6 faults) $" in run.said
    assert f"[{code}]" in fault
    assert says in " ".join(fault.split())
    assert [secret for secret in SECRETS if secret in run.err] == []


def test_no_line_about_a_record_is_longer_than_a_hundred_columns(
    kimcore: Command, case_file: Callable[[Document], Path]
) -> None:
    lines = kimcore("evaluate", case_file(bad_record())).err.splitlines()

    assert [line for line in lines[1:] if len(line) > 100] == []


@pytest.fixture
def bad_rulebook(tmp_path: Path) -> Path:
    """Freedonia with one of each fault: unknown code, a type error, an unknown fact, overlapping versions."""
    folder = tmp_path / "freedonia"
    shutil.copytree(FREEDONIA, folder)
    welfare = folder / "welfare.toml"
    text = welfare.read_text(encoding="utf-8")
    for right, wrong in [
        ('"residence.status in {gestattung}"', '"residence.status in {gestatung}"'),
        ('when = ["work.capable"]', 'when = ["work.capabel"]'),
        ('any = ["residence.status in {refugee, settlement}"', 'any = ["residence.status < settlement"'),
        ("in_force = { from = 2024-07-01 }", "in_force = { from = 2024-06-01 }"),
    ]:
        assert right in text
        text = text.replace(right, wrong, 1)
    welfare.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("item", "code", "says", "caret"),
    [
        ("[definition welfare.guest] when[0]", "unknown-code", "did you mean 'gestattung'?", "residence.status in {gestatung}"),
        ("[definition welfare.able] when[0]", "unknown-name", "did you mean 'work.capable'?", "work.capabel"),
        ("[definition welfare.settler] any[0]", "type", "the codes of residence.status have no order; use 'in {…}'", "residence.status < settlement"),
        ("[value WAIT] in_force", "overlap", "two versions are in force on one day: 2024-06-01 to 2024-06-30", "in_force"),
    ],
)  # fmt: skip  # a table of what is said where
def test_one_error_says_every_fault_of_a_rulebook_with_its_line_and_a_caret(
    kimcore: Command, bad_rulebook: Path, item: str, code: str, says: str, caret: str
) -> None:
    run = kimcore("evaluate", REFUGEE, "--rulebook", bad_rulebook)
    where, _, fault = next(part for part in run.err.split("\n\n") if item in part).partition("\n")
    lines = fault.splitlines()
    marks = [number for number, line in enumerate(lines) if line.strip() and set(line.strip()) == {"^"}]

    assert run.refused
    assert run.err.splitlines()[0] == "kimcore: the rulebook cannot be read (5 faults)"
    assert where.strip().startswith("welfare.toml:")
    assert where.endswith(f"[{code}]")
    assert says in " ".join(fault.split())
    assert marks == [len(lines) - 1]
    assert caret in lines[marks[0] - 1]
    assert lines[marks[0]].index("^") == lines[marks[0] - 1].index(caret)


def test_a_rulebook_that_is_no_toml_is_refused(kimcore: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = [\n", encoding="utf-8")
    run = kimcore("demo", "--rulebook", broken)

    assert run.refused
    assert "broken.toml:2 " in run.err


def test_a_landscape_with_faults_is_refused_with_all_of_them(kimcore: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('schema = "kimcore.landscape/1"\nidd = "x"\n', encoding="utf-8")
    run = kimcore("demo", "--landscape", broken)

    assert run.refused
    assert "did you mean 'id'?" in run.err


# ------------------------------------------------------------------------------------------- many cases, and what is new


@pytest.fixture
def cases_file(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str | Document) -> Path:
        path = tmp_path / "cases.jsonl"
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def of(number: int) -> Document:
    return {**refugee(DAY), "key": f"fall-{number}"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_cases_are_evaluated_line_by_line(kimcore: Command, cases_file: Callable[..., Path], jobs: int) -> None:
    run = kimcore("many", cases_file(of(1), of(2), of(3)), "--jobs", jobs)

    told = [json.loads(line) for line in run.out.splitlines()]
    assert [each["case"] for each in told] == ["fall-1", "fall-2", "fall-3"]
    assert told[0] == json.loads(kimcore("evaluate", REFUGEE, "--format", "json", "--on", DAY).out) | {
        "case": "fall-1",
        "provenance": told[0]["provenance"],
    }
    assert (run.code, run.err) == (0, "")


def test_a_bad_line_is_told_by_its_number_without_a_value_and_the_others_go_on(
    kimcore: Command, cases_file: Callable[..., Path]
) -> None:
    bad = {**of(2), "as_of": "Mustermann"}

    run = kimcore("many", cases_file(of(1), bad, "", "{", of(5)))

    assert [json.loads(line)["case"] for line in run.out.splitlines()] == ["fall-1", "fall-5"]
    assert run.code == BAD_INPUT
    for number in (2, 3, 4):
        assert f"cases.jsonl, line {number}: the case cannot be read" in run.said
    assert "kimcore: 5 cases, 3 of them bad" in run.said
    assert "Mustermann" not in run.err


def test_many_cases_come_from_standard_input_too(kimcore: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, json.dumps(of(1)).encode())

    assert json.loads(kimcore("many", "-").out)["case"] == "fall-1"


def test_many_cases_are_counted_together(kimcore: Command, cases_file: Callable[..., Path]) -> None:
    path = cases_file(*(of(number) for number in range(6)))

    text = kimcore("many", path, "--format", "text", "--lang", "en", "--on", DAY).out
    told = json.loads(kimcore("many", path, "--format", "json", "--on", DAY).out)

    assert text.startswith("6 cases, evaluated on 2026-11-23\n")
    assert [row["persons"] for row in told["tables"]["mechanism"]["rows"]] == [6]
    jsonschema.validate(told, json_schema("caseload"))


def test_how_far_it_got_is_told_while_it_works(
    kimcore: Command, cases_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kimcore.cli.many.EVERY", 2)

    run = kimcore("many", cases_file(of(1), of(2), of(3)))

    assert run.err == "kimcore: 2 cases, 0 of them bad\nkimcore: 3 cases, 0 of them bad\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("many", "nowhere.jsonl"), "there is no such file"),
        (("many", REFUGEE, "--jobs", "0"), "expected is a number from 1 to 64"),
        (("gaps", REFUGEE, "--since", "2027-01-01"), "--since lies after"),
    ],
)
def test_many_and_since_refuse_what_cannot_be(kimcore: Command, words: tuple[str, ...], says: str) -> None:
    assert says in kimcore(*words).said
    assert kimcore(*words).code == BAD_INPUT


def test_a_second_run_shows_only_what_is_new(kimcore: Command, case_file: Callable[[Document], Path]) -> None:
    document = {**refugee(DAY), "acknowledged": []}
    path = case_file(document)

    same = kimcore("gaps", path, "--since", DAY)
    new = kimcore("gaps", path, "--since", "2026-01-05", "--lang", "en")

    assert "NEU SEIT 23.11.2026\n  Nichts Neues. 1 unverändert, 0 weggefallen" in same.out
    assert "LÜCKE" not in same.out
    assert "NEW SINCE 2026-01-05\n  0 unchanged, 0 gone" in new.out
    assert "GAP since" in new.out
    told = json.loads(kimcore("evaluate", path, "--since", DAY, "--format", "json").out)
    assert told["since"]["unchanged"] == [each["id"] for each in told["findings"]]
    jsonschema.validate(told, json_schema("evaluation"))
