"""Old Vietnamese byte fonts: TCVN3 (.VnTime) and VNI (VNI-Times) to Unicode, by our own tables.

Both are read as windows-1252 characters: that is how old files, and Word documents with such fonts,
carry them. Which one a text without font names uses is told by how much of it becomes Vietnamese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


def _table(pairs: str) -> dict[str, str]:
    """``B5à B6ả`` → character of that byte in windows-1252 to letter."""
    return {bytes.fromhex(p[:2]).decode("cp1252"): p[2:] for p in pairs.split()}


TCVN3 = _table(
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ "
    "B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ "
    "D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ "
    "EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
_TCVN3 = str.maketrans(TCVN3)

_VNI_MARKS = {  # second character after the vowel → combining marks
    "ø": "\u0300",
    "ù": "\u0301",
    "û": "\u0309",
    "õ": "\u0303",
    "ï": "\u0323",
    "â": "\u0302",
    "à": "\u0302\u0300",
    "á": "\u0302\u0301",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "è": "\u0306\u0300",
    "é": "\u0306\u0301",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_AFTER = {
    "a": set("øùûõïâàáåãäêèéúüë"),
    "e": set("øùûõïâàáåãä"),
    "o": set("øùûõïâàáåãä"),
    "u": set("øùûõï"),
    "y": set("øùûõ"),
    "ô": set("øùûõï"),
    "ö": set("øùûõï"),
}


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 characters as Unicode; ``capitals`` for the fonts whose small codes look like capitals."""
    done = _LOST_HORN.sub("ư", text.translate(_TCVN3))
    return done.upper() if capitals else _SHOUTED.sub(_shout, done)


def _shout(match: re.Match[str]) -> str:
    """ "HộI ĐồNG": the plain font has no marked capitals, so typists left the small letters."""
    word = match.group()
    plain = [c for c in word if c.isascii()]
    return word.upper() if len(plain) > 1 and all(c.isupper() for c in plain) else word


def _vni_letter(char: str) -> str:
    single = _VNI_SINGLE.get(char.lower())
    if single is None:
        return char
    return single.upper() if char.isupper() else single


def from_vni(text: str) -> str:
    """VNI characters (a vowel followed by a mark character) as Unicode."""
    out: list[str] = []
    index = 0
    while index < len(text):
        char = text[index]
        follower = text[index + 1].lower() if index + 1 < len(text) else ""
        if follower and follower in _VNI_AFTER.get(char.lower(), ()):
            out.append(unicodedata.normalize("NFC", _vni_letter(char) + _VNI_MARKS[follower]))
            index += 2
        else:
            out.append(_vni_letter(char))
            index += 1
    return "".join(out)


#: Letters of Vietnamese that no old font has in its 256 places: a text with them is Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
#: What only an old font makes a letter of: signs, and vowels no Vietnamese word has.
_SIGNS = {
    "tcvn3": re.compile(r"[^\w\s–—‘’“”…,.;:!?()|/%+-]"),
    "vni": re.compile("[øûïåäëöñü]", re.IGNORECASE),
}
#: ơ before these endings stands only after ư: programs take the ư of TCVN3 for a soft hyphen and drop it.
_LOST_HORN = re.compile(r"(?<![ưƯ])(?=[ơờớởỡợ](?:ng|c|u)(?![^\W\d_]))")
_SHOUTED = re.compile(r"[^\W\d_]{2,}")


def is_typed_in(text: str, family: str, *, around: str) -> bool:
    """Whether a piece of text is in an old font, by its own letters and those of its paragraph: a font's name
    alone is no proof, people paste Unicode under it."""
    if text.isascii():
        return family.endswith("capitals") and not _UNICODE.search(around)
    if _UNICODE.search(text):
        return False
    signs = _SIGNS[family.partition("-")[0]]
    return signs.search(text) is not None or not _UNICODE.search(around)


def family_of(pieces: Iterable[str], *, sample: int = 60_000) -> str:
    """The old font that the pieces without any Unicode letter are in, told by all of them together."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        if length < sample and not piece.isascii() and not _UNICODE.search(piece):
            kept.append(piece)
            length += len(piece)
    return repair(" ".join(kept))[1] if kept else ""


def font_family(font: str) -> str:
    """``tcvn3``, ``tcvn3-capitals``, ``vni`` or nothing, by a font's name."""
    name = font.strip().lower()
    if name.startswith((".vn", "vn")) and not name.startswith("vni"):
        legacy = name.startswith(".vn")
        return ("tcvn3-capitals" if name.endswith("h") else "tcvn3") if legacy else ""
    return "vni" if name.startswith("vni-") or name in ("vni", "vni times") else ""


def convert(text: str, family: str) -> str:
    if family.startswith("tcvn3"):
        return from_tcvn3(text, capitals=family.endswith("capitals"))
    return from_vni(text) if family == "vni" else text


# ------------------------------------------------------------------------------ how Vietnamese is it?

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_NUCLEUS = "uyê|iê|yê|uô|ươ|oă|oa|oe|uê|uy|uâ|uơ|ia|ua|ưa|ya|[aăâeêioôơuưy]"  # the longest first
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_NUCLEUS})(?:ng|nh|ch|[cmnptiouy])?")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_TOKEN = re.compile(r"[^\s.,;:!?()\[\]“”\"'/\-–|]+")


def is_syllable(word: str) -> bool:
    """Whether a word with marks could be a Vietnamese syllable: at most one tone, lawful letters."""
    spread = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONES.subn("", spread)
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


@dataclass(frozen=True, kw_only=True)
class Likeness:
    marked: int
    lawful: int

    @property
    def share(self) -> float:
        return self.lawful / self.marked if self.marked else 0.0


def likeness(text: str, *, sample: int = 60_000) -> Likeness:
    """Of the words with non-ASCII characters, how many are lawful Vietnamese syllables."""
    marked = lawful = 0
    for match in _TOKEN.finditer(text[:sample]):
        word = match.group()
        if not word.isascii():
            marked += 1
            lawful += is_syllable(word)
    return Likeness(marked=marked, lawful=lawful)


def is_soup(text: str) -> bool:
    """Letters that are no words: another alphabet without a key to it, or letters read under a wrong one."""
    strange = sum(text.count(mark) for mark in ("(cid:", "\ufffd"))
    strange += sum("\ue000" <= c <= "\uf8ff" for c in text)
    found = likeness(text, sample=20_000)
    return strange * 20 > len(text) or (found.marked >= 20 and found.share < 0.5)


def repair(text: str) -> tuple[str, str]:
    """(text as Unicode, family it was in): converts a text typed in an old font, leaves others alone."""
    before = likeness(text)
    if before.marked < 3 or before.share >= 0.75:
        return text, ""
    best, family = before.share + 0.25, ""
    result = text
    for name in ("tcvn3", "vni"):
        candidate = convert(text, name)
        share = likeness(candidate).share
        if share > best:
            best, family, result = share, name, candidate
    return result, family
