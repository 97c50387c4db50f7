from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from phoihop.config import demo_mark
from phoihop.config.commands import port

READY = "demo-ready"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8000, help="cổng, mặc định 8000")
    parser.add_argument("--fresh", action="store_true", help="xóa dữ liệu mẫu cũ, dựng lại từ đầu")
    parser.add_argument("--no-serve", action="store_true", help="chỉ dựng, không chạy máy chủ")


def run(options: argparse.Namespace) -> int:
    """Build the demo once (it survives Ctrl-C and restarts), then serve it on this machine only."""
    data = Path(os.environ.get("PHOIHOP_DATA", "var")).resolve() / "demo"
    os.environ["PHOIHOP_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    if options.fresh or not (data / READY).exists():
        shutil.rmtree(data, ignore_errors=True)
        demo_mark.write_mark(data, offset=datetime(2027, 8, 2, 1, 15, tzinfo=UTC) - datetime.now(UTC))
        if code := _built_apart():
            return code
    _prepare()
    _tell(data, options.port)
    if options.no_serve:
        return 0
    from phoihop.config.commands import serve  # noqa: PLC0415 settings are chosen only now

    return serve.start(host="127.0.0.1", port=options.port, workers=1)


def _built_apart() -> int:
    """Papers are made in a process that ends with it: the threads that draw a PDF would not outlive the parting into the
    processes that serve, and every PDF asked of those would wait for ever."""
    return subprocess.run([sys.executable, "-m", "phoihop.config.commands.demo"], check=False).returncode


def _prepare() -> None:
    """Also for a demo that stands already: the release may be newer than it."""
    import django  # noqa: PLC0415 settings are chosen only now

    django.setup()
    from phoihop.config.commands.migrate import prepare  # noqa: PLC0415 after Django is ready

    prepare()


def _build(data: Path) -> None:
    _prepare()
    from phoihop.config.demo.build import PASSWORD, PEOPLE, build  # noqa: PLC0415 after Django is ready

    word = build(say=lambda words: print(words, flush=True))
    people = [[username, name, title] for username, name, _body, _role, title in PEOPLE]
    (data / READY).write_text(json.dumps({"word": str(word), "password": PASSWORD, "people": people}))


def _tell(data: Path, port: int) -> None:
    told = json.loads((data / READY).read_text())
    print(f"\nBáo cáo sơ kết (Word): {told['word']}")
    print(f"Mở: http://127.0.0.1:{port}/   (mật khẩu chung của dữ liệu mẫu: {told['password']})")
    for username, name, title in told["people"]:
        print(f"  {username:<12} {title}, {name}")
    key = data / "khoa-mau" / "chutich.p12"
    if key.exists():
        print(f"  Khóa ký số mẫu của chutich: {key} (cùng mật khẩu)")
    print("Dữ liệu mẫu chỉ mở trên máy này. Dừng: Ctrl-C; dữ liệu vẫn còn.\n", flush=True)


if __name__ == "__main__":
    _build(Path(os.environ["PHOIHOP_DATA"]))
