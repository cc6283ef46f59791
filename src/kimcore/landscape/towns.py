"""One entry for many towns: short names, groups of towns, and the texts that are filled in for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from kimcore.landscape.tables import Table
from kimcore.law.territory import Territories


@frozen(kw_only=True)
class Towns:
    """The towns of a landscape.

    Args:
        keys: Territory keys by short name, such as `gladbeck`.
        groups: Short names of towns by the name of the group.
    """

    keys: Mapping[str, str] = field(factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(factory=dict)

    def expanded(self, table: Table) -> Iterator[Table]:
        """Yield the table, or one for each town of the group named by its `each`.

        In its texts `{town}`, `{key}` and `{name}` become the short name, the key and the name of the town.
        """
        group = table.word_if_any("each")
        if group is None:
            yield table
            return
        if group not in self.groups:
            table.unknown("each", group, self.groups)
            return
        for town in self.groups[group]:
            texts = self._texts(town)
            values = {key: _filled(value, texts) for key, value in table.values.items() if key != "each"}
            yield Table(values, table.where, table.faults)

    def _texts(self, town: str) -> Mapping[str, str]:
        key = self.keys[town]
        return {"{town}": town, "{key}": key, "{name}": Territories.shipped().name(key)}


def read_towns(top: Table) -> Towns:
    """Return the towns of a document from its tables `towns` and `groups`."""
    table = top.table_or_empty("towns")
    keys = {town: table.word(town) for town in table.values}
    for town, key in keys.items():
        check_territory(table, town, key)
    known = {town: key for town, key in keys.items() if key in Territories.shipped()}
    return Towns(keys=known, groups=_groups(top.table_or_empty("groups"), keys, known))


def check_territory(table: Table, key: str, territory: str) -> None:
    """Note a territory key that is not in the shipped table."""
    shipped = Territories.shipped()
    if territory and territory not in shipped:
        near = shipped.nearest(territory)
        hint = None if near is None else f"did you mean '{near}' ({shipped.name(near)})?"
        table.note("unknown-territory", key, f"{territory!r} is no territory of the shipped table", hint=hint)


def _groups(table: Table, towns: Mapping[str, str], known: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    groups = {group: table.some_words(group) for group in table.values}
    for group, members in groups.items():
        for town in members:
            if town not in towns:
                table.unknown(group, town, towns)
    return {group: tuple(town for town in members if town in known) for group, members in groups.items()}


def _filled(value: object, texts: Mapping[str, str]) -> object:
    """Return the value with the texts of a town put into every string of it."""
    if isinstance(value, str):
        for placeholder, text in texts.items():
            value = value.replace(placeholder, text)
        return value
    if isinstance(value, list):
        return [_filled(item, texts) for item in value]
    if isinstance(value, Mapping):
        return {key: _filled(item, texts) for key, item in value.items()}
    return value
