"""One reader for each kind of statement: from its table to its value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kimcore.dates import FIRST_DAY, Duration, Period
from kimcore.people.application import SEVERITIES
from kimcore.rules.chain import Agreement, Chain, Within
from kimcore.rules.conditions import all_of, condition, day_expression
from kimcore.rules.figures import figure
from kimcore.rules.heads import head
from kimcore.rules.mechanism import MECHANISMS, Mechanism
from kimcore.rules.sources import basis
from kimcore.rules.statement import (
    ACTORS,
    ALWAYS,
    CLAIM_UNITS,
    CLAIMINGS,
    GAP_NATURES,
    LEADS,
    OFFERS,
    REACHES,
    REASONS,
    After,
    Aspect,
    Claim,
    Condition,
    DeemedFiled,
    Definition,
    Due,
    Entitlement,
    Gap,
    Need,
    NotModelled,
    NotNeeded,
    Presumption,
    Reach,
    Statement,
    Step,
    Transition,
    Value,
)
from kimcore.rules.tables import Table

TO_THE_END_OF_THE_MONTH = "to the end of the month"
"""The only thing that `lasts` may say."""


def statement(table: Table) -> Statement:
    """Return the statement that a table holds; what is wrong is noted and left out."""
    found = _READERS[table.spot.kind](table, head(table))
    table.done()
    return found


# ---------------------------------------------------------------------------------------- the kinds


def _value(table: Table, common: dict[str, Any]) -> Value:
    found = figure(table)
    return Value(
        **common,
        type=table.desk.names.values.get(common["id"], "duration"),
        value=0 if found is None else found,
    )


def _definition(table: Table, common: dict[str, Any]) -> Definition:
    lasts = table.choice("lasts", (TO_THE_END_OF_THE_MONTH,))
    return Definition(
        **common,
        condition=_some_condition(table, common),
        lasts_to_end_of_month=lasts is not None,
        presume=_presumption(table, common["in_force"]),
    )


def _aspect(table: Table, common: dict[str, Any]) -> Aspect:
    table.requires("due")
    if common["id"]:
        table.is_code(("id",), common["id"], "aspect")
    return Aspect(**common, due=all_of(table, "due", common["in_force"]))


def _entitlement(table: Table, common: dict[str, Any]) -> Entitlement:
    table.requires("aspect", "benefit", "claim")
    return Entitlement(
        **common,
        aspect=table.reference("aspect", "aspect") or "",
        benefit=table.code("benefit", "benefit") or "",
        condition=_some_condition(table, common),
        claim=_claim(table, common["in_force"]),
        yields_to=table.references("yields_to", "entitlement"),
        stands_in_for=table.references("stands_in_for", "entitlement"),
        act_from=table.duration("act_from"),
    )


def _transition(table: Table, common: dict[str, Any]) -> Transition:
    table.requires("from", "to")
    return Transition(
        **common,
        from_=table.codes("from", "benefit"),
        to=table.code("to", "benefit") or "",
        condition=condition(table, common["in_force"]),
        needs=_needs(table, "needs"),
        does_not_need=_not_needed(table, common["in_force"]),
        brings_along=table.references("brings_along", "aspect"),
        confirm_within=table.duration("confirm_within"),
        typical_gaps=tuple(text for inner in table.tables("typical_gaps") if (text := inner.as_text())),
    )


def _step(table: Table, common: dict[str, Any]) -> Step:
    period = common["in_force"]
    return Step(
        **common,
        condition=condition(table, period),
        offer=table.choice("offer", OFFERS) or "if it applies",
        answers=table.codes("answers", "concern"),
        matter=table.code("matter", "matter"),
        by=table.choices("by", ACTORS),
        one_for=table.choice("one_for", CLAIM_UNITS) or "person",
        after=tuple(_after(inner, period) for inner in table.tables("after")),
        requires=_needs(table, "requires"),
        issues=_needs(table, "issues"),
        does_not_need=_not_needed(table, period),
        done_if=all_of(table, "done_if", period) if table.has("done_if") else None,
        due=_due(table, "due"),
        takes=table.duration("takes"),
        severity=table.choice("severity", SEVERITIES) or "notice",
        field=table.code("field", "field_of_action"),
    )


def _gap(table: Table, common: dict[str, Any]) -> Gap:
    table.requires("nature", "mechanism", "cause", "severity", "says")
    mechanism, cause = _mechanism(table)
    return Gap(
        **common,
        condition=_some_condition(table, common),
        nature=table.choice("nature", GAP_NATURES) or "practice",
        mechanism=mechanism,
        cause=cause,
        severity=table.choice("severity", SEVERITIES) or "notice",
        matter=table.code("matter", "matter"),
        act_by=_due(table, "act_by"),
        remedies=table.references("remedies", "step"),
        yields_to=table.references("yields_to", "gap"),
        act_from=table.duration("act_from"),
    )


def _mechanism(table: Table) -> tuple[Mechanism, str]:
    """Return how it breaks, and what that comes from: a word of the mechanism, which nobody can tell without it."""
    named = table.choice("mechanism", MECHANISMS)
    mechanism = Mechanism(named or MECHANISMS[0])
    cause = table.choice("cause", mechanism.causes) if named else table.string("cause")
    return mechanism, cause or mechanism.causes[0]


def _chain(table: Table, common: dict[str, Any]) -> Chain:
    table.requires("goal")
    period = common["in_force"]
    by_tests = isinstance(table.raw.get("goal"), list)
    steps, goal_step = table.references("steps", "step"), None if by_tests else table.reference("goal", "step")
    if by_tests and not table.has("steps"):
        says = "a goal of tests does not say which steps lead to it"
        table.fault("missing", (), says, allowed="steps = […], or a step as the goal")
    if goal_step and steps and goal_step not in steps:
        table.fault("goal", "goal", "the goal is none of the steps", text=goal_step, hint="add it to 'steps'")
    return Chain(
        **common,
        condition=all_of(table, "for", period) if table.has("for") else ALWAYS,
        goal=all_of(table, "goal", period) if by_tests else None,
        goal_step=goal_step,
        within=_within(table),
        owner=table.code("owner", "agency_kind"),
        agreed=_agreement(table),
        steps=steps,
    )


def _within(table: Table) -> Within | None:
    """Return the time limit of a chain, which needs a length and a day from which it is counted."""
    inner = table.table("within", "{ length = …, from = … }")
    if inner is None:
        return None
    inner.requires("length", "from")
    length, start = inner.duration("length"), day_expression(inner, "from")
    inner.done()
    return Within(length=length, start=Due(text=start[0], day=start[1])) if length and start else None


def _agreement(table: Table) -> Agreement | None:
    inner = table.table("agreed", "{ on = …, says = { de = …, en = … } }")
    if inner is None:
        return None
    found = Agreement(on=inner.day("on"), says=inner.text("says"))
    inner.done()
    return found


def _not_modelled(table: Table, common: dict[str, Any]) -> NotModelled:
    matters = table.codes("matters", "matter")
    return NotModelled(**common, condition=condition(table, common["in_force"]), matters=matters)


_READERS: Mapping[str, Callable[[Table, dict[str, Any]], Statement]] = {
    "value": _value,
    "definition": _definition,
    "aspect": _aspect,
    "entitlement": _entitlement,
    "transition": _transition,
    "step": _step,
    "chain": _chain,
    "gap": _gap,
    "not_modelled": _not_modelled,
}

KINDS = tuple(_READERS)
"""The kinds of statement, by the names of their tables."""


# ---------------------------------------------------------------------------------------- their parts


def _some_condition(table: Table, common: dict[str, Any]) -> Condition:
    """Return a condition that has to say when something holds, not only when it does not."""
    if not table.has("when") and not table.has("any"):
        table.fault("missing", (), "there is no test that says when it holds", allowed="when = […] or any = […]")
    return condition(table, common["in_force"])


def _presumption(table: Table, period: Period | None) -> Presumption | None:
    inner = table.table("presume")
    if inner is None:
        return None
    inner.requires("is", "basis")
    found = Presumption(holds=inner.flag("is") or False, basis=basis(inner, period))
    inner.done()
    return found


def _claim(table: Table, period: Period | None) -> Claim:
    inner = table.table("claim")
    if inner is None:
        return Claim(by="application")
    inner.requires("by")
    by = inner.choice("by", CLAIMINGS)
    if by is not None:
        _check_keys(inner, by)
    if inner.raw.get("one_for") != "community_of_need":
        inner.excludes("child", "it says who belongs to a community_of_need")
    found = Claim(
        by=by or "application",
        of=inner.reference("of", "entitlement"),
        matter=inner.code("matter", "matter"),
        reaches_back=_reach(inner),
        one_for=inner.choice("one_for", CLAIM_UNITS) or "person",
        child=inner.reference("child", "definition"),
        deemed_filed=tuple(_deemed_filed(row, period) for row in inner.tables("deemed_filed")),
    )
    inner.done()
    return found


def _check_keys(table: Table, by: str) -> None:
    """The keys of a claim hang on how it is claimed."""
    needed = {"application": ("matter", "reaches_back"), "follows": ("of",)}.get(by, ())
    optional = ("one_for", "deemed_filed") if by == "application" else ()
    table.requires(*needed)
    for key in ("of", "matter", "reaches_back", "one_for", "deemed_filed"):
        if key not in needed and key not in optional:
            table.excludes(key, f"it does not go with by = '{by}'")


def _reach(table: Table) -> Reach | Duration | None:
    """Return from which day an application counts."""
    value = table.raw.get("reaches_back")
    if not isinstance(value, str) or not value[:1].isdigit():
        return table.choice("reaches_back", REACHES)
    return table.duration("reaches_back")


def _deemed_filed(table: Table, period: Period | None) -> DeemedFiled:
    table.requires("on", "basis")
    day = table.day("on")
    on = None if period is None or day is None else Period(day, day)
    found = DeemedFiled(on=day or FIRST_DAY, condition=condition(table, on), basis=basis(table, on))
    table.done()
    return found


def _after(table: Table, period: Period | None) -> After:
    table.requires("step", "reason")
    reason = table.choice("reason", REASONS)
    if reason == "law":
        table.requires("basis")
    step = table.reference("step", "step")
    found = After(step=step or "", reason=reason or "advice", basis=basis(table, period))
    table.done()
    return found


def _due(table: Table, key: str) -> Due | None:
    """Return the day by which something is due: a date expression, alone or in a table, or `act_by`."""
    if isinstance(table.raw.get(key), str):
        expression = day_expression(table, key)
        return None if expression is None else Due(text=expression[0], day=expression[1])
    inner = table.table(key)
    if inner is None:
        return None
    if inner.has("day") == inner.has("act_by"):
        inner.fault(
            "shape",
            (),
            "a step is due by a day or by what an entitlement needs",
            allowed="one of 'day', 'act_by'",
        )
    if not inner.has("day"):
        inner.excludes("otherwise", "it stands for a day that is not known")
    text, day = day_expression(inner, "day") or (None, None)
    _, otherwise = day_expression(inner, "otherwise") or (None, None)
    act_by = inner.reference("act_by", "entitlement")
    lead = inner.choice("lead", LEADS)
    shifts = inner.flag("shifts") or False
    found = Due(day=day, act_by=act_by, text=text, otherwise=otherwise, shifts=shifts, lead=lead)
    inner.done()
    return found


def _needs(table: Table, key: str) -> tuple[Need, ...]:
    """Return documents, each by its code or as a table `{ any = […] }` of which one will do."""
    found = []
    for number, item in enumerate(table.items(key)):
        if isinstance(item, str):
            documents: tuple[str, ...] = (item,) if table.is_code((key, number), item, "document") else ()
        elif isinstance(item, dict):
            inner = table.inner((key, number), item)
            inner.requires("any")
            documents = inner.codes("any", "document")
            inner.done()
        else:
            table.wrong((key, number), item, "a document, or { any = [documents] }")
            continue
        found.append(Need(documents=documents))
    return tuple(found)


def _not_needed(table: Table, period: Period | None) -> tuple[NotNeeded, ...]:
    return tuple(_one_not_needed(inner, period) for inner in table.tables("does_not_need"))


def _one_not_needed(table: Table, period: Period | None) -> NotNeeded:
    table.requires("document", "basis")
    document = table.code("document", "document")
    found = NotNeeded(document=document or "", basis=basis(table, period))
    table.done()
    return found
