"""Two parts of the window may open questionnaires at the same moment, in a program that has opened none yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = """
import sys, threading
from pathlib import Path
from fieldapp import forms
sys.setswitchinterval(0.00002)
start = threading.Barrier(4)
wrong = []
def read(name):
    start.wait()
    try:
        forms.shipped_form(name, Path(sys.argv[1]))
    except BaseException as told:
        wrong.append(type(told).__name__)
threads = [threading.Thread(target=read, args=(name,)) for name in ("kunjungan_rumah", "rumah_layak_huni", "dtsen_pbi_2026", "kunjungan_rumah")]
[t.start() for t in threads]; [t.join() for t in threads]
print(*wrong)
"""


def test_questionnaires_opened_by_several_threads_at_once_all_open(tmp_path):
    for _time in range(5):  # the first time without, then with kept conversions, when the threads meet in the same imports
        told = subprocess.run([sys.executable, "-c", AT_ONCE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == ""
