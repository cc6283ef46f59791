"""A test as text: the way back from the nodes, so that what is drawn goes through the parser."""

from __future__ import annotations

from kimcore.language.syntax import (
    Absent,
    And,
    At,
    Call,
    Compare,
    Day,
    Flag,
    In,
    Includes,
    Node,
    Not,
    Number,
    Or,
    Present,
    Shift,
    Some,
    Span,
    Today,
    Word,
)


def printed(node: Node) -> str:
    """The text of a test or of a date expression, with the parentheses that the grammar asks for and no others."""
    match node:
        case And():
            return " and ".join(_inside(item) for item in node.items)
        case Or():
            return " or ".join(_inside(item) for item in node.items)
        case Not(item=In(fact=fact, codes=codes)):
            return f"{fact} not in {_codes(codes)}"
        case Not():
            return f"not {_inside(node.item)}"
        case At():
            inner = f"({printed(node.item)})" if isinstance(node.item, And | Or | Not | At) else printed(node.item)
            return f"{inner} at {node.day}"
        case Flag():
            return node.name
        case Some():
            return f"some {node.relation}: {node.name}"
        case In():
            return f"{node.fact} in {_codes(node.codes)}"
        case Includes():
            return f"{node.fact} includes {_codes(node.codes) if len(node.codes) > 1 else min(node.codes)}"
        case Absent():
            return f"{node.fact} is absent"
        case Present():
            return f"{node.fact} is present"
        case Compare():
            return f"{printed(node.left)} {node.op} {printed(node.right)}"
        case _:
            return _value(node)


def _inside(node: Node) -> str:
    return f"({printed(node)})" if isinstance(node, And | Or) else printed(node)


def _codes(codes: frozenset[str]) -> str:
    return "{" + ", ".join(sorted(codes)) + "}"


def _value(node: Node) -> str:
    match node:
        case Word():
            return node.name
        case Number():
            return str(node.number)
        case Span():
            return str(node.duration)
        case Today():
            return "today"
        case Day():
            return str(node.day)
        case Shift():
            return f"{_value(node.base)} {'+' if node.sign > 0 else '-'} {_value(node.length)}"
        case Call(length=None):
            return f"{node.function}({_value(node.base)})"
        case Call(length=Node() as length):
            return f"{node.function}({_value(node.base)}, {_value(length)})"
        case _:
            raise TypeError(f"{type(node).__name__} has no text")
