"""Short words for the cases, landscapes and rulebooks of your own tests.

>>> from kimcore import Evaluator
>>> from kimcore.testing.builders import agency, case, landscape, living_in, person, rulebook, statement
>>> offices = landscape(agency("jobcenter", territory="Gladbeck", decides="sgb2_benefits"))
>>> law = rulebook(
...     statement("aspect", "livelihood", due=["livelihood.in_need"]),
...     statement(
...         "entitlement",
...         "bread",
...         aspect="livelihood",
...         benefit="SGB_II",
...         when=["work.capable"],
...         claim={"by": "application", "matter": "sgb2_benefits", "reaches_back": "start of month"},
...     ),
... )
>>> olena = person("P1", places=living_in("Gladbeck"), livelihood={"in_need": True}, work={"capable": True})
>>> found = Evaluator(law, offices).evaluate(case(olena, as_of="2026-11-23"), on=date(2026, 11, 23))
>>> gap = found.gaps[0]
>>> gap.id, str(gap.act_by), [office.id for office in gap.now.decides.agencies]
('no_cover:bread:P1:2025-11-01', '2026-11-30', ['jobcenter'])

Everything is read by the readers of the library: what is wrong is a `CaseError`, a `LandscapeError` or a
`RulebookError` that says where. A day is given as a `date` or as `"2026-11-23"`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kimcore.dates import LAST_DAY
from kimcore.exchange.case_json import read_case
from kimcore.landscape.competence import EVERYWHERE, ROLES
from kimcore.landscape.landscape import Landscape
from kimcore.landscape.reading import SCHEMA as LANDSCAPE_SCHEMA
from kimcore.landscape.reading import landscape_as_json, read_landscape
from kimcore.language.vocabulary import Vocabulary
from kimcore.law.codes import code_lists
from kimcore.law.territory import Territories
from kimcore.markup import json_of
from kimcore.people.case import Case
from kimcore.people.history import Unknown
from kimcore.rules.kinds import KINDS
from kimcore.rules.reading import SCHEMA as RULEBOOK_SCHEMA
from kimcore.rules.reading import read_rulebook, rulebook_as_json
from kimcore.rules.rulebook import Rulebook

Document = dict[str, Any]
"""A table of a document, or a whole one: what `json.loads` makes of it."""

Day = date | str
"""A day, or its text such as `2026-11-23`."""

VERIFIED_ON = date(2026, 1, 1)
"""The day on which invented offices and invented law were compared with their sources."""

SOURCE = "https://test.example"
"""The source of invented offices and invented law."""


# ---------------------------------------------------------------------------------------- cases


def person(key: str = "P1", *, birth: Day | None = None, unknown: Iterable[str] = (), **told: object) -> Document:
    """Return a person of whom the rest is as given, and else *none*: nothing but what is told ever was.

    Args:
        key: The key of the person.
        birth: The day of birth, also `"1994"` or `"1994-05"`; None: not recorded.
        unknown: The histories of which nothing else is known: in them, what is not told is not recorded.
        told: Histories by their names, each one entry or a list of them; `complete` and `label` are told as they are.

    Returns:
        The person as a part of the document `kimcore.case/1`, for `case` or `document`.

    Example:
        >>> case(person(residence={"status": "refugee", "first": "2026-04-11"}), as_of="2026-11-23").person("P1")
        Person(key, complete, residence)
    """
    born = {} if birth is None else {"birth": birth}
    excepted = sorted(unknown)
    complete = {"from": None, "except": excepted} if excepted else {"from": None}
    entries = {
        name: [value] if name != "complete" and isinstance(value, Mapping) else value for name, value in told.items()
    }
    return _table({"key": key, **born, "complete": complete, **entries})


def living_in(place: str, *, since: Day | None = None) -> list[Document]:
    """Return the places of somebody who is assigned to a place and lives there.

    Args:
        place: The name of a territory or its key.
        since: The first day; None: as long as anybody knows.

    Example:
        >>> living_in("Gladbeck")[1]
        {'kind': 'habitual', 'territory': '05562014'}
    """
    return [_held(since, None, kind=kind, territory=_key(place)) for kind in ("assigned", "habitual")]


def paid(*benefits: str, since: Day | None = None, until: Day | None = None) -> list[Document]:
    """Return the coverage of somebody who is paid benefits, each for the aspect it answers for.

    Args:
        benefits: Codes of benefits.
        since: The first day; None: as long as anybody knows.
        until: The last day; None: to this day.

    Example:
        >>> paid("SGB_II", since="2026-05-01")
        [{'aspect': 'livelihood', 'benefit': 'SGB_II', 'first': '2026-05-01'}]
    """
    return [_held(since, until, aspect=_aspect(benefit), benefit=benefit) for benefit in benefits]


def document(*persons: Document, as_of: Day, key: str = "case", **rest: object) -> Document:
    """Return the document `kimcore.case/1` of a case, to change it or to hand it over as JSON.

    Args:
        persons: The persons, see `person`.
        as_of: The day the record was read.
        key: The key of the case.
        rest: Other keys of the case. Relations, applications and handoffs are *none* unless they are given.
    """
    none: Document = {"relations": [], "applications": [], "handoffs": []}
    return _table({"schema": "kimcore.case/1", "key": key, "as_of": as_of, "persons": list(persons), **none, **rest})


def case(*persons: Document, as_of: Day, key: str = "case", **rest: object) -> Case:
    """Return a case of these persons; its arguments are those of `document`.

    Raises:
        CaseError: With every fault, each with its path.

    Example:
        >>> household = case(
        ...     person("P1"),
        ...     person("P2", birth="2019-06"),
        ...     as_of="2026-11-23",
        ...     relations=[
        ...         {"kind": "parent", "person": "P1", "to": "P2"},
        ...     ],
        ... )
        >>> len(household.relations), household.applications
        (1, ())
        >>> case(person(residence={"status": "refugeee"}), as_of="2026-11-23")
        Traceback (most recent call last):
        ...
        kimcore.errors.CaseError: the case cannot be read (1 fault)
          $.persons[0].residence[0].status: ...did you mean 'refugee'?...
    """
    return read_case(document(*persons, as_of=as_of, key=key, **rest))


def _held(first: Day | None, last: Day | None, **fields: object) -> Document:
    days = {"first": first, "last": last}
    return _table({**fields, **{name: day for name, day in days.items() if day is not None}})


def _aspect(benefit: str) -> object:
    known = code_lists()["benefit"]
    # A benefit that is not known is left to the reader, which tells what there is.
    return known[benefit].property("aspect", LAST_DAY) if benefit in known else ""


# ---------------------------------------------------------------------------------------- landscapes


def agency(
    id_: str,
    *,
    territory: str | Sequence[str],
    kind: str = "sozialamt",
    places: Sequence[str] = ("assigned", "habitual"),
    **told: object,
) -> Document:
    """Return an agency and what it is competent for.

    Args:
        id_: The id of the agency, which is also its name unless `name` is told.
        territory: Names or keys of the territories in which it is competent.
        kind: The code of its kind.
        places: The kinds of places that decide, in order.
        told: `decides`, `accepts`, `pays`, `advises`: one matter or several; other keys belong to the agency.

    Returns:
        A part of the document `kimcore.landscape/1`, for `landscape`.

    Example:
        >>> sorted(agency("hall", territory="Gladbeck", decides=["registration", "counselling"]))
        ['agency', 'competence']
    """
    matters = {role: told.pop(role) for role in ROLES if role in told}
    keys = [_key(place) for place in _listed(territory)]
    ground = {"territory": keys} if EVERYWHERE in keys else {"territory": keys, "places": list(places)}
    return {
        "agency": [{"id": id_, "kind": kind, "territory": keys, **told}],
        "competence": [
            {"agency": id_, "matter": _listed(matter), "role": role, **ground} for role, matter in matters.items()
        ],
    }


def landscape(*parts: Mapping[str, Any] | str, vocabulary: Vocabulary | None = None, **head: object) -> Landscape:
    """Return a landscape of a few offices.

    Args:
        parts: Agencies, see `agency`; other tables of the document by their names; or TOML text.
        vocabulary: The facts that the tests of exceptional rows may name; None: the standard ones.
        head: Keys of the head; `id`, `version`, `title` and `verified_on` are filled in.

    Returns:
        The landscape. In its tables names, sources and confidences are filled in where they are missing. Unless
        `covers` is given, it covers every matter of its rows in their territories: there *nobody* is an answer. (Rows
        with `each`, which stand for a group of towns, ask for `covers`.)

    Raises:
        LandscapeError: With every fault.

    Example:
        >>> offices = landscape(agency("hall", territory="Gladbeck", decides="registration"))
        >>> at = {"assigned": None, "habitual": "05562014"}.get
        >>> offices.competent("registration", role="decides", on=date(2026, 11, 23), place=at).agencies[0].id
        'hall'
        >>> landscape(agency("hall", territory="Gladbek", decides="registration"))
        Traceback (most recent call last):
        ...
        kimcore.errors.LandscapeError: the landscape cannot be read (3 faults)
        ...
    """
    tables = _merged(json.loads(landscape_as_json(part)) if isinstance(part, str) else part for part in parts)
    for one in tables.get("agency", ()):
        _fill(one, name=one.get("id"), confidence="high")
        if "names" in one:
            del one["name"]
    for one in tables.get("competence", ()):
        _fill(one, role="decides", source=SOURCE, confidence="high")
    filled = {"schema": LANDSCAPE_SCHEMA, **_head(VERIFIED_ON), "covers": _covers(tables), **tables, **head}
    return read_landscape(json_of(_table(filled)), name="landscape.json", vocabulary=vocabulary)


def _covers(tables: Mapping[str, Any]) -> list[Document]:
    rows = [row for row in tables.get("competence", ()) if "each" not in row]
    return [
        {"territory": row["territory"], "matter": row["matter"]}
        for row in rows
        if {"territory", "matter"} <= row.keys()
    ]


def _key(place: str) -> str:
    """Return the key of a territory given by its key or name; any other word as it is, for the reader to refuse."""
    table = Territories.shipped()
    if place in table:
        return place
    named = [territory.key for territory in table.territories if territory.name == place]
    return max(named, key=len, default=place)


# ---------------------------------------------------------------------------------------- rulebooks


def statement(kind: str, id_: str, **keys: object) -> Document:
    """Return a statement of a rulebook.

    Args:
        kind: `definition`, `value`, `aspect`, `entitlement`, `transition`, `step`, `gap` or `not_modelled`.
        id_: Its id.
        keys: Its other keys; one that is a word of Python ends with `_`, as in `is_="65 years"`.

    Returns:
        A part of the document `kimcore.rulebook/1`, for `rulebook`.

    Example:
        >>> statement("value", "AGE", is_="65 years")
        {'value': [{'id': 'AGE', 'is': '65 years'}]}
    """
    return {kind: [{"id": id_, **{name.removesuffix("_"): value for name, value in keys.items()}}]}


def rulebook(*parts: Mapping[str, Any] | str, vocabulary: Vocabulary | None = None, **head: object) -> Rulebook:
    """Return a rulebook of a few statements.

    Args:
        parts: Statements, see `statement`; or TOML text.
        vocabulary: The facts that tests may name; None: the standard ones.
        head: Keys of the head; `id`, `version`, `title` and `law_known_until` are filled in.

    Returns:
        The rulebook. In its statements title, days in force (all), source, `verified_on` and confidence are filled
        in where they are missing; a statement without a source is said to be invented for a test.

    Raises:
        RulebookError: With every fault, each with the statement it stands in.

    Example:
        >>> law = rulebook(
        ...     '''
        ...     [[definition]]
        ...     id = "grown_up"
        ...     when = ["today >= passed(person.birth, MAJORITY)"]
        ... ''',
        ...     statement("value", "MAJORITY", is_="18 years"),
        ... )
        >>> [each.id for each in law.statements]
        ['MAJORITY', 'grown_up']
        >>> rulebook(statement("definition", "helpless", when=["work.capabel"]))
        Traceback (most recent call last):
        ...
        kimcore.errors.RulebookError: the rulebook cannot be read (1 fault)
          rulebook.json:... [definition helpless] when[0]: there is no ...did you mean 'work.capable'?...
    """
    texts = ({f"part{number}.toml": part} if isinstance(part, str) else part for number, part in enumerate(parts, 1))
    tables = _merged(
        json.loads(rulebook_as_json(text)) if isinstance(part, str) else text
        for part, text in zip(parts, texts, strict=True)
    )
    invented = [{"cite": "invented for a test", "address": SOURCE, "kind": "document"}]
    for kind in KINDS:
        for one in tables.get(kind, ()):
            in_force: Document = {} if "pending" in one else {"in_force": {}}
            _fill(
                one, **in_force, title=_both(one.get("id")), basis=invented, verified_on=VERIFIED_ON, confidence="high"
            )
    known = {"law_known_until": LAST_DAY}
    filled = {"schema": RULEBOOK_SCHEMA, **_head(), **known, **tables, **head}
    return read_rulebook({"rulebook.json": json_of(_table(filled))}, vocabulary=vocabulary)


# ---------------------------------------------------------------------------------------- what they share


def _head(verified_on: date | None = None) -> Document:
    verified = {} if verified_on is None else {"verified_on": verified_on}
    return {"id": "test", "version": "1", "title": _both("test"), **verified}


def _both(word: object) -> object:
    return {"de": word, "en": word}


def _fill(table: Document, **values: object) -> None:
    for key, value in values.items():
        table.setdefault(key, value)


def _merged(parts: Iterable[Mapping[str, Any]]) -> Document:
    """Return the tables of all parts together: lists one after the other, the last of what stands once."""
    found: Document = {}
    for part in parts:
        for key, value in part.items():
            is_table = isinstance(value, Mapping) and key in (*KINDS, "agency", "competence", "covers")
            items = [value] if is_table else value
            if isinstance(items, list):
                found[key] = [*found.get(key, ()), *(dict(one) if isinstance(one, Mapping) else one for one in items)]
            else:
                found[key] = items
    return found


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _table(values: Mapping[str, Any]) -> Document:
    """Return a copy as a JSON parser would have made it: days as texts, lists, and why something is unknown."""
    return {key: _plain(item) for key, item in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _table(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, Unknown):
        return {"unknown": value.reason}
    return str(value) if isinstance(value, date) else value
