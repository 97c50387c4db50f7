"""A stream that only the holder of the key can read, and that cannot be cut, joined or changed unnoticed.

Pieces of one megabyte, each under AES-256-GCM with its number as nonce; the last says that it is the last.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"PHOIHOP-SAO-LUU-1\n"
PIECE = 1 << 20
#: Of the tag that AES-GCM puts behind each piece.
_TAG = 16
_KEY = 32
_GROUP = 4
#: Letters of the paper copy: none is mistaken for another.
_LETTERS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_BACK = bytes.maketrans(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


class Unreadable(Exception):
    """The copy is cut, changed, or not for this key; the words say which as far as can be known."""


def new_key() -> bytes:
    return secrets.token_bytes(_KEY)


def words_of(key: bytes) -> str:
    """The key as it stands on paper: groups of four letters, the last ones a check."""
    checked = key + hashlib.sha256(key).digest()[:3]
    text = base64.b32encode(checked).translate(_LETTERS).decode()
    return "-".join(text[n : n + _GROUP] for n in range(0, len(text), _GROUP))


def key_of(words: str) -> bytes:
    """The key typed from paper; a slip of the hand is noticed."""
    text = (
        "".join(words.upper().split()).replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    )
    try:
        checked = base64.b32decode(text.encode().translate(_BACK))
    except ValueError as error:
        raise Unreadable("Khóa gõ thiếu hoặc thừa chữ.") from error
    key = checked[:_KEY]
    if len(checked) != _KEY + 3 or hashlib.sha256(key).digest()[:3] != checked[_KEY:]:
        raise Unreadable("Khóa gõ chưa đúng: xem lại từng nhóm bốn chữ.")
    return key


def name_of(key: bytes) -> str:
    """Which key it is, without telling it: stands on the paper and in every copy."""
    return hashlib.sha256(b"phoihop key name" + key).hexdigest()[:12]


class Sealer:
    """Write plain bytes in; ``close`` ends the stream, and without it the stream is no copy."""

    def __init__(self, out: IO[bytes], key: bytes, about: dict[str, Any]) -> None:
        salt = secrets.token_bytes(_KEY)
        head = json.dumps(
            {**about, "key": name_of(key), "salt": salt.hex()}, ensure_ascii=False, sort_keys=True
        )
        self.out, self.head, self.held, self.number = out, head.encode() + b"\n", bytearray(), 0
        self.cipher = AESGCM(_derived(key, salt))
        out.write(MAGIC + self.head)

    def write(self, data: bytes) -> int:
        self.held += data
        while len(self.held) > PIECE:
            self._piece(bytes(self.held[:PIECE]), last=False)
            del self.held[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing is ever written but whole pieces."""

    def close(self) -> None:
        self._piece(bytes(self.held), last=True)
        self.held.clear()

    def _piece(self, data: bytes, *, last: bool) -> None:
        nonce = self.number.to_bytes(12, "big")
        self.out.write(self.cipher.encrypt(nonce, data, self.head + (b"cuoi" if last else b"")))
        self.number += 1


class Opener:
    """Reads the plain bytes back; raises Unreadable rather than give out a byte that was not written."""

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self.about = head_of(source)
        self.head = self._head
        self.source, self.number, self.held, self.ended = source, 0, b"", False
        if self.about.get("key") != name_of(key):
            raise Unreadable(
                f"Bản sao này dùng khóa số {self.about.get('key')}, không phải khóa số {name_of(key)}."
            )
        self.cipher = AESGCM(_derived(key, bytes.fromhex(self.about["salt"])))
        self.next = source.read(PIECE + _TAG)

    @property
    def _head(self) -> bytes:
        return json.dumps(self.about, ensure_ascii=False, sort_keys=True).encode() + b"\n"

    def read(self, size: int = -1) -> bytes:
        out = bytearray()
        while size < 0 or len(out) < size:
            if not self.held and not self._more():
                break
            take = len(self.held) if size < 0 else size - len(out)
            out += self.held[:take]
            self.held = self.held[take:]
        return bytes(out)

    def _more(self) -> bool:
        if self.ended:
            return False
        piece, self.next = self.next, self.source.read(PIECE + _TAG)
        self.ended = not self.next
        nonce = self.number.to_bytes(12, "big")
        try:
            self.held = self.cipher.decrypt(nonce, piece, self.head + (b"cuoi" if self.ended else b""))
        except InvalidTag as error:
            raise Unreadable("Bản sao bị cắt cụt hoặc bị sửa.") from error
        self.number += 1
        return bool(self.held) or not self.ended


def head_of(source: IO[bytes]) -> dict[str, Any]:
    """What a copy says of itself without the key: when, which release, which key."""
    if source.read(len(MAGIC)) != MAGIC:
        raise Unreadable("Tệp này không phải bản sao lưu của Phối Hợp.")
    try:
        found = json.loads(source.readline(1 << 16))
    except ValueError as error:
        raise Unreadable("Phần đầu của bản sao lưu không đọc được.") from error
    if not isinstance(found, dict):
        raise Unreadable("Phần đầu của bản sao lưu không đọc được.")
    return found


def _derived(key: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=_KEY, salt=salt, info=b"phoihop backup").derive(key)
