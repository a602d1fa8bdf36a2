"""What every act asks by which people leave a family: who goes, since when, and who heads the family that stays."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.language import _
from fieldapp.services.households import HouseholdView, MemberView
from fieldapp.services.workspace import Workspace
from ui.households.acts import Act, Spot, present
from ui.households.fields import coded
from ui.kit import CheckField, ComboField, DateField, Field, Label, TextField, column, wrapped

HEAD = "1"  # SHDK: kepala keluarga


class LeavingAct(Act):
    """An act by which some of a family leave it."""

    def __init__(
        self, ws: Workspace, view: HouseholdView, title: str, primary: str, chosen: Sequence[str], *, several: bool = True
    ) -> None:
        super().__init__(ws, view, title, primary)
        self.people = {member.id: member for member in present(view)}
        self.ticks = {key: CheckField(member.name, key in chosen) for key, member in self.people.items()}
        self.chosen = tuple(chosen)
        if several:
            self.more.addLayout(
                column(Label(_("Siapa"), "label"), wrapped(*self.ticks.values(), spacing=16), spacing=4, margins=(0, 0, 0, 6))
            )
            for tick in self.ticks.values():
                tick.changed.connect(lambda _on: self._ticked())

    def _ticked(self) -> None:
        self.refit()
        self.look()

    def leaving(self) -> tuple[str, ...]:
        """Return the ids of who leaves."""
        return tuple(key for key, tick in self.ticks.items() if tick.value())

    def staying(self) -> list[MemberView]:
        """Return who stays."""
        return [member for key, member in self.people.items() if not self.ticks[key].value()]

    def head_leaves(self) -> bool:
        """Whether the family loses its head and has someone to take that place."""
        return any(self.people[key].is_head for key in self.leaving()) and bool(self.staying())

    def leaving_fields(self) -> dict[str, Field]:
        """Return the fields that are asked when the head leaves: the new head, and what the others are to them."""
        head = ComboField([("", _("pilih"))])
        head.changed.connect(lambda _key: self._ticked())
        return {
            f"head.{self.view.id}": Field(_("Kepala baru bagi yang tinggal"), head, required=True),
            **{
                f"relation.{key}": Field(_("Hubungan {name}").format(name=member.name), coded("relation"))
                for key, member in self.people.items()
            },
        }

    def leaving_rows(self) -> list[list[Spot]]:
        """Return those fields as far as they are needed now."""
        name = f"head.{self.view.id}"
        entry = self.fields[name].entry
        assert isinstance(entry, ComboField)
        entry.set_options([("", _("pilih")), *((member.id, member.name) for member in self.staying())], entry.value())
        if not self.head_leaves():
            return []
        others = [member.id for member in self.staying() if entry.value() and member.id != entry.value()]
        return [[(name, 4)], *in_pairs([f"relation.{key}" for key in others])]

    def heads(self) -> dict[str, str]:
        """Return the new head of the family that is left."""
        chosen = self.fields.value(f"head.{self.view.id}")
        return {self.view.id: chosen} if self.head_leaves() and chosen else {}

    def relations(self) -> dict[str, str]:
        """Return the relations chosen, of whom they are asked now."""
        shown = {key: self.fields[f"relation.{key}"] for key in self.people}
        return {
            key: self.fields.value(f"relation.{key}")
            for key, field in shown.items()
            if not field.isHidden() and self.fields.value(f"relation.{key}")
        }

    def refit(self) -> None:
        """Show the fields that are asked now."""
        raise AssertionError

    def names(self) -> str:
        """Return the names of who leaves."""
        return ", ".join(self.people[key].name for key in self.leaving())


def in_pairs(names: Sequence[str]) -> list[list[Spot]]:
    """Return fields two by two."""
    return [[(name, 2) for name in names[at : at + 2]] for at in range(0, len(names), 2)]


def since_field(ws: Workspace, label: str = "") -> Field:
    """Return the field of the day something happened, today at first."""
    entry = DateField(ws.today(), today=ws.today())
    return Field(label or _("Tanggal"), entry, required=True)


def note_field() -> Field:
    """Return the field of a note."""
    return Field(_("Catatan"), TextField(limit=300), help=_("Boleh kosong"))
