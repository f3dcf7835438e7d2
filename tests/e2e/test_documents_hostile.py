#!/usr/bin/python3
"""A seminar whose every text is a hostile one, and one without any, in every document and format that a daemon hands out.

What: each text field of each kind that people write holds strings of tests/lib/nasty.json and tests/readers/hostile.json,
      each followed by a word of its own. Every file is read back by a reader that is not ours, and every string that the
      document prints is there, whole.
Not:  layout. What a format takes away is in shown(): white space is not compared, and characters without a shape
      (controls, noncharacters, byte order marks) are left out or become U+FFFD.
Environment: SAMVERKAD (with samverka-document beside it), SMV_REPO.
"""
import csv
import http.client
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

REPO = os.environ.get("SMV_REPO") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
for part in ("lib", "readers"):
    sys.path.insert(0, os.path.join(REPO, "tests", part))
import document_text  # noqa: E402
import docx_rules  # noqa: E402
import icalendar  # noqa: E402
import openpyxl  # noqa: E402
from hostile import is_formula, texts  # noqa: E402
from samverkad import Daemon  # noqa: E402

LONG = 20000
WORD = re.compile(r"zq(\d+)qz")
# What the daemon refuses in any text; of the rest it keeps every character.
REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
ONE_LINE = re.compile("[\n\t]")
# A list that was typed into a discussion is one: the marks at its lines' beginnings go.
LISTED = re.compile(r"(?m)^\s*[-*•][ \t]")
# Typed, and in no document: for the day itself, for the organiser's lists, or shown by what refers to it.
NEVER = {"seminar.message", "participant.email", "link.label", "stage.name", "notice.text", "call.text", "room.note",
         "session.guide_lead", "session.guide_scribe", "session.guide_all", "sheet.guide_lead", "sheet.guide_scribe",
         "sheet.guide_all", "prompt.text", "question.help", "column.about", "phase.about", "lane.about", "group.table",
         "participant.name", "participant.sector", "participant.area", "composition.name", "room.name"}
# Words of the plan of the day: a sheet for all groups, or one that nobody wrote on, is told by another's or not at all.
SOMETIMES = {"session.about", "sheet.title", "sheet.notice", "phase.title", "lane.title", "question.text"}


def shown(text):
    """What can be compared whatever the format."""
    text = unicodedata.normalize("NFC", text)  # pandoc does
    return re.sub("[\\s\x00-\x1f\x7f-\xa0\u1680\u2028\u2029\ufeff\ufffd-\uffff\ufdd0-\ufdef]|[\U0001fffe\U0001ffff\U0002fffe"
                  "\U0002ffff\U0010fffe\U0010ffff]", "", text)


def schema():
    """(kind, field): type, bound of every text; parents of every kind."""
    fields = {}
    with open(os.path.join(REPO, "common/model/schema.def"), encoding="utf-8") as f:
        for kind, name, type_, bound in re.findall(r"^SMV_FIELD\((\w+), (\w+), \d+, (TEXT|STR), (\d+),", f.read(), re.M):
            fields.setdefault(kind.lower(), []).append((name.lower(), type_, int(bound)))
    return fields


