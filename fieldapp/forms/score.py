"""The score of a questionnaire with its working, live while it is filled; what is not known is said, never counted as nought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from fieldapp.domain import housing
from fieldapp.forms.values import number_text
from fieldapp.language import _, current

if TYPE_CHECKING:
    from fieldapp.forms.session import Session

Kind = Literal["ok", "bad", "unknown"]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One condition: its verdict, the working in words, the rule, and the paths of the questions that still have to be answered."""

    name: str
    verdict: Kind
    text: str
    rule_text: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The verdict of a scoring rule in words, with one line for each condition; own scores are always marked as indicative."""

    rule: str
    version: str
    verdict: str
    kind: Kind
    summary: str
    lines: tuple[ScoreLine, ...]
    title: str = ""
    mark: str = ""
    note: str = ""

    def told(self) -> dict[str, object]:
        """Return the score JSON-ready, as an assessment keeps it."""
        whole = asdict(self)
        whole["lines"] = [{**line, "questions": list(line["questions"])} for line in whole["lines"]]
        return whole


def score(session: Session) -> Score | None:
    """Return the score that the form asks for (its setting ``pilar_score``), or None when it asks for none that Pilar knows."""
    rule = RULES.get(session.form.score or "")
    return rule(session) if rule else None


# The names that questions must have in a form for this rule, beside the fields of the rule.
HOUSE = {
    "area": "luas_lantai", "persons": "jumlah_orang", "roof": "jenis_atap", "wall": "jenis_dinding", "floor": "jenis_lantai",
    "water": "sumber_air_minum", "distance": "jarak_limbah", "bathing": "air_mandi", "toilet": "fasilitas_bab", "closet": "kloset",
    "outlet": "tinja",
}  # fmt: skip


class _Answers:
    """The answers of a session by the rule's own names."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def path(self, field: str) -> str | None:
        return self.session.form.path_of(HOUSE[field])

    def code(self, field: str) -> str | None:
        path = self.path(field)
        if path is None or not self.session.relevant(path):
            return None
        value = self.session.value(path)
        return None if value is None else str(value)

    def number(self, field: str) -> Decimal | None:
        try:
            return Decimal(self.code(field) or "")
        except InvalidOperation:
            return None

    def words(self, field: str) -> str:
        """Return the label of the chosen code, small at the front as inside a sentence."""
        path, code = self.path(field), self.code(field)
        if path is None or code is None:
            return ""
        choice = self.session.form.question(path).choice(code)
        label = choice.label() if choice else code
        return label[:1].lower() + label[1:]

    def waiting(self, fields: tuple[str, ...]) -> str:
        """Return the sentence that says what to answer, by the form's own numbers, or why it cannot be judged."""
        paths = self.paths(fields)
        if not paths:
            return _("Belum dapat dinilai: {what} tidak diketahui").format(what=", ".join(_(_FIELDS[field]) for field in fields))
        asked = [self.session.form.question(path) for path in paths]
        return _("Belum dapat dinilai: jawab {questions}").format(questions=", ".join(one.number or one.label() for one in asked))

    def paths(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Return the questions that a person can still answer for these fields."""
        found: list[str] = []
        for field in fields:
            path = self.path(field)
            if path is None or not self.session.relevant(path):
                continue
            if self.session.form.question(path).is_input:
                found += [path] if self.code(field) is None else []
            elif source := self.session.form.path_of("keberadaan_anggota"):
                found.append(source)  # the form counts the persons itself, from who lives in the house
        return tuple(found)


_FIELDS = {
    "area": "luas lantai",
    "persons": "jumlah orang",
    "roof": "jenis atap",
    "wall": "jenis dinding",
    "floor": "jenis lantai",
    "water": "sumber air minum",
    "distance": "jarak ke penampungan tinja",
    "bathing": "sumber air mandi",
    "toilet": "fasilitas BAB",
    "closet": "jenis kloset",
    "outlet": "pembuangan tinja",
}


def house_of(session: Session) -> housing.House:
    """Return the house that the answers of a session describe."""
    answers = _Answers(session)
    persons = answers.number("persons")
    codes = {field: answers.code(field) for field in HOUSE if field not in {"area", "persons"}}
    return housing.House(area=answers.number("area"), persons=None if persons is None else int(persons), **codes)


def _rumah_layak_huni(session: Session) -> Score:
    house, answers = house_of(session), _Answers(session)
    fitness = housing.judge(house)
    lines = tuple(_LINES[finding.part](finding, house, answers, fitness) for finding in fitness.findings)
    verdict = {"ok": _("Layak huni"), "bad": _("Tidak layak huni"), "unknown": _("Belum dapat dinilai")}[fitness.verdict]
    return Score(
        "rumah_layak_huni", housing.VERSION, verdict, fitness.verdict, _summary(fitness), lines,
        _("Rumah layak huni"), _("Indikatif"), _("Catatan: aturan 9 m² per orang (RTLH) juga tidak terpenuhi.") if fitness.under_rtlh else "",
    )  # fmt: skip


def _summary(fitness: housing.Fitness) -> str:
    failed, unknown = fitness.failed, fitness.unknown
    if failed and unknown:
        return _("{failed} dari 4 syarat gagal, {unknown} belum dapat dinilai").format(failed=failed, unknown=unknown)
    if failed:
        return _("{failed} dari 4 syarat gagal").format(failed=failed)
    return _("{unknown} dari 4 syarat belum dapat dinilai").format(unknown=unknown) if unknown else _("Keempat syarat terpenuhi")


def _figure(number: Decimal) -> str:
    text = number_text(number)
    return text.replace(".", ",") if current() == "id" else text


def _area_line(finding: housing.Finding, house: housing.House, answers: _Answers, fitness: housing.Fitness) -> ScoreLine:
    if fitness.per_person is None or house.area is None or house.persons is None:
        text = answers.waiting(finding.waiting)
    else:
        exact = housing.rounded(fitness.per_person) == fitness.per_person
        sentence = _("{area} m² ÷ {persons} orang = {each} m²") if exact else _("{area} m² ÷ {persons} orang ≈ {each} m²")
        # A figure just under the rule must not be shown as the rule itself.
        shown = housing.rounded(fitness.per_person)
        if finding.verdict == "bad" and shown >= housing.LEAST_PER_PERSON:
            shown = fitness.per_person.quantize(Decimal("0.0001"), "ROUND_DOWN")
        text = sentence.format(area=_figure(house.area), persons=house.persons, each=_figure(shown))
    rule = _("Syarat: paling sedikit {least} m²").format(least=_figure(housing.LEAST_PER_PERSON))
    return ScoreLine(_("Luas per orang"), finding.verdict, text, rule, answers.paths(finding.waiting))


def _building_line(finding: housing.Finding, _house: housing.House, answers: _Answers, _fitness: housing.Fitness) -> ScoreLine:
    said: list[str] = []
    for field, good, bad in (
        ("roof", _("Atap {what}: layak."), _("Atap {what}: tidak layak.")),
        ("floor", _("Lantai {what}: layak."), _("Lantai {what}: tidak layak.")),
        ("wall", _("Dinding {what}: layak."), _("Dinding {what}: tidak layak.")),
    ):
        if field not in finding.waiting:
            said.append((bad if field in finding.failing else good).format(what=answers.words(field)))
    if finding.waiting:
        said.append(answers.waiting(finding.waiting))
    return ScoreLine(_("Ketahanan bangunan"), finding.verdict, " ".join(said), _("Syarat: ketiganya layak"), answers.paths(finding.waiting))


def _water_line(finding: housing.Finding, house: housing.House, answers: _Answers, _fitness: housing.Fitness) -> ScoreLine:
    source = answers.words("water")
    source = source[:1].upper() + source[1:]
    rule = _("Syarat: sumber air minum layak")
    if house.water in housing.WELLS:
        rule = _("Syarat: paling sedikit 10 m")
        text = {
            "ok": _("{source}, 10 m atau lebih dari penampungan tinja"),
            "bad": _("{source}, kurang dari 10 m dari penampungan tinja"),
        }.get(finding.verdict, "")
    elif house.water in housing.BOUGHT_WATER:
        rule = _("Syarat: air mandi dari sumber layak")
        text = {"ok": _("{source}, air mandi {bathing}: layak"), "bad": _("{source}, air mandi {bathing}: tidak layak")}.get(
            finding.verdict, ""
        )
    else:
        text = {"ok": _("{source}: layak"), "bad": _("{source}: tidak layak")}.get(finding.verdict, "")
    said = text.format(source=source, bathing=answers.words("bathing")) if text else answers.waiting(finding.waiting)
    return ScoreLine(_("Air minum"), finding.verdict, said, rule, answers.paths(finding.waiting))


def _sanitation_line(finding: housing.Finding, _house: housing.House, answers: _Answers, _fitness: housing.Fitness) -> ScoreLine:
    sentences = {
        "toilet": (_("Fasilitas {what}: layak."), _("Fasilitas {what}: tidak layak.")),
        "closet": (_("Kloset {what}: layak."), _("Kloset {what}: tidak layak.")),
        "outlet": (_("Pembuangan {what}: layak."), _("Pembuangan {what}: tidak layak.")),
    }
    said = [
        pair[field in finding.failing].format(what=answers.words(field))
        for field, pair in sentences.items()
        if answers.code(field) is not None and field not in finding.waiting and (finding.failing != ("toilet",) or field == "toilet")
    ]
    if finding.waiting:
        # While nothing fails, only what is left to answer matters.
        said = [*(said if finding.failing else []), answers.waiting(finding.waiting)]
    return ScoreLine(
        _("Sanitasi"), finding.verdict, " ".join(said), _("Syarat: fasilitas, kloset, dan tangki"), answers.paths(finding.waiting)
    )


_LINES: dict[str, Callable[[housing.Finding, housing.House, _Answers, housing.Fitness], ScoreLine]] = {
    "area": _area_line,
    "building": _building_line,
    "water": _water_line,
    "sanitation": _sanitation_line,
}
RULES: dict[str, Callable[[Session], Score]] = {"rumah_layak_huni": _rumah_layak_huni}
