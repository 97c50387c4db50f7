from __future__ import annotations

import argparse
import keyword
import re
import sys
from pathlib import Path

FILES = {
    "__init__.py": '"""{kind}: one kind of work of the field."""\n',
    "apps.py": """from phoihop.core.apps import ModuleConfig


class {name}Config(ModuleConfig):
    name = "phoihop.activities.{kind}"
    label = "{kind}"
    title = "{name}"
    menu = "chuong-trinh"
    default_auto_field = "django.db.models.BigAutoField"
""",
    "models.py": '"""The nouns of {kind}: records with states, readers and listings."""\n',
    "actions.py": '"""Every write of {kind}, one declared function each."""\n',
    "forms.py": '"""Inputs of the actions: shape and types only."""\n',
    "migrations/__init__.py": "",
    "templates/{kind}/notices/.gitkeep": "",
    "tests/__init__.py": "",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ten", metavar="TÊN", help="tên thư mục, tiếng Anh số nhiều, ví dụ: dialogue")


def run(options: argparse.Namespace) -> int:
    """Make the folder with the usual file names; docs/add-an-activity.md says what goes into them."""
    kind = options.ten
    folder = Path(__file__).resolve().parents[2] / "activities" / kind
    if not re.fullmatch(r"[a-z][a-z_]*", kind) or keyword.iskeyword(kind):
        print(
            "Tên chỉ gồm chữ thường không dấu và gạch dưới, không trùng từ khóa của Python.", file=sys.stderr
        )
        return 2
    if folder.exists():
        print(f"Đã có {folder}. Chưa thay đổi gì.", file=sys.stderr)
        return 1
    for name, text in FILES.items():
        path = folder / name.format(kind=kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            text.format(kind=kind, name=kind.replace("_", " ").title().replace(" ", "")), encoding="utf-8"
        )
    print(f"Đã tạo {folder}. Đọc tiếp docs/add-an-activity.md.")
    return 0