class Writer:
    """Fills a seminar that was taken out as JSON."""

    def __init__(self, tree):
        self.tree, self.fields, self.counter = tree, schema(), 0
        with open(os.path.join(REPO, "tests/lib/nasty.json"), encoding="utf-8") as f:
            strings = json.load(f) + texts(os.path.join(REPO, "tests/readers/hostile.json"))
        self.strings = [s for s in dict.fromkeys(strings) if not REFUSED.search(s) and "\ufeff" not in s]
        self.next, self.typed, self.kinds = 0, {}, {}

    def text(self, where, type_, bound):
        """The next string that fits, and a word of its own."""
        word = f" zq{len(self.typed)}qz"
        while True:
            s = self.strings[self.next % len(self.strings)]
            self.next += 1
            if type_ == "STR":
                s = ONE_LINE.sub(" ", s)
            whole = s + word
            if (len(whole.encode()) if type_ == "STR" else len(whole)) <= bound:
                break
        self.typed[len(self.typed)] = (where, whole)
        return whole

    def fill(self, node, only=None):
        for name, type_, bound in self.fields.get(node["kind"], []):
            plain = (node["kind"], name) in {
                ("seminar", "lang"), ("seminar", "template"), ("seminar", "code"), ("seminar", "identity"), ("composition", "rule"),
                ("column", "choices"), ("participant", "email"), ("group", "table")}
            if plain or bound < 20 or re.fullmatch(r"v\d+", name) or (only and name not in only):
                continue
            node["fields"][name] = self.text(f"{node['kind']}.{name}", type_, bound)

    def add(self, parent, kind, only=None, **fields):
        self.counter += 1
        node = {"id": f"0.{500000 + self.counter}", "kind": kind, "fields": dict(fields), "children": []}
        self.fill(node, only)
        parent["children"].append(node)
        return node["id"]

    def discussion(self, question):
        s = "\n".join(s for s in self.strings if len(s) < 200)
        while len(s) < LONG:
            s += " Alla var överens om <det mesta> & lite till; =1+1."
        word = f" zq{len(self.typed)}qz"
        question["fields"]["discussion"] = s[:LONG - len(word)] + word
        self.typed[len(self.typed)] = ("question.discussion", question["fields"]["discussion"])

    def sheet(self, sheet):
        form = sheet["fields"].get("form", 0)
        if form == 0:
            for question in [q for q in sheet["children"] if q["kind"] == "question"]:
                for _ in range(6):
                    self.add(question, "point", star=1)
        elif form == 1:
            lanes = [c["id"] for c in sheet["children"] if c["kind"] == "lane"]
            cards = []
            for i, phase in enumerate([c for c in sheet["children"] if c["kind"] == "phase"]):
                cards.append(self.add(phase, "card", lane=lanes[i % len(lanes)], star=1))
                self.add(phase["children"][-1], "obstacle")
            self.add(sheet, "flow", **{"from": cards[0], "to": cards[-1]})
            self.add(sheet["children"][-1], "obstacle")
            self.add(sheet, "obstacle")
        elif form == 3:
            for i in range(len(self.strings) // 4):
                self.add(sheet, "action", by=20270228 if i % 2 else 0, number=1 + self.counter)
        elif form == 4:
            for _ in range(5):
                self.add(sheet, "parked")

    def walk(self, node):
        yield node
        for child in list(node["children"]):
            yield from self.walk(child)

    def whole(self):
        root = self.tree["root"]
        polls = [n for n in self.walk(root) if n["kind"] == "poll"]
        for poll in polls:
            poll["fields"].update(state=2, revealed=1, count=9)
        for poll in polls[len(polls) // 2:]:
            poll["fields"]["form"] = 0
            poll["children"] = []
            for _ in range(9):
                self.add(poll, "answer")
        for node in list(self.walk(root)):
            if node["kind"] not in ("link", "answer"):
                self.fill(node, {"text", "help"} if node["kind"] == "question" else None)
        own = [n for n in self.walk(root) if n["kind"] == "sheet" and n["fields"].get("room")]
        for sheet in own:
            self.sheet(sheet)
        self.discussion(next(n for s in own for n in s["children"] if n["kind"] == "question"))
        self.add(root, "organisation")
        self.add(root, "participant", organisation=root["children"][-1]["id"])
        actions = [n["id"] for n in self.walk(root) if n["kind"] == "action"]
        for sheet in [n for n in self.walk(root) if n["kind"] == "sheet" and n["fields"].get("form") == 5]:
            for action in actions[:12]:
                self.add(sheet, "cluster")
                self.add(sheet["children"][-1], "gathered", what=action)
        session = next(n for n in self.walk(root) if n["kind"] == "session")
        sheets = {}
        for form in (2, 6, 7):
            self.add(session, "sheet", form=form, audience=63)
            sheets[form] = session["children"][-1]
        for slot in range(1, 8):
            self.add(sheets[2], "column", slot=slot)
        for _ in range(len(self.strings) // 7 + 1):
            self.add(sheets[2], "row", {f"t{i}" for i in range(1, 8)})
        for kind in ("phase", "phase", "lane", "lane"):
            self.add(sheets[6], kind)
        for i in range(20):
            self.add(sheets[6], "challenge", phase=sheets[6]["children"][i % 2]["id"],
                     lane=sheets[6]["children"][2 + i % 2]["id"])
        for kind in ("check", "contact", "meeting", "consent", "revision", "action"):
            for _ in range(4):
                self.add(sheets[7], kind, **({"tick": 1} if kind == "check" else {"state": 1} if kind == "consent" else {}))
        self.add(root, "version", number=1, when=1795000000000)
        return self.tree


class Asking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="smv-hostile.")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.clean)

    @classmethod
    def tearDownClass(cls):
        code = cls.daemon.stop()
        if code != 0:
            raise AssertionError(f"the daemon ended with {code}:\n{cls.daemon.said()[-3000:]}")

    @classmethod
    def new(cls, name, template):
        host = cls.daemon.host()
        made = host.new(name, os.path.join(REPO, "templates", template), rooms=["Ek", "Alm"])
        host.close()
        return cls.secret(made)

    @classmethod
    def secret(cls, made):
        assert made["ok"], made
        return next(x["secret"] for x in made["links"] if x["role"] == "organiser")

    @classmethod
    def get(cls, name, secret, query):
        connection = http.client.HTTPConnection(*cls.daemon.address, timeout=120)
        try:
            connection.request("GET", f"/{name}/api/export?{query}", headers={"Authorization": f"Bearer {secret}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def file(self, of, name, ending, more=""):
        status, body = self.get(self.name, self.link, f"of={of}&format={name}{more}")
        self.assertEqual(status, 200, (of, name, body[:500]))
        path = os.path.join(self.folder, f"{self.name}-{of}.{ending}")
        with open(path, "wb") as f:
            f.write(body)
        return path

    def well_formed(self, path):
        """Every part of an Office file is XML, and none of it takes anything from elsewhere or runs."""
        with zipfile.ZipFile(path) as z:
            self.assertIsNone(z.testzip())
            for part in z.namelist():
                self.assertNotIn("vba", part.lower())
                if part.endswith((".xml", ".rels", ".svg")):
                    root = ElementTree.fromstring(z.read(part))
                    for e in root.iter():
                        tag = e.tag.rsplit("}", 1)[-1]
                        self.assertNotIn(tag, ("script", "foreignObject", "f", "altChunk", "object"), part)
                        self.assertNotEqual(e.get("TargetMode"), "External", part)
                        self.assertFalse([k for k in e.keys() if k.startswith("on")], part)

    def valid(self, *paths):
        oracle = os.path.join(REPO, "tests/oracle/run.sh")
        done = subprocess.run([oracle, "html_valid.mjs", *paths], capture_output=True, env=dict(os.environ, HOSTILE="1"))
        self.assertEqual(done.returncode, 0, done.stderr.decode()[:2000])


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {(k, v) for k, v in attrs if k in ("href", "src", "action", "srcdoc") or k.startswith("on")}


class Hostile(Asking):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        link = cls.new("mall", "aterfall.yaml")
        tree = json.loads(cls.get("mall", link, "format=json")[1])
        tree["root"]["fields"].pop("contents", None)
        cls.writer = Writer(tree)
        tree = cls.writer.whole()
        host = cls.daemon.host()
        made = host.ask("import", name="dag", export=tree)
        host.close()
        cls.name, cls.link = "dag", cls.secret(made)

    def all_there(self, what, lines):
        """Every string is there, whole, but for those of NEVER."""
        text, unlisted, gone = shown("".join(lines)), shown(LISTED.sub("", "".join(lines))), {}
        for number, (where, typed) in self.writer.typed.items():
            if f"zq{number}qz" not in text:
                gone.setdefault(where, []).append(number)
                continue
            if where == "question.discussion" and shown(typed) not in text:
                typed = LISTED.sub("", typed)
            if shown(typed) not in text and shown(typed) not in unlisted:
                at = text.index(f"zq{number}qz")
                wanted = shown(typed)
                got = text[max(0, at + len(f"zq{number}qz") - len(wanted)):at + len(f"zq{number}qz")]
                same = len(os.path.commonprefix([wanted[::-1], got[::-1]]))
                first = max(0, len(wanted) - same - 60)
                self.fail(f"{what}: {where} is not whole:\n{wanted[first:first + 80]!r}\n{got[first:first + 80]!r}")
        for where in SOMETIMES:
            self.assertLess(len(gone.pop(where, ())), sum(w == where for w, _ in self.writer.typed.values()), where)
        wrong = {k: v for k, v in gone.items() if k not in NEVER}
        self.assertEqual({k: (len(v), self.writer.typed[v[0]][1][-80:]) for k, v in wrong.items()}, {}, what)

    def test_all_that_people_write_is_tried(self):
        """No kind and no string is forgotten, here or when one is added."""
        tried = {where for where, _ in self.writer.typed.values()}
        wanted = {f"{k}.{n}" for k, fields in self.writer.fields.items() for n, type_, bound in fields if type_ == "TEXT"}
        self.assertEqual({w for w in wanted - tried if not re.match(r"row\.t(8|9|1\d)$|(link|stage|notice|call)\.", w)}, {
            # filled by whoever makes the day
            "choice.text", "prompt.text"} & (wanted - tried))
        all_of_them = "".join(t for _, t in self.writer.typed.values())
        self.assertEqual([s for s in self.writer.strings if len(s) < 300 and ONE_LINE.sub(" ", s) not in all_of_them
                          and s not in all_of_them], [])

    def test_what_is_refused(self):
        """Control characters do not get in, so no document has to hold one."""
        for bad in ("a\u0001b", "a\u001bb", "a\u007fb", "a\u0000b"):
            tree = json.loads(self.get("dag", self.link, "format=json")[1])
            tree["root"]["fields"]["title"] = bad
            host = self.daemon.host()
            made = host.ask("import", name="nej", export=tree)
            host.close()
            self.assertFalse(made["ok"], bad)
            self.assertGreater(len(made["error"]), 20)

    def test_docx(self):
        path = self.file("documentation", "docx", "docx")
        self.well_formed(path)
        self.assertEqual(docx_rules.mistakes(path), [])
        self.all_there("documentation as DOCX", document_text.docx(path))
        group = next(n["id"] for n in self.writer.walk(self.writer.tree["root"]) if n["kind"] == "group")
        for of in ("actions", "reminders", "empty", "compendium"):
            other = self.file(of, "docx", "docx", f"&group={group}" if of == "compendium" else "")
            self.well_formed(other)
            self.assertEqual(docx_rules.mistakes(other), [], of)
        plain = subprocess.run(["pandoc", "-f", "docx", "-t", "plain", "--wrap=none", path], capture_output=True, check=True)
        for word in WORD.findall(plain.stdout.decode())[:1]:
            self.assertIn(int(word), self.writer.typed)

    def test_libreoffice_opens_them(self):
        paths = [self.file("documentation", "docx", "docx"), self.file("documentation", "xlsx", "xlsx")]
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/office", "--headless", "--convert-to", "pdf",
                        "--outdir", self.folder, *paths[:1]], check=True, capture_output=True, timeout=120)
        pdf = paths[0].replace(".docx", ".pdf")
        text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True).stdout.decode()
        words = set(WORD.findall(shown(text)))
        # a line of its own breaks some words at a page's end; nearly all the others are there
        printed = set(WORD.findall(shown("".join(document_text.docx(paths[0])))))
        self.assertLess(len(printed - words), len(printed) / 20)

    def test_html(self):
        paths = [self.file(of, "html", "html") for of in ("documentation", "actions", "empty", "reminders", "poster")]
        self.all_there("documentation as HTML", document_text.html(paths[0]))
        self.valid(*paths)
        for path in paths:
            tags = Tags()
            with open(path, encoding="utf-8") as f:
                tags.feed(f.read())
            self.assertEqual(tags.found & {"script", "iframe", "object", "embed", "base", "link", "form", "input", "foreignobject"},
                             set(), path)
            self.assertEqual([a for a in tags.attributes if not re.match(r"#|data:image/", a[1] or "")], [], path)

    def test_markdown_and_text(self):
        self.all_there("documentation as Markdown", document_text.markdown(self.file("documentation", "markdown", "md")))
        with open(self.file("documentation", "text", "txt"), encoding="utf-8") as f:
            self.all_there("documentation as text", [f.read()])

    def test_spreadsheets(self):
        path = self.file("actions", "xlsx", "xlsx")
        self.well_formed(path)
        cells = [c for sheet in openpyxl.load_workbook(path).worksheets for row in sheet.iter_rows() for c in row]
        self.assertEqual([c.coordinate for c in cells if c.data_type == "f"], [])
        self.assertEqual([c.coordinate for c in cells if c.hyperlink and not c.hyperlink.location], [])
        # actions of a plan on a made-up case are no part of the plan
        plan = {n for n, (where, _) in self.writer.typed.items() if where.startswith("action.")}
        # ECMA-376, 22.9.2.19: a character by its number, once; openpyxl reads it twice
        text = shown("".join(re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), c) for c in document_text.xlsx(path)))
        self.assertEqual([self.writer.typed[n] for n in plan if shown(self.writer.typed[n][1]) not in text
                          and n < max(plan) - 40], [])
        whole = self.file("documentation", "xlsx", "xlsx")
        self.well_formed(whole)
        with open(self.file("actions", "csv", "csv"), encoding="utf-8-sig", newline="") as f:
            rows = list(csv.reader(f, delimiter=";"))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        self.assertEqual([cell for row in rows for cell in row if is_formula(cell)], [])
        text = shown("".join("".join(row) for row in rows))
        self.assertEqual([self.writer.typed[n] for n in plan if shown(self.writer.typed[n][1]) not in text
                          and n < max(plan) - 40], [])

    def test_calendar(self):
        with open(self.file("actions", "ics", "ics"), "rb") as f:
            data = f.read()
        calendar = icalendar.Calendar.from_ical(data)
        events = [e for e in calendar.walk() if e.name in ("VEVENT", "VTODO")]
        self.assertGreater(len(events), 40)
        # its own unescaping makes a line break of a backslash before an n, so that is done here
        text = data.decode().replace("\r\n ", "")
        text = shown(re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text))
        found = set(map(int, WORD.findall(text)))
        self.assertGreater(len(found), 100)
        self.assertEqual([(n, self.writer.typed[n]) for n in found if shown(self.writer.typed[n][1]) not in text], [])

    def test_json_and_zip(self):
        status, body = self.get("dag", self.link, "of=documentation&format=json")
        self.assertEqual(status, 200)
        found = {}

        def walk(node):
            for value in node["fields"].values():
                if isinstance(value, str) and WORD.search(value):
                    found[int(WORD.findall(value)[-1])] = value
            for child in node["children"]:
                walk(child)
        walk(json.loads(body)["root"])
        self.assertEqual({n: (t, found.get(n)) for n, t in self.writer.typed.items() if found.get(n) != t[1]}, {})
        status, body = self.get("dag", self.link, "of=documentation&format=zip")
        self.assertEqual(status, 200)
        with zipfile.ZipFile(io.BytesIO(body)) as z:
            self.assertIsNone(z.testzip())
            for name in z.namelist():
                self.assertNotRegex(name, r"(^|/)\.\.(/|$)|^/|\\|[\x00-\x1f]")


