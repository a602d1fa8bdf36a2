"""XForm text read into the definition of a form; whatever Pilar cannot honour is noted with the question's name, never passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as changed
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from fieldapp.forms.instance import Field, Node, table
from fieldapp.forms.model import Choice, Group, Item, Kind, Parts, Question, Repeat, Slot, Wording, language_code
from fieldapp.forms.source import Compiled
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.forms.xpath import Expression

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
HEAD = "{http://www.w3.org/1999/xhtml}"
_ITEXT = re.compile(r"^\s*jr:itext\(\s*['\"]?(.+?)['\"]?\s*\)\s*$")
_ITEMSET = re.compile(r"^\s*(randomize\s*\(\s*)?instance\(\s*'([^']+)'\s*\)/root/item(?:\[(.*)\])?\s*(?:,.*)?\)?\s*$", re.DOTALL)
_CONTROLS = {"input", "select", "select1", "upload", "range", "rank", "trigger", "secret"}
_PLAIN_TYPES = {"string": "text", "int": "integer", "decimal": "decimal", "date": "date", "time": "time", "barcode": "text"}
_ALWAYS = {"true()", "true", "yes", "1"}
_NEVER = {"false()", "false", "no", "0", ""}


@dataclass(slots=True)
class Reading:
    """Everything gathered while a form is read."""

    root: Field
    made: Compiled
    languages: tuple[str, ...] = ()
    words: dict[str, Wording] = field(default_factory=dict)
    lists: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    tables: dict[str, Node] = field(default_factory=dict)
    binds: dict[str, Mapping[str, str]] = field(default_factory=dict)
    filters: dict[Field, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)
    form_id: str = ""
    version: str = ""
    title: str = ""

    def note(self, element: Field, what: str) -> None:
        """Note what cannot be honoured, named by its question."""
        name = element.question.label("id") if element.question else element.path
        self.notes.append(_("{name} ({path}): {what}").format(name=name, path=element.path, what=what))


def read(made: Compiled) -> Reading:
    """Read the XForm; raises ValueError when it is not one (pyxform always makes one)."""
    if "<!DOCTYPE" in made.xform or "<!ENTITY" in made.xform:
        raise ValueError("entities")
    top = ET.fromstring(made.xform.encode())  # noqa: S314 - entity declarations were refused above
    model = top.find(f"{HEAD}head/{XF}model")
    body = top.find(f"{HEAD}body")
    main = None if model is None else model.find(f"{XF}instance")
    if model is None or body is None or main is None or len(main) == 0:
        raise ValueError("model")
    data = main[0]
    reading = Reading(_fields(data, None), made)
    reading.form_id, reading.version = data.get("id", ""), data.get("version", "")
    reading.title = top.findtext(f"{HEAD}head/{HEAD}title", "")
    _words(reading, model)
    _tables(reading, model)
    reading.binds = {bind.get("nodeset", ""): bind.attrib for bind in model.iter(f"{XF}bind")}
    seen: set[Field] = set()
    reading.body = list(_items(reading, body, seen))
    for element in reading.root.subtree():
        if element not in seen and element is not reading.root and not element.kids:
            element.question = _hidden(reading, element)
    _bind_all(reading)
    _actions(reading, top)
    if any("entities-version" in name for name in model.attrib):
        reading.notes.append(_("Entitas (lembar entities) tidak dibuat oleh Pilar."))
    return reading


def local(tag: str) -> str:
    """Return a tag without its namespace."""
    return tag.rpartition("}")[2]


def _fields(element: ET.Element, parent: Field | None) -> Field:
    name = local(element.tag)
    path = "" if parent is None else f"{parent.path}/{name}" if parent.path else name
    made = Field(name, path, parent, default=(element.text or "").strip())
    for kid in element:
        if parent is None and local(kid.tag) == "meta":
            continue
        if local(kid.tag) in made.kids:
            continue  # the first row that pyxform adds beside a repeat's template
        made.kids[local(kid.tag)] = _fields(kid, made)
        made.kids[local(kid.tag)].repeat = kid.get(f"{JR}template") is not None
    return made


def _parts(value: ET.Element) -> Parts:
    parts: list[str | Slot] = [value.text or ""]
    for kid in value:
        parts += [Slot(kid.get("value", "")), kid.tail or ""]
    text = "".join(part for part in parts if isinstance(part, str))
    # pyxform writes a lone dash where a translation is missing.
    return () if len(parts) == 1 and text.strip() in {"", "-"} else tuple(part for part in parts if part != "")


def _words(reading: Reading, model: ET.Element) -> None:
    translations = model.findall(f"{XF}itext/{XF}translation")
    translations.sort(key=lambda one: one.get("default") is None)
    gathered: dict[str, dict[str, Parts]] = {}
    for translation in translations:
        code = language_code(translation.get("lang", ""))
        for text in translation.findall(f"{XF}text"):
            said = gathered.setdefault(text.get("id", ""), {})
            for value in text.findall(f"{XF}value"):
                if value.get("form") in {None, "guidance"}:
                    said[code] = (*said.get(code, ()), *_parts(value))
    reading.words = {key: Wording(said) for key, said in gathered.items()}
    for translation in translations:
        code = language_code(translation.get("lang", ""))
        if code not in reading.languages and any(said.get(code) for said in gathered.values()):
            reading.languages = (*reading.languages, code)
    reading.languages = reading.languages or ("",)
    media = {text.get("id", "") for text in model.iter(f"{XF}text") for value in text if value.get("form") not in {None, "guidance"}}
    for key in sorted(media):
        reading.notes.append(_("{name}: gambar atau suara pada pertanyaan tidak ditampilkan.").format(name=key.split(":")[0].lstrip("/")))


def _wording(reading: Reading, element: ET.Element | None) -> Wording:
    if element is None:
        return Wording()
    found = _ITEXT.match(element.get("ref", ""))
    return reading.words.get(found[1], Wording()) if found else Wording({"": _parts(element)})


def _message(reading: Reading, text: str) -> Wording:
    found = _ITEXT.match(text)
    return reading.words.get(found[1], Wording()) if found else Wording({"": (text,)} if text else {})


def _tables(reading: Reading, model: ET.Element) -> None:
    for instance in model.findall(f"{XF}instance")[1:]:
        name, items = instance.get("id", ""), instance.findall(f"{XF}root/{XF}item")
        if instance.get("src"):
            reading.notes.append(_("Daftar {name} dari berkas lain tidak dibaca. Masukkan ke lembar choices.").format(name=name))
            continue
        rows = [{local(cell.tag): cell.text or "" for cell in item} for item in items]
        reading.tables[re.sub(r"[^\w.-]", "_", name)] = table(name, list(rows))
        reading.lists[name] = tuple(
            Choice(row.get("name", ""), reading.words.get(row.get("itextId", ""), Wording({"": (row.get("label", ""),)})), row)
            for row in rows
        )


def _find(reading: Reading, ref: str) -> Field | None:
    element = reading.root
    for step in ref.strip().split("/")[2:]:
        if step not in element.kids:
            return None
        element = element.kids[step]
    return element


def _items(reading: Reading, body: ET.Element, seen: set[Field]) -> list[Item]:
    found: list[Item] = []
    for control in body:
        tag = local(control.tag)
        if tag == "group":
            found += _group(reading, control, seen)
        elif tag in _CONTROLS:
            element = _find(reading, control.get("ref", ""))
            if element is not None:
                seen.add(element)
                element.question = _question(reading, control, element)
                element.wording = element.question.wording
                found.append(element.question)
    return found


def _group(reading: Reading, control: ET.Element, seen: set[Field]) -> list[Item]:
    wording, look = _wording(reading, control.find(f"{XF}label")), control.get("appearance", "")
    repeat = control.find(f"{XF}repeat")
    element = _find(reading, control.get("ref", "") or (repeat.get("nodeset", "") if repeat is not None else ""))
    if element is None:
        return _items(reading, control, seen)
    element.wording = wording
    facts = reading.made.beside.get(element.path, {})
    if repeat is None:
        return [Group(element.path, wording, tuple(_items(reading, control, seen)), look, facts.get("number", ""))]
    element.repeat = True
    fixed = repeat.get(f"{JR}count") is not None
    inside = tuple(_items(reading, repeat, seen))
    return [Repeat(element.path, wording, inside, look or repeat.get("appearance", ""), facts.get("number", ""), fixed)]


def _kind(tag: str, media: str, bind: Mapping[str, str], facts: Mapping[str, str]) -> Kind:
    if bind.get("calculate") and tag == "input":
        return "calculate"
    if tag == "select":
        return "select_multiple"
    if tag in {"select1", "trigger"}:
        return "select_one"
    if tag == "upload":
        return "image" if media.startswith("image") else "unsupported"
    if facts.get("type") == "note" or (bind.get("readonly") in _ALWAYS and facts.get("type") not in {"text", "integer", "decimal", "date"}):
        return "note"
    plain = _PLAIN_TYPES.get(bind.get("type", "string"))
    return plain if plain and tag in {"input", "range", "secret"} else "unsupported"  # type: ignore[return-value]


def _question(reading: Reading, control: ET.Element, element: Field) -> Question:
    tag, facts = local(control.tag), reading.made.beside.get(element.path, {})
    bind = reading.binds.get(f"/{reading.root.name}/{element.path}", {})
    kind = _kind(tag, control.get("mediatype", ""), bind, facts)
    parameters = {key.partition(":")[2]: value for key, value in facts.items() if key.startswith("parameter:")}
    parameters |= {key: value for key, value in control.attrib.items() if tag == "range" and key in {"start", "end", "step"}}
    list_name, choices = _choices(reading, control, element)
    if tag == "trigger":
        choices = (Choice("OK", Wording({"id": ("Sudah dibaca",), "en": ("Read and understood",)})),)
    question = Question(
        element.path, element.name, kind, facts.get("number", ""), _wording(reading, control.find(f"{XF}label")),
        _wording(reading, control.find(f"{XF}hint")), _message(reading, bind.get(f"{JR}constraintMsg", "")),
        _message(reading, bind.get(f"{JR}requiredMsg", "")), control.get("appearance", ""), list_name, choices, parameters,
        may_be_required=bind.get("required", "").strip() not in _NEVER,
    )  # fmt: skip
    element.question = question
    if kind == "unsupported":
        sort = facts.get("type") or bind.get("type", tag)
        reading.note(element, _("jenis “{kind}” belum dapat diisi di Pilar.").format(kind=sort))
    if "search(" in question.appearance:
        reading.note(element, _("pilihan dari search() tidak dibaca. Masukkan ke lembar choices."))
    return changed(question, may_be_required=False) if kind == "unsupported" else question


def _choices(reading: Reading, control: ET.Element, element: Field) -> tuple[str, tuple[Choice, ...]]:
    itemset = control.find(f"{XF}itemset")
    if itemset is None:
        plain = tuple(
            Choice(one.findtext(f"{XF}value", ""), _wording(reading, one.find(f"{XF}label"))) for one in control.findall(f"{XF}item")
        )
        return "", plain
    found = _ITEMSET.match(itemset.get("nodeset", ""))
    if not found:
        reading.note(element, _("pilihan yang diambil dari jawaban lain belum dapat ditampilkan."))
        return "", ()
    if found[1]:
        reading.note(element, _("urutan acak tidak dijalankan, pilihan tampil menurut urutan formulir."))
    if found[3]:
        reading.filters[element] = found[3]
    return found[2], reading.lists.get(found[2], ())


def _hidden(reading: Reading, element: Field) -> Question:
    bind = reading.binds.get(f"/{reading.root.name}/{element.path}", {})
    facts = reading.made.beside.get(element.path, {})
    kind: Kind = "calculate" if bind.get("calculate") else "hidden"
    return Question(element.path, element.name, kind, facts.get("number", ""), visible=False)


def _ready(reading: Reading, source: str, element: Field, what: str) -> Expression | None:
    from fieldapp.forms.xpath import NotUnderstood, ready

    try:
        return ready(source, element, reading.root)
    except NotUnderstood as wrong:
        reading.note(element, _("{what} tidak dijalankan, karena memakai “{wrong}”.").format(what=what, wrong=str(wrong)[:120]))
        return None


def _bind_all(reading: Reading) -> None:
    rules = (("relevant", _("syarat tampil")), ("constraint", _("syarat isian")), ("calculate", _("hitungan")))
    for element in reading.root.subtree():
        bind = reading.binds.get(f"/{reading.root.name}/{element.path}", {})
        element.type = bind.get("type", "string")
        element.preload = (bind.get(f"{JR}preload", ""), bind.get(f"{JR}preloadParams", ""))
        for name, what in rules:
            if bind.get(name, "").strip() and not (name == "relevant" and bind[name].strip() in _ALWAYS):
                setattr(element, name, _ready(reading, bind[name], element, what))
        element.sticky = element.calculate is not None and bool(element.calculate.calls & {"once", "uuid", "random"})
        needed = bind.get("required", "").strip()
        if needed not in _NEVER | _ALWAYS:
            element.required = _ready(reading, needed, element, _("syarat wajib"))
        if element in reading.filters:
            _filter(reading, element, reading.filters[element])
        question = element.question
        for wording in (element.wording, *((question.hints, question.constraint_words, question.required_words) if question else ())):
            for slot in wording.slots():
                made = _ready(reading, slot, element, _("isi kalimat"))
                if made is not None:
                    element.slots[slot] = made
        kind, what = element.preload
        if kind == "property" and what != "username":
            reading.note(element, _("“{what}” tidak diisi oleh Pilar.").format(what=what))


def _filter(reading: Reading, element: Field, condition: str) -> None:
    question = element.question
    if question is None:
        return
    name = re.sub(r"[^\w.-]", "_", question.list_name)
    element.choice_filter = _ready(reading, f"instance('{name}')/root/item[{condition}]", element, _("saringan pilihan"))


def _actions(reading: Reading, top: ET.Element) -> None:
    from fieldapp.forms.xpath import NotUnderstood, ready

    outer = {kid: parent for parent in top.iter() for kid in parent}
    for repeat in top.iter(f"{XF}repeat"):
        count, element = repeat.get(f"{JR}count"), _find(reading, repeat.get("nodeset", ""))
        if count and element is not None:
            element.count = _ready(reading, count, element, _("jumlah baris"))
    for action in top.iter():
        if local(action.tag) not in {"setvalue", "setgeopoint", "recordaudio", "entity"}:
            continue
        target = _find(reading, action.get("ref", ""))
        if target is None or local(action.tag) != "setvalue":
            reading.notes.append(_("Perintah “{what}” dalam formulir tidak dijalankan.").format(what=local(action.tag)))
            continue
        try:
            value = ready(action.get("value") or "''", target, reading.root)
        except NotUnderstood as wrong:
            reading.note(target, _("isian otomatis tidak dijalankan, karena memakai “{wrong}”.").format(wrong=wrong))
            continue
        if "xforms-value-changed" in action.get("event", ""):
            source = _find(reading, outer[action].get("ref", ""))
            if source is not None:
                source.on_change.append((target, value))
        else:
            reading.root.first_load.append((target, value))
