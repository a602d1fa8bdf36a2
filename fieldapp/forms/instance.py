"""The paper being filled: one place per question and row, with its value and whether it counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.forms.model import Question, Wording

if TYPE_CHECKING:
    from fieldapp.forms.values import Atom
    from fieldapp.forms.xpath import Expression


@dataclass(eq=False, slots=True)
class Field:
    """One element of the form's definition: a question, a group or a repeat, with its rules; made once, then only read."""

    name: str
    path: str
    parent: Field | None
    kids: dict[str, Field] = dataclasses.field(default_factory=dict)
    question: Question | None = None
    wording: Wording = dataclasses.field(default_factory=Wording)
    repeat: bool = False
    default: str = ""
    type: str = "string"
    preload: tuple[str, str] = ("", "")
    relevant: Expression | None = None
    required: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    count: Expression | None = None
    choice_filter: Expression | None = None
    sticky: bool = False  # its calculation is made once and kept with the answers
    slots: dict[str, Expression] = dataclasses.field(default_factory=dict)
    first_load: list[tuple[Field, Expression]] = dataclasses.field(default_factory=list)
    on_change: list[tuple[Field, Expression]] = dataclasses.field(default_factory=list)

    def subtree(self) -> Iterator[Field]:
        """Yield this element and everything inside it, in the order of the form."""
        yield self
        for kid in self.kids.values():
            yield from kid.subtree()

    def above(self) -> Iterator[Field]:
        """Yield the elements this one is inside of, nearest first."""
        outer = self.parent
        while outer is not None:
            yield outer
            outer = outer.parent


@dataclass(eq=False, slots=True)
class Node:
    """One place of a filled form: ``value`` is what expressions see, ``answer`` what the person gave (JSON-ready)."""

    field: Field | None
    parent: Node | None
    kids: dict[str, list[Node]] = dataclasses.field(default_factory=dict)
    value: Atom = ""
    answer: object = None
    own: bool = True  # its own condition holds
    live: bool = True  # and that of everything around it too

    def path(self) -> str:
        """Return the path of this place, rows counted from one: ``meteran[2]/daya``."""
        steps: list[str] = []
        node: Node = self
        while node.parent is not None and node.field is not None:
            name = node.field.name
            steps.append(f"{name}[{node.parent.kids[name].index(node) + 1}]" if node.field.repeat else name)
            node = node.parent
        return "/".join(reversed(steps))

    def subtree(self) -> Iterator[Node]:
        """Yield this place and all inside it, in the order of the form."""
        yield self
        for rows in self.kids.values():
            for row in rows:
                yield from row.subtree()

    def rejudge(self) -> bool:
        """Work out anew whether this place and all inside count; say whether anything changed."""
        live = self.own and (self.parent is None or self.parent.live)
        if live is self.live:
            return False
        self.live = live
        for rows in self.kids.values():
            for row in rows:
                row.rejudge()
        return True


def grow(definition: Field, parent: Node | None) -> Node:
    """Make the empty places for an element and all inside it; a repeat gets one row to begin with."""
    node = Node(definition, parent, live=parent is None or parent.live)
    if definition.question is not None and definition.question.kind == "hidden":
        node.value = definition.default
    for name, kid in definition.kids.items():
        node.kids[name] = [grow(kid, node)]
    return node


def table(list_name: str, rows: list[Mapping[str, str]]) -> Node:
    """Make the places of a choice list, as ``instance('list')/root/item`` finds them."""
    top = Node(None, None, value=list_name)
    root = Node(None, top)
    top.kids["root"] = [root]
    root.kids["item"] = []
    for row in rows:
        item = Node(None, root)
        item.kids = {name: [Node(None, item, value=text)] for name, text in row.items()}
        root.kids["item"].append(item)
    return top
