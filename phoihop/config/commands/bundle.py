from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ra", type=Path, required=True, metavar="THƯ-MỤC", help="thư mục chứa các gói cài")
    parser.add_argument("--chi-phoihop", action="store_true", help="chỉ gói phoihop, không kèm thư viện")


def run(options: argparse.Namespace) -> int:
    """Wheels of this release and of every library, for a machine without a network; one must be here for it."""
    if not (ROOT / "pyproject.toml").exists():
        print("Chạy lệnh này từ thư mục mã nguồn của phoihop.", file=sys.stderr)
        return 1
    options.ra.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    steps = [[*pip, "wheel", "--no-deps", "-w", str(options.ra), str(ROOT)]]
    if not options.chi_phoihop:
        locked = ["--require-hashes", "-r", str(ROOT / "requirements.txt")]
        steps.append([*pip, "wheel", "-w", str(options.ra), *locked])
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)  # noqa: S603 pip of this program
        if done.returncode:
            print(f"{done.stderr.strip()[-1500:]}\nChưa lập được gói cài: cần mạng và pip.", file=sys.stderr)
            return 1
    wheels = sorted(options.ra.glob("*.whl"))
    print(f"Đã lập {len(wheels)} gói cài ở {options.ra}. Chép thư mục này sang máy không có mạng, rồi:")
    print(f"  python3 -m venv moi && moi/bin/pip install --no-index --find-links {options.ra.name} phoihop")
    print("  moi/bin/phoihop upgrade")
    return 0
