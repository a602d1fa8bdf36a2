"""A program of its own that may write no further: it fills a visit until the disk takes no more, and tells what was said and kept."""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

from fieldapp import problems
from fieldapp.sample.photos import house_photo
from fieldapp.services.accounts import unlock
from fieldapp.services.drafts import VISIT_FORM, open_draft
from fieldapp.services.photos import take_in

PATH = "kunjungan/tujuan"


def largest(folder: Path) -> int:
    return max(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def run(home: Path, user_id: str, passphrase: str, draft_id: str) -> dict[str, object]:
    ws = unlock(home, user_id, passphrase)
    (home / "depan.jpg").write_bytes(house_photo(3))
    draft = open_draft(ws, draft_id)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest(ws.folder) + 40_000, resource.RLIM_INFINITY))
    kept, said = "", ""
    for number in range(200):
        text = f"{number} " + "x" * 900
        try:
            draft.set(VISIT_FORM, PATH, text)
        except problems.Problem as full:
            said = full.sentence
            break
        kept = text
    shown = draft.session(VISIT_FORM).value(PATH)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
    try:
        take_in(ws, home / "depan.jpg")
        photo = ""
    except problems.Problem as full:
        photo = full.sentence
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    draft.set(VISIT_FORM, PATH, "sesudah")
    after = open_draft(ws, draft_id).session(VISIT_FORM).value(PATH)
    ws.close()
    return {"kept": len(kept), "said": said, "shown": shown == kept, "photo": photo, "after": after}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), *sys.argv[2:5])))  # noqa: T201 - told to the test that started this
