"""read_text.py FILE HOSTILE - the plain text: no line is wider than 78 columns unless it is one word, and nothing is lost."""
import sys
import unicodedata

from hostile import clean, texts

with open(sys.argv[1], encoding="utf-8", newline="") as f:
    whole = f.read()


def width(text):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


wide = [line for line in whole.split("\n") if width(line) > 78]
for line in wide:
    words = [w for w in line.split(" ") if w not in ("", "-", "p", "=Text;")]
    assert len(words) <= 1, line[:200]
assert wide, "the long word is there, whole"
assert "\r" not in whole and "\t" not in whole and not any(line != line.rstrip(" ") and line != "-- " for line in whole.split("\n")), \
    "no blanks at the ends of lines"
squeezed = "".join(whole.split())
for i, text in enumerate(texts(sys.argv[2])):
    assert squeezed.count("".join(clean(text).split())) >= 3, (i, text[:60])
print(f"text: {whole.count(chr(10))} lines, {len(wide)} of one wide word")