class Nothing(Asking):
    """A seminar in which nothing was written, nor planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name, cls.link = "tom", cls.new("tom", "tom.yaml")

    def test_every_document(self):
        html = []
        for of in ("documentation", "actions", "empty", "reminders"):
            path = self.file(of, "docx", "docx")
            self.assertEqual(docx_rules.mistakes(path), [], of)
            self.assertTrue("".join(document_text.docx(path)).strip(), of)
            html.append(self.file(of, "html", "html"))
            self.assertTrue("".join(document_text.markdown(self.file(of, "markdown", "md"))).strip(), of)
            with open(self.file(of, "text", "txt"), encoding="utf-8") as f:
                self.assertTrue(f.read().strip(), of)
        self.valid(*html)
        for of in ("documentation", "actions", "reminders"):
            openpyxl.load_workbook(self.file(of, "xlsx", "xlsx"))
        for of in ("actions", "reminders"):
            with open(self.file(of, "csv", "csv"), encoding="utf-8-sig", newline="") as f:
                rows = list(csv.reader(f, delimiter=";"))
            self.assertEqual(rows[0], ["nivå", "text"])  # there is no table
            self.assertEqual([c for row in rows for c in row if is_formula(c)], [])
            with open(self.file(of, "ics", "ics"), "rb") as f:
                self.assertEqual([e for e in icalendar.Calendar.from_ical(f.read()).walk() if e.name != "VCALENDAR"], [])
        json.loads(self.get(self.name, self.link, "of=documentation&format=json")[1])

    def test_no_poster_of_no_timeline(self):
        status, body = self.get(self.name, self.link, "of=poster&format=html")
        self.assertEqual((status, json.loads(body)["code"]), (404, "nothing"))


del Asking
if __name__ == "__main__":
    unittest.main(verbosity=1)
