"""The form of a case file: how each value is read from plain data, and how what goes wrong is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from sys import intern
from types import GenericAlias, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, override

from kimcore.dates import PartialDate, parse_day, parse_partial
from kimcore.errors import CaseError, Fault, Path, did_you_mean, listed, path_text
from kimcore.people.canonical import in_file, json_name
from kimcore.people.case import Case
from kimcore.people.history import REASONS, FieldType, Reason, Unknown
from kimcore.people.spot import A_DAY, A_PARTIAL_DAY

Structure = Callable[[Any, Any], Any]

T = TypeVar("T")


class RefusedError(Exception):
    """Why one value cannot be read, in words that do not repeat it."""

    def __init__(self, code: str, problem: str, *, allowed: str, hint: str | None = None) -> None:
        super().__init__(problem)
        self.code, self.problem, self.allowed, self.hint = code, problem, allowed, hint


def key_in_json(cls: type, attribute: str) -> str:
    """Return the key a case file has for an attribute of a class."""
    return "unknown" if cls is Unknown else json_name(attribute)


def keys_in_json(cls: type) -> tuple[str, ...]:
    """Return the keys the object of a class may have, in order."""
    own = tuple(key_in_json(cls, a.name) for a in attrs.fields(cls) if a.init and in_file(a))
    return ("schema", *own) if cls is Case else own


NOT_READ = (RefusedError, ForbiddenExtraKeysError, AttributeError, KeyError, TypeError, ValueError)
"""What a converter raises that stops at the first fault."""


@cache
def case_converter(*, thorough: bool) -> Converter:
    """Return the converter that reads a case from plain data.

    It is strict about the form of the document. What a value may be beyond its form is checked by `Case`: a
    text where a number belongs passes here and is refused there, once and for every caller.

    Args:
        thorough: Whether every fault is told with its path; else it stops at the first one, with one of `NOT_READ`,
            and takes a fraction of the time.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=thorough)
    for plain_type in (str, int, bool):
        converter.register_structure_hook(plain_type, _as_it_is)
    day = read_day if thorough else parse_day
    converter.register_structure_hook(date, lambda value, _: day(value))
    converter.register_structure_hook_func(
        lambda type_: type_ == date | None, lambda value, _: None if value is None else day(value)
    )
    converter.register_structure_hook_func(lambda type_: type_ == str | None, _as_it_is)
    converter.register_structure_hook_func(_is_word_or_none, _as_it_is)
    converter.register_structure_hook_func(
        lambda type_: _origin(type_) is frozenset, lambda value, _: read_codes(value)
    )
    converter.register_structure_hook_factory(_is_tuple, lambda type_: _list_hook(converter, type_))
    converter.register_structure_hook_factory(_is_recorded_tuple, lambda type_: _recorded_list_hook(converter, type_))
    converter.register_structure_hook_factory(attrs.has, lambda cls: _object_hook(converter, cls))
    return converter


# -------------------------------------------------------------------------------- values
def _as_it_is(value: object, _: object) -> object:
    return value


def read_day(value: object) -> date:
    """Return a value of a document as a precise day.

    Raises:
        RefusedError: It is none.
    """
    return _parsed(value, parse_day, A_DAY)


def _parsed(value: object, parse: Callable[[str], T], allowed: str) -> T:
    if not isinstance(value, str):
        raise RefusedError("wrong-type", "a value of the wrong type", allowed=allowed)
    try:
        return parse(value)
    except ValueError as error:
        # The messages of `dates` do not repeat the text.
        problem = str(error)
    raise RefusedError("no-such-day", problem, allowed=allowed)


def read_codes(value: object) -> frozenset[str]:
    """Return a value of a document as a set of codes, which are not looked up.

    Raises:
        RefusedError: It is none.
    """
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise RefusedError("wrong-type", "a value of the wrong type", allowed="a list of codes")
    return frozenset(map(intern, value))


def read_reason(value: object) -> Reason:
    """Return a value of a document as a reason for not knowing.

    Raises:
        RefusedError: It is none.
    """
    for reason in REASONS:
        if value == reason:
            return reason
    hint = did_you_mean(value, REASONS) if isinstance(value, str) else None
    raise RefusedError("unknown-code", "not a reason for not knowing", allowed=listed(REASONS), hint=hint)


def _origin(type_: object) -> object:
    return get_origin(type_)


def _is_word_or_none(type_: object) -> bool:
    """Whether a type is that of a word of a closed list, or of none."""
    parts = get_args(type_) if _origin(type_) in (Union, UnionType) else (type_,)
    return all(part is NoneType or _origin(part) is Literal for part in parts)


def _is_tuple(type_: object) -> bool:
    return _origin(type_) is tuple


def _is_recorded_tuple(type_: object) -> bool:
    return _origin(type_) in (Union, UnionType) and any(map(_is_tuple, get_args(type_)))


