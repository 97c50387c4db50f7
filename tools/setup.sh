#!/bin/sh
# Make .venv from the hashed requirements; uv when it is there (seconds), pip otherwise (a minute).
set -eu
requirements=$1; stamp=$2; python=$3
fail() { printf '%s\n%s\n' "$1" "$2" >&2; exit 1; }
command -v "$python" >/dev/null || fail "Không thấy $python. Cài Python 3.11 trở lên." "$python not found: install Python 3.11 or later."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "Cần Python 3.11 trở lên." "Python 3.11 or later is needed."
if [ ! -x .venv/bin/python ]; then
  "$python" -m venv .venv 2>/dev/null || { rm -rf .venv; command -v uv >/dev/null && uv venv -q .venv; } ||
    fail "Thiếu gói venv của Python (Debian: apt install python3-venv)." "Python's venv is missing (Debian: apt install python3-venv)."
fi
if command -v uv >/dev/null; then
  VIRTUAL_ENV=.venv UV_LINK_MODE=copy uv pip install -q --require-hashes -r "$requirements"
else
  .venv/bin/python -m ensurepip -q 2>/dev/null || true
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$requirements"
fi
# The package itself is used from this folder: a .pth file does what an editable install would.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
pwd > "$site/phoihop.pth"
cat > .venv/bin/phoihop <<EOF
#!$(pwd)/.venv/bin/python
import sys
from phoihop.config.cli import main
sys.exit(main())
EOF
chmod +x .venv/bin/phoihop
touch ".venv/$stamp"
