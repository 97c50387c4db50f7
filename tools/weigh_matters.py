"""Weigh the words of matters: writes phoihop/petitions/data/matter_words.txt.

Run by hand after ``matters.csv``, ``synonyms.csv`` or ``concepts.csv`` changed: ``.venv/bin/python tools/weigh_matters.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.conf import settings

settings.configure(USE_I18N=False)

from phoihop.petitions.matters import WEIGHED, weigh

if __name__ == "__main__":
    WEIGHED.write_text("\n".join(weigh()) + "\n", encoding="utf-8")
