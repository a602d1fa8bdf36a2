"""Import: sheets of every known format, checked row by row first, kept as one batch, and undone as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer, Table
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import opened
from fieldapp.cli.told import progress, told
from fieldapp.domain.written import date_medium
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.cli.told import Step
    from fieldapp.services.imports import Choices, Imported, Plan
    from fieldapp.services.workspace import Workspace

SHOWN = 40  # wrong rows shown on screen; the sheet of wrong rows holds all
RESIDENTS, OTHER = "penduduk", "lain"
LISTS = ("bantuan", "rtm", "tambahan")
DECISIONS = ("new", "same", "skip")


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command(
        "import", cls=Command, help=_("Ambil lembar Excel, ODS, atau CSV: penduduk, BDT, Regsosek, bantuan, RTM, atau tabel lain.")
    )
    def take_in(
        ctx: typer.Context,
        file: Annotated[Path | None, typer.Argument(metavar="BERKAS", show_default=False)] = None,
        name: Annotated[
            str | None, typer.Option("--format", metavar="NAMA", help=_("Format lembar; bila tidak ditulis, dikenali sendiri."))
        ] = None,
        region: Annotated[
            str | None, typer.Option("--region", metavar="KODE", help=_("Desa tujuan; perlu bila wilayah tugas lebih dari satu desa."))
        ] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Periksa saja, tidak ada yang disimpan."))] = False,
        skip_wrong: Annotated[bool, typer.Option("--skip-wrong", help=_("Lewati keluarga yang barisnya keliru, ambil yang lain."))] = False,
        fill: Annotated[bool, typer.Option("--fill", help=_("Isi yang masih kosong pada warga yang sudah ada."))] = False,
        change: Annotated[
            str, typer.Option("--change", metavar="BAGIAN", help=_("Ubah bagian ini pada warga yang sudah ada, mis. work,place."))
        ] = "",
        doubtful: Annotated[
            str, typer.Option("--doubtful", metavar="PILIHAN", help=_("Baris yang sangat mirip warga di sini: new, same, atau skip."))
        ] = "skip",
        wrong: Annotated[
            Path | None, typer.Option("--wrong", metavar="BERKAS", help=_("Tulis baris yang ditolak ke lembar ini untuk diperbaiki."))
        ] = None,
        undo: Annotated[str | None, typer.Option("--undo", metavar="IMPOR", help=_("Batalkan impor ini; nomornya ada di --list."))] = None,
        everything: Annotated[
            bool, typer.Option("--all", help=_("Dengan --undo: juga keluarga yang sudah diubah atau dikunjungi."))
        ] = False,
        listed: Annotated[bool, typer.Option("--list", help=_("Daftar impor di laptop ini."))] = False,
    ) -> Answer:
        """Read, check and take in; or list and undo what came in."""
        if not listed and undo is None and file is None:
            raise problems.WRONG_USE(what=_("{name} belum ditulis. Lihat --help.").format(name="BERKAS"))
        if file is not None and not file.is_file():
            raise problems.FILE_UNREADABLE(name=file.name)
        choices = _choices(change, doubtful, skip_wrong=skip_wrong, fill=fill)
        with opened(told(ctx)) as ws, progress(_("Membaca lembar")) as step:
            if listed:
                return _batches(ws)
            if undo is not None:
                return _undo(ws, undo, everything=everything, dry_run=dry_run, step=step)
            assert file is not None, "asked above"
            return _take_in(ws, file, name, region, choices, dry_run=dry_run, wrong=wrong, step=step)


def _choices(change: str, doubtful: str, *, skip_wrong: bool, fill: bool) -> Choices:
    from fieldapp.services.imports import GROUPS, Choices

    groups = frozenset(part.strip() for part in change.split(",") if part.strip())
    for given, known, option in ((groups - GROUPS.keys(), tuple(GROUPS), "--change"), ({doubtful} - {*DECISIONS}, DECISIONS, "--doubtful")):
        if given:
            raise problems.WRONG_USE(
                what=_("{option} tidak mengenal {given}. Pilihan: {known}.").format(
                    option=option, given=", ".join(sorted(given)), known=", ".join(known)
                )
            )
    strong = next(one for one in DECISIONS if one == doubtful)
    return Choices(skip_wrong=skip_wrong, fill=fill, change=groups, strong=strong)  # type: ignore[arg-type] # one of the three


def _take_in(
    ws: Workspace, file: Path, name: str | None, region: str | None, choices: Choices, *, dry_run: bool, wrong: Path | None, step: Step
) -> Answer:
    from fieldapp.exchange import importing

    sheet = importing.open_file(ws, file)
    likest = sheet.likest.name
    name = name or (RESIDENTS if likest == OTHER else likest)
    region = region if region or name in (*LISTS, OTHER) else _only_village(ws)
    step(1, 3, _("Memeriksa baris"))
    plan = importing.plan(ws, importing.read(ws, sheet, name=name, region=region))
    if wrong is not None and plan.wrong:
        importing.write_wrong(sheet, plan, wrong)
    step(2, 3, _("Menyimpan keluarga"))
    taken = None
    if not dry_run and (choices.skip_wrong or not plan.wrong_rows):
        taken = importing.take_in(ws, sheet, plan, choices)
    return _answer(plan, taken, name, dry_run=dry_run, skip_wrong=choices.skip_wrong)


def _only_village(ws: Workspace) -> str:
    from fieldapp.services.regions import my_villages

    villages = my_villages(ws)
    if len(villages) != 1:
        raise problems.WRONG_USE(what=_("Desa tujuan belum ditulis. Tambahkan --region dengan kode desa, mis. 18.11.02.2002."))
    return villages[0].id


def _answer(plan: Plan, taken: Imported | None, name: str, *, dry_run: bool, skip_wrong: bool) -> Answer:
    sheet = plan.sheet
    ready = len(plan.families) if plan.lines is None else len(plan.lines.found)
    lines = [_("{rows} baris dibaca sebagai {format}.").format(rows=sheet.rows, format=name), *sheet.notes]
    if plan.seen_on is not None:
        lines.append(_("Berkas yang sama sudah diambil pada {day}.").format(day=date_medium(plan.seen_on)))
    if plan.lines is None:
        lines += _of_families(plan, ready)
    else:
        lines.append(
            _("{found} baris menunjuk warga atau keluarga di sini ({new} baru), {likely} perlu dipastikan, {wrong} baris keliru.").format(
                found=ready, new=len(plan.lines.new), likely=len(plan.lines.likely), wrong=plan.wrong_rows
            )
        )
    lines += _kept(taken) if taken is not None else [_("Hanya diperiksa, tidak ada yang disimpan.")] if dry_run else []
    rows = tuple((f"{row.place[0]} {row.place[1]}".strip(), row.name, " ".join(row.reasons)) for row in plan.wrong[:SHOWN])
    refused = problems.SHEET_ROWS_LEFT if skip_wrong and not dry_run else problems.SHEET_ROWS_WRONG
    problem = refused(count=plan.wrong_rows) if plan.wrong_rows else None
    return Answer(_data(plan, taken, name, ready, dry_run=dry_run), lines, Table((_("Baris"), _("Nama"), _("Keterangan")), rows), problem)


def _of_families(plan: Plan, ready: int) -> list[str]:
    told = [
        _("{ready} keluarga siap, {wrong} baris keliru, {strange} hal untuk dicermati.").format(
            ready=ready, wrong=plan.wrong_rows, strange=len(plan.sheet.warnings)
        ),
        _("{families} keluarga baru, {persons} warga baru, {same} warga sama seperti di sini, {differ} baris berbeda isinya.").format(
            families=len(plan.new_families), persons=plan.new_persons, same=plan.unchanged_persons, differ=len(plan.differing)
        ),
    ]
    if plan.doubts:
        told.append(_("{count} warga baru mirip warga yang sudah ada.").format(count=len(plan.doubts)))
    return told


def _kept(taken: Imported) -> list[str]:
    told = [_("{count} keluarga baru diambil.").format(count=taken.households)]
    if taken.known_households:
        told.append(
            _("{count} keluarga sudah ada di laptop ini; {added} anggota baru ditambahkan kepadanya.").format(
                count=taken.known_households, added=taken.added_members
            )
        )
    for count, sentence in (
        (taken.changed, _("{count} catatan diubah.")), (taken.waiting, _("{count} baris menunggu kepastian, mirip warga yang sudah ada.")),
        (taken.answers, _("{count} jawaban disimpan.")), (taken.enrolments, _("{count} peserta program disimpan.")),
        (taken.dwellings, _("{count} rumah dihuni bersama.")),
    ):  # fmt: skip
        if count:
            told.append(sentence.format(count=count))
    if taken.batch_id:
        told.append(_("Nomor impor: {batch}.").format(batch=taken.batch_id))
    return told


def _data(plan: Plan, taken: Imported | None, name: str, ready: int, *, dry_run: bool) -> dict[str, Any]:
    return {
        "format": name, "rows": plan.sheet.rows, "ready": ready, "taken": taken.households if taken else 0, "known": taken.known_households if taken else 0,
        "added_members": taken.added_members if taken else 0, "new_families": len(plan.new_families), "new_persons": plan.new_persons,
        "differing": len(plan.differing), "doubts": list(plan.doubts), "refused_rows": len(plan.wrong), "seen_on": plan.seen_on,
        "problems": [{"sheet": row.place[0], "row": row.place[1], "column": next(iter(row.columns), ""), "reasons": list(row.reasons)} for row in plan.wrong
                     if not row.waits],
        "warnings": [{"sheet": row.place[0], "row": row.place[1], "column": next(iter(row.columns), ""), "reasons": list(row.reasons)}
                     for row in plan.sheet.warnings],
        "batch": taken.batch_id if taken else "", "kept": taken, "dry_run": dry_run,
    }  # fmt: skip


def _batches(ws: Workspace) -> Answer:
    from fieldapp.services import imports

    found = imports.batches(ws)
    rows = tuple(
        (
            one.id, one.format, date_medium(one.day) if one.day else "–", one.by_name, str(one.rows), str(one.kept),
            _("dibatalkan {day}").format(day=date_medium(one.undone_on)) if one.undone_on else "",
        )
        for one in found
    )  # fmt: skip
    headings = (_("Impor"), _("Format"), _("Hari"), _("Oleh"), _("Baris"), _("Baru"), _("Keterangan"))
    return Answer({"batches": list(found)}, [_("{count} impor di laptop ini.").format(count=len(found))], Table(headings, rows))


def _undo(ws: Workspace, batch_id: str, *, everything: bool, dry_run: bool, step: Step) -> Answer:
    from fieldapp.services import imports

    form = imports.undo_form(ws, batch_id)
    rows = tuple((one.name, str(one.changed), ", ".join(one.by_names), str(one.hanging.get("visit", 0))) for one in form.touched[:SHOWN])
    table = Table((_("Keluarga"), _("Diubah"), _("Oleh"), _("Kunjungan")), rows)
    lines = [_("{count} catatan berasal dari impor ini.").format(count=sum(form.counts.values()))]
    if form.touched:
        lines.append(_("{count} keluarga sudah diubah atau dikunjungi sejak itu.").format(count=len(form.touched)))
    if dry_run:
        return Answer({"form": form, "undone": None}, [*lines, _("Hanya diperiksa, tidak ada yang dibatalkan.")], table)
    done = imports.undo(ws, batch_id, keep_changed=not everything, progress=lambda at, of: step(at, of, _("Membatalkan impor")))
    lines.append(
        _("{removed} catatan masuk tempat sampah, {stayed} tetap, {back} isian dikembalikan.").format(
            removed=done.removed, stayed=done.stayed, back=done.put_back
        )
    )
    return Answer({"form": form, "undone": done}, lines, table)
