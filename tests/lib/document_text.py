#!/usr/bin/env python3
"""document_text.py FILE - what a document says, as a JSON list of its paragraphs, headings, bullets and cells in order.

What: docx by python-docx, html by html.parser, markdown by pandoc, xlsx by its own XML, json by json; none of it ours.
Not:  no layout, no styles.
"""
import json
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def docx(path):
    import docx as reader
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    document = reader.Document(path)
    for part in document.element.body.iterchildren():
        if part.tag.endswith("}p"):
            yield Paragraph(part, document).text
        elif part.tag.endswith("}tbl"):
            for row in Table(part, document).rows:
                yield from (cell.text for cell in row.cells)


class Page(HTMLParser):
    BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "td", "th", "dt", "dd", "div", "section", "tr", "figcaption", "caption"}
    QUIET = {"style", "script", "title", "svg"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.now, self.quiet = [], "", 0

    def end_line(self):
        self.lines.append(self.now)
        self.now = ""

    def handle_starttag(self, tag, attrs):
        if tag in self.QUIET:
            self.quiet += 1
        if tag in self.BLOCKS:
            self.end_line()
        if tag == "br":
            self.now += "\n"

    def handle_endtag(self, tag):
        if tag in self.QUIET:
            self.quiet -= 1
        if tag in self.BLOCKS:
            self.end_line()

    def handle_data(self, data):
        if not self.quiet:
            self.now += data


def html(path):
    page = Page()
    with open(path, encoding="utf-8") as f:
        page.feed(f.read())
    page.end_line()
    return page.lines


def markdown(path):
    made = subprocess.run(["pandoc", "-f", "gfm", "-t", "html", "--wrap=none", path], capture_output=True, check=True)
    page = Page()
    page.feed(made.stdout.decode())
    page.end_line()
    return page.lines


def xlsx(path):
    with zipfile.ZipFile(path) as z:
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            for item in ElementTree.fromstring(z.read("xl/sharedStrings.xml")):
                shared.append("".join(t.text or "" for t in item.iter(SHEET + "t")))
        names = [n for n in z.namelist() if n.startswith("xl/worksheets/sheet")]
        for name in sorted(names, key=lambda n: int("".join(c for c in n if c.isdigit()))):
            for cell in ElementTree.fromstring(z.read(name)).iter(SHEET + "c"):
                value = cell.find(SHEET + "v")
                if cell.get("t") == "s" and value is not None:
                    yield shared[int(value.text)]
                elif cell.get("t") == "inlineStr":
                    yield "".join(t.text or "" for t in cell.iter(SHEET + "t"))
                elif value is not None:
                    yield value.text


def plain_json(path):
    with open(path, encoding="utf-8") as f:
        stack = [json.load(f)["root"]]
    while stack:
        node = stack.pop()
        yield from (v for v in node["fields"].values() if isinstance(v, str))
        stack.extend(reversed(node["children"]))


READERS = {"docx": docx, "html": html, "md": markdown, "xlsx": xlsx, "json": plain_json}

if __name__ == "__main__":
    wanted = sys.argv[1]
    json.dump(list(READERS[wanted.rsplit(".", 1)[-1]](wanted)), sys.stdout, ensure_ascii=False)
