"""Letter classes for patterns over NFC text."""

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

CAPITALISED = rf"[{UPPER}][{LOWER}]*(?:['’][{UPPER}{LOWER}]+|[{UPPER}][{LOWER}]+)?"
"""A word that begins with a capital: Hương, H'Hương, AYun."""

DASH = "[-–—‑]"