def _list_hook(converter: Converter, type_: object) -> Structure:
    item = get_args(type_)[0]
    items: Any = GenericAlias(list, (item,))
    one = converter.get_structure_hook(item)

    def structure(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise RefusedError("wrong-type", "a value of the wrong type", allowed="a list")
        if converter.detailed_validation:
            return tuple(converter.structure(value, items))
        return tuple([one(each, item) for each in value])

    return structure


def _recorded_list_hook(converter: Converter, type_: object) -> Structure:
    listed_ = _list_hook(converter, next(filter(_is_tuple, get_args(type_))))

    def structure(value: object, _: object) -> object:
        if isinstance(value, dict):
            return converter.structure(value, Unknown)
        if value is None:
            raise RefusedError("wrong-type", "null is no list", allowed="a list; [] says that there is none")
        return listed_(value, type_)

    return structure


def _object_hook(converter: Converter, cls: type) -> Structure:
    return _thorough_hook(converter, cls) if converter.detailed_validation else _quick_hook(converter, cls)


def _quick_hook(converter: Converter, cls: type) -> Structure:
    """How an object is read that is as it should be: by the keys it has, of which nearly all could be left out."""
    hints = get_type_hints(cls)
    parts = {
        key_in_json(cls, a.name): (
            a.alias or a.name,
            _field_hook(converter, cls, a) or converter.get_structure_hook(hints[a.name]),
            hints[a.name],
        )
        for a in attrs.fields(cls)
        if in_file(a)
    }

    def structure(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise TypeError
        fields = {}
        for key, part in value.items():
            name, read, type_ = parts[key]
            fields[name] = read(part, type_)
        return cls(**fields)

    return structure


def _thorough_hook(converter: Converter, cls: type) -> Structure:
    def structure(value: object, _: object) -> object:
        if not isinstance(value, dict):
            raise RefusedError("wrong-type", "a value of the wrong type", allowed="an object")
        return inner(value, cls)

    overrides: dict[str, Any] = {
        a.name: override(rename=key_in_json(cls, a.name), struct_hook=_field_hook(converter, cls, a))
        if in_file(a)
        else override(omit=True)
        for a in attrs.fields(cls)
    }
    inner: Structure = make_dict_structure_fn(cls, converter, **overrides)
    return structure


def _field_hook(converter: Converter, cls: type, attribute: attrs.Attribute[Any]) -> Structure | None:
    """How a field is read where its type does not say it; None: by its type."""
    type_: FieldType | None = attribute.metadata.get("fact")
    if type_ is not None:
        return _recorded_hook(converter, type_)
    if attribute.name == "extensions":
        return _as_it_is
    return (lambda value, _: read_reason(value)) if cls is Unknown else None


def _recorded_hook(converter: Converter, type_: FieldType) -> Structure:
    """How what may be recorded of a field is read: a value, none, or unknown for a reason."""
    partial_day = read_partial_day if converter.detailed_validation else parse_partial
    by_kind: Mapping[str, Callable[[Any], object]] = {"day": partial_day, "codes": read_codes}
    value_of = by_kind.get(type_.kind, _shared)

    def structure(value: object, _: object) -> object:
        if type(value) is str:
            return value_of(value)
        if type(value) is dict and not type_.required:
            return converter.structure(value, Unknown)
        return None if value is None else value_of(value)

    return structure


def _shared(value: object) -> object:
    """The value; of a code one text serves all who hold it."""
    return intern(value) if type(value) is str else value


def read_partial_day(value: object) -> PartialDate:
    """Return a value of a document as a day, precise or not.

    Raises:
        RefusedError: It is none.
    """
    return _parsed(value, parse_partial, A_PARTIAL_DAY)


# -------------------------------------------------------------------------------- what went wrong
def faults_in(error: BaseValidationError, path: Path = ()) -> Iterator[tuple[Path, Fault | CaseError]]:
    """Yield what cattrs found wrong, each with its path; what `Case` found comes as its own error."""
    for part in error.exceptions:
        step = _step(part, error.cl)
        here = path if step is None else (*path, step)
        if isinstance(part, BaseValidationError):
            yield from faults_in(part, here)
        else:
            yield from _leaf(part, here, error.cl)


def _step(part: Exception, cls: type) -> str | int | None:
    steps = (
        note.index if isinstance(note, IterableValidationNote) else key_in_json(cls, note.name)
        for note in getattr(part, "__notes__", ())
        if isinstance(note, IterableValidationNote | AttributeValidationNote)
    )
    return next(steps, None)


def _leaf(part: Exception, path: Path, cls: type) -> Iterator[tuple[Path, Fault | CaseError]]:
    match part:
        case CaseError():
            yield path, part
        case RefusedError():
            yield path, _fault(path, part.code, part.problem, part.allowed, part.hint)
        case ForbiddenExtraKeysError():
            allowed = keys_in_json(cls)
            for key in sorted(part.extra_fields):
                place, hint = (*path, key), did_you_mean(key, allowed)
                yield place, _fault(place, "unknown-key", "unknown key", listed(allowed, len(allowed)), hint)
        case KeyError():
            yield path, _fault(path, "missing-key", "the key is missing")
        case ValueError():
            # The only class that raises one of its own: a period whose ends are the wrong way round.
            place = (*path, "last")
            yield place, _fault(place, "days-reversed", "the day is before 'first'")
        case _:  # pragma: no cover  # a bug of the converter: no document of the mutation tests gets here
            raise part


def _fault(path: Path, code: str, problem: str, allowed: str | None = None, hint: str | None = None) -> Fault:
    return Fault(code=code, where=path_text(path), problem=problem, allowed=allowed, hint=hint)
