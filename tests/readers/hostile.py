"""hostile.py - the texts of hostile.json, and what of a text may arrive in a file."""
import json


def texts(path):
    with open(path, encoding="utf-8") as f:
        whole = json.load(f)
    return whole["strings"] + [text * times for text, times in whole["long"]]


def clean(text):
    """A TAB is a space, a line or paragraph separator a line break, and what a file may not hold is U+FFFD."""
    out = []
    for c in text:
        n = ord(c)
        if c == "\t":
            c = " "
        elif n in (0x2028, 0x2029):
            c = "\n"
        elif (n < 32 and c != "\n") or 127 <= n < 160 or n == 0xFEFF or n & 0xFFFE == 0xFFFE:
            c = "\ufffd"
        out.append(c)
    return "".join(out)


def is_formula(text):
    """Would a spreadsheet that opens a CSV file take it for one?"""
    if text[:1] == "-":
        digits = text[1:].replace(",", ".", 1)
        parts = digits.split(".")
        return not (len(parts) <= 2 and all(p.isascii() and p.isdigit() for p in parts))
    return text[:1] in ("=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠") and text != ""
