"""read_markdown.py FILE HOSTILE - pandoc reads the Markdown, as CommonMark with its extensions and as GitHub's, and finds the
very text: the same headings, paragraphs, bullets and cells, and nothing in them that would be markup of its own.
White space counts as one blank, as in every reader of Markdown.
"""
import json
import subprocess
import sys
import unicodedata

from hostile import clean, texts

path, hostile = sys.argv[1:]
wanted = texts(hostile)


def blank(text):
    """As Markdown has it: ASCII white space is one blank; a hard space stays. Composed, as pandoc reads."""
    return unicodedata.normalize("NFC", " ".join(t for t in text.replace("\n", " ").split(" ") if t))


def inline(items, found):
    out = []
    for item in items:
        kind, c = item["t"], item.get("c")
        if kind == "Str":
            out.append(c)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            out.append(" ")
        elif kind in ("Strong", "Emph"):
            found.add(kind)
            out.append(inline(c, found))
        elif kind == "Link" and c[2][0].startswith(("http", "mailto:")) and c[0][1] == ["uri"] or kind == "Link" and found is not None and bare(c):
            found.add("bare link")  # an address that people typed: the reader made it one, its text is the same
            out.append(inline(c[1], found))
        elif kind == "RawInline" and c == ["html", "<br>"]:
            out.append(" ")
        else:
            raise AssertionError(f"markup that nobody wrote: {json.dumps(item)[:200]}")
    return "".join(out)


def bare(c):
    text = inline(c[1], set())
    return c[2][0] in (text, "http://" + text, "mailto:" + text)


def bullets(items, out, found):
    for item in items:
        out.append(("bullet", inline(item[0]["c"], found)))
        for block in item[1:]:
            assert block["t"] == "BulletList", block["t"]
            bullets(block["c"], out, found)


def cells(rows, found):
    for row in rows:
        yield [inline(b["c"], found) if (b := (cell[4] or [{"c": []}])[0]) else "" for cell in row[1]]


def read(variant):
    done = subprocess.run(["pandoc", "-f", variant, "-t", "json", path], stdout=subprocess.PIPE, check=True)
    out, found, tables, notices = [], set(), [], 0
    for block in json.loads(done.stdout)["blocks"]:
        kind, c = block["t"], block.get("c")
        if kind == "Header":
            out.append((f"h{c[0]}", inline(c[2], found)))
        elif kind in ("Para", "Plain"):
            out.append(("p", inline(c, found)))
        elif kind == "BulletList":
            bullets(c, out, found)
        elif kind == "BlockQuote":
            out.append(("quote", inline(c[0]["c"], found)))
        elif kind == "Table":
            tables.append(list(cells(c[3][1], found)) + list(cells(c[4][0][3], found)))
        elif kind != "HorizontalRule":
            raise AssertionError(f"{variant}: {json.dumps(block)[:300]}")
    return out, tables, found


for variant in ("commonmark_x", "gfm", "commonmark"):
    out, tables, found = read(variant if variant != "commonmark" else "commonmark+pipe_tables")
    sequence = [("quote", "Utkast & 22 november"), ("h1", "=Titel & \"mer\""), ("p", "Datum: 22 november 2026")]
    for i, text in enumerate(wanted):
        whole = clean(text)
        sequence.append((f"h{2 + i % 4}", f"H{i}"))
        paragraph = []
        for line in whole.split("\n") + [""]:
            if blank(line):
                paragraph.append(line)
            elif paragraph:
                sequence.append(("p", " ".join(paragraph)))
                paragraph = []
        sequence.append(("bullet", f"p {whole} q"))
    sequence += [("quote", "Bild: En tidslinje med *tre* rader"), ("p", "Dokumentation, version 2 &P")]
    got = [(k, blank(t)) for k, t in out]
    want = [(k, blank(t)) for k, t in sequence]
    for g, w in zip(got, want):
        assert g == w, f"{variant}:\n got {str(g)[:300]}\nwant {str(w)[:300]}"
    assert len(got) == len(want), (variant, len(got), len(want))
    assert len(tables) == 2 and len(tables[1]) == 1, (variant, len(tables))
    assert blank(tables[0][0][1]) == "=Text; \"så\" | *här*", (variant, tables[0][0])
    for i, text in enumerate(wanted):
        row = tables[0][i + 1]
        assert len(row) == 5 and blank(row[1]) == blank(clean(text)), (variant, i, row[1][:200], clean(text)[:200])
    assert "Strong" in found, "bold where it can be"
    print(f"pandoc {variant}: {len(got)} blocks, {len(tables[0])} rows; {sorted(found)}")
