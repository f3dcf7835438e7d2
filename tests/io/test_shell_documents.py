"""Documents over HTTP: what is made in which format and for whom, and what is said when nothing is made."""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import EV, OPS, Daemon, Socket, read_answer  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "aterfall.yaml")
PROGRAM = os.environ["SAMVERKA_DOCUMENT"]
DAEMON = os.environ["SAMVERKAD"]
OOXML = "application/vnd.openxmlformats-officedocument."
FORMATS = {  # media type, ending, how it begins
    "docx": (OOXML + "wordprocessingml.document", "docx", b"PK\3\4"),
    "html": ("text/html; charset=utf-8", "html", b"<!"),
    "markdown": ("text/markdown; charset=utf-8", "md", b""),
    "text": ("text/plain; charset=utf-8", "txt", b""),
    "xlsx": (OOXML + "spreadsheetml.sheet", "xlsx", b"PK\3\4"),
    "csv": ("text/csv; charset=utf-8", "csv", b""),
    "json": ("application/json", "json", b'{"format":"samverka-export-1"'),
    "ics": ("text/calendar; charset=utf-8", "ics", b"BEGIN:VCALENDAR\r\n"),
    "pdf": ("application/pdf", "pdf", b"%PDF-"),
    "odt": ("application/vnd.oasis.opendocument.text", "odt", b"PK\3\4"),
    "zip": ("application/zip", "zip", b"PK\3\4")}
PAGES = ["docx", "html", "markdown", "text", "pdf", "odt"]
PAIRS = {"documentation": PAGES + ["xlsx", "json", "zip"], "actions": PAGES + ["xlsx", "csv", "ics"], "compendium": PAGES,
         "empty": PAGES, "poster": ["html", "pdf"], "reminders": PAGES + ["xlsx", "csv", "ics"]}
CONVERTED = {"pdf": ("chromium", "chromium-browser", "google-chrome", "soffice", "libreoffice"),
             "odt": ("soffice", "libreoffice", "pandoc")}


def until(true, seconds=30):
    """A condition of other processes, waited for; fails when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError("it did not come")
        time.sleep(0.01)


def alive(pid):
    """A zombie that nobody has asked about yet is not alive."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Case(unittest.TestCase):
    path = None     # of converters; None: as it is
    program = None  # a script instead of the program; "": none at all
    seconds = None

    def setUp(self):
        self.tmp = tempfile.mkdtemp(prefix="smvdoc", dir="/tmp")
        self.addCleanup(shutil.rmtree, self.tmp, True)
        env = dict(os.environ, TMPDIR=self.tmp)
        if self.path is not None:
            env["PATH"] = self.path
        if self.seconds:
            env["SAMVERKA_DOCUMENT_SECONDS"] = str(self.seconds)
        # The program is looked for beside the daemon: a folder of the test's own, with what the test wants in it.
        self.bin = os.path.join(self.tmp, "bin")
        os.mkdir(self.bin)
        shutil.copy(DAEMON, os.path.join(self.bin, "samverkad"))
        beside = os.path.join(self.bin, "samverka-document")
        if self.program is None:
            shutil.copy(PROGRAM, beside)
        elif self.program:
            with open(beside, "w", encoding="utf-8") as f:
                f.write("#!/bin/sh\n" + self.program)
            os.chmod(beside, 0o755)
        os.environ["SAMVERKAD"] = os.path.join(self.bin, "samverkad")
        try:
            self.d = Daemon(env=env)
        finally:
            os.environ["SAMVERKAD"] = DAEMON
        self.h = self.d.host()
        self.addCleanup(self.end)
        self.made = self.h.new("dag", TEMPLATE, rooms=["Ek", "Alm"], title="Dagen")

    def end(self):
        self.h.close()
        code = self.d.stop()
        said = self.d.said()
        self.d.clean()
        self.assertEqual(code, 0, said)

    def secret(self, role):
        return next(x for x in self.made["links"] if x["role"] == role)["secret"]

    def begin(self, verb, role="organiser", body=None, name="dag"):
        """A socket on which the answer comes."""
        s = self.d.connect(timeout=120)
        sent = b"" if body is None else json.dumps(body).encode()
        length = f"Content-Length: {len(sent)}\r\n" if body is not None else ""
        s.sendall((f"{'GET' if body is None else 'POST'} /{name}/api/{verb} HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
                   f"Authorization: Bearer {self.secret(role)}\r\n{length}\r\n").encode() + sent)
        self.addCleanup(s.close)
        return s

    def get(self, verb, role="organiser", body=None, **more):
        return read_answer(self.begin(verb, role, body, **more))

    def refused(self, status, code, verb, role="organiser", body=None):
        got, headers, text = self.get(verb, role, body)
        out = json.loads(text)
        self.assertEqual((got, out["code"], out["ok"]), (status, code, False), out)
        self.assertGreater(len(out["error"]), 20)
        self.assertEqual(headers["content-type"], "application/json")
        return out["error"]

    def pids(self):
        try:
            with open(os.path.join(self.tmp, "pids"), encoding="ascii") as f:
                return [int(x) for x in f.read().split()]
        except FileNotFoundError:
            return []

    def go(self):
        with open(os.path.join(self.tmp, "go"), "w", encoding="ascii"):
            pass

    def enter(self, role="organiser"):
        w = Socket(self.d, path="/dag/ws")
        self.addCleanup(w.close)
        self.assertEqual(w.status, 101)
        w.welcome = w.hello(self.secret(role))
        w.n = 0
        return w

    def op(self, w, *op):
        """An operation, confirmed."""
        w.n += 1
        w.send([OPS, [[w.n, w.welcome[3], *op]]])
        while not any(i[2:4] == [w.welcome[7], w.n] for i in w.message(EV)[4]):
            pass


# It says that it is there, and ends when it is told to.
HELD = """echo $$ >>"$TMPDIR/pids"
while [ ! -e "$TMPDIR/go" ]; do sleep 0.02; done
echo made
"""


class Formats(Case):
    def check(self, of, name, role):
        query = f"export?of={of}&format={name}"
        if of == "compendium":
            query += f"&group={self.group}"
        status, headers, body = self.get(query, role)
        media, ending, begins = FORMATS[name]
        self.assertEqual((status, headers.get("content-type")), (200, media), (of, name, role, body[:300]))
        self.assertRegex(headers["content-disposition"],
                         rf'^attachment; filename="dag-([a-z-]+-)?20\d\d-\d\d-\d\d\.{ending}"$')
        self.assertEqual(headers["cache-control"], "no-store")
        self.assertTrue(body.startswith(begins), (of, name, body[:20]))
        self.assertGreater(len(body), 20 if name in ("csv", "ics", "text", "markdown") else 400, (of, name))
        return body

    def setUp(self):
        super().setUp()
        tree = json.loads(self.get("export")[2])["root"]
        groups = [g for c in tree["children"] if c["kind"] == "composition" for g in c["children"] if g["kind"] == "group"]
        self.group = groups[0]["id"]

    def test_every_document_in_every_format(self):
        for of, formats in PAIRS.items():
            for name in formats:
                if any(map(shutil.which, CONVERTED.get(name, ("sh",)))) and name not in CONVERTED:
                    self.check(of, name, "organiser")
        for of, name in (("documentation", "docx"), ("actions", "xlsx"), ("poster", "html"), ("documentation", "zip"),
                         ("documentation", "json"), ("compendium", "text")):
            self.check(of, name, "moderator")

    def test_those_that_others_make(self):
        for of, name in (("documentation", "pdf"), ("documentation", "odt"), ("poster", "pdf")):
            if any(map(shutil.which, CONVERTED[name])):
                self.check(of, name, "organiser")
        self.assertEqual([x for x in os.listdir(self.tmp) if x.startswith("samverka-document-")], [])

    def test_json_when_nothing_is_said(self):
        status, headers, body = self.get("export")
        out = json.loads(body)
        self.assertEqual((status, headers["content-type"], out["read_as"]), (200, "application/json", "organiser"))
        for word in (self.made["code"], self.secret("organiser")):
            self.assertNotIn(word.encode(), body)
        self.assertNotIn(b'"link"', body)

    def test_a_moderator_reads_no_persons(self):
        w = self.enter()
        ord_ = w.welcome[7]
        self.op(w, 1, ord_ << 30 | 1, 3, 1, 0, [[1, "Petronella Frånvarande"], [5, "petronella@example.org"]])
        for query in ("export", "export?of=documentation&format=json"):
            self.assertIn("Petronella", self.get(query)[2].decode())
            self.assertNotIn("Petronella", self.get(query, "moderator")[2].decode())
        self.assertNotIn("Petronella", self.get("export?format=text", "moderator")[2].decode())

    def test_an_export_is_noted_and_a_look_at_changes_is_none(self):
        def noted():
            with open(os.path.join(self.d.data, "audit.log"), encoding="utf-8") as f:
                return [line for line in f if " export dag " in line]
        before = noted()
        self.assertEqual(self.get("export?of=changes&format=json")[0], 200)
        self.assertEqual(noted(), before)
        self.assertEqual(self.get("export?of=documentation&format=text")[0], 200)
        self.assertEqual(len(noted()), len(before) + 1, noted())

    def test_languages_and_names(self):
        for lang, word in (("sv", "dokumentation"), ("nb", "dokumentasjon"), ("en", "documentation")):
            _, headers, _ = self.get(f"export?of=documentation&format=docx&lang={lang}")
            self.assertIn(f'"dag-{word}-20', headers["content-disposition"])
        _, headers, _ = self.get("export?format=html&brief=1&lang=sv")
        self.assertIn('"dag-sammanfattning-20', headers["content-disposition"])
        self.assertIn('.csv"', self.get("export?format=csv")[1]["content-disposition"])

    def test_what_is_not_understood(self):
        for query in ("format=doc", "format=", "of=minutes&format=docx", "format=docx&lang=fi", "of=poster&format=csv",
                      "of=actions&format=json", "of=changes&format=docx", "format=docx&group=abc", "format=docx&group=0",
                      "format=docx&participant=1.2.3", "format=docx&colour=blue", "colour=blue", "format=docx&brief=ja",
                      "format=docx&brief", "format=docx&deleted=2", "format=" + "x" * 100,
                      "of=--formats", "format=docx&lang=--help"):
            self.refused(400, "wrong", "export?" + query)
        self.refused(404, "nothing", "export?of=compendium&format=docx&group=7.77")
        self.refused(403, "forbidden", "export?format=json&ballots=1", "moderator")
        self.assertEqual(self.get("export?format=json&deleted=1&ballots=1")[0], 200)
        for role in ("facilitator", "scribe", "screen"):
            self.refused(403, "forbidden", "export?format=docx", role)
            self.refused(403, "forbidden", "formats", role)

    def test_formats(self):
        for role in ("organiser", "moderator"):
            status, _, body = self.get("formats", role)
            out = json.loads(body)
            self.assertEqual(status, 200, out)
            self.assertEqual([x["name"] for x in out["formats"]], list(FORMATS))
            for x in out["formats"]:
                self.assertEqual(set(x["of"]), {of for of, f in PAIRS.items() if x["name"] in f})
                if x["name"] not in CONVERTED:
                    self.assertTrue(x["ok"])

    def test_the_same_bytes_from_the_same_seminar(self):
        """But for the moment that they were made: that stands in them, in minutes."""
        for _ in range(3):  # a minute may end in between
            first, again = (self.get("export?format=markdown")[2] for _ in range(2))
            if first == again:
                return
        self.fail("two documents of one seminar differ")


class NoConverter(Case):
    path = "/nonexistent"

    def test_it_says_what_is_missing(self):
        self.assertIn("Chromium", self.refused(501, "converter", "export?format=pdf"))
        self.assertIn("pandoc", self.refused(501, "converter", "export?format=odt"))
        self.assertEqual(self.get("export?format=docx")[0], 200)
        cannot = {x["name"]: x["why"] for x in json.loads(self.get("formats")[2])["formats"] if not x["ok"]}
        self.assertEqual(set(cannot), {"pdf", "odt"})
        self.assertIn("LibreOffice", cannot["pdf"])


class NoProgram(Case):
    program = ""

    def test_json_is_there_without_it(self):
        self.assertIn("samverka-document", self.refused(501, "program", "export?format=docx"))
        self.assertEqual(self.get("export")[0], 200)
        self.assertEqual(self.get("export?of=documentation&format=json&deleted=1")[0], 200)
        out = json.loads(self.get("formats")[2])["formats"]
        self.assertEqual([x["name"] for x in out if x["ok"]], ["json"])
        self.refused(501, "program", "finalise", body={"note": ""})


class Held(Case):
    """A program that ends when the test says so."""
    program = HELD

    def test_two_at_a_time_and_sixteen_wait(self):
        askers = [self.begin("export?format=docx") for _ in range(2)]
        until(lambda: len(self.pids()) == 2)
        askers += [self.begin("export?format=docx") for _ in range(16)]
        # Those have been read when a later question on the same loop is answered.
        self.assertEqual(self.get("status")[0], 200)
        status, headers, body = self.get("export?format=docx")
        self.assertEqual((status, json.loads(body)["code"], headers["retry-after"]), (503, "busy", "10"))
        self.assertEqual(len(self.pids()), 2)
        self.go()
        for s in askers:
            self.assertEqual(read_answer(s)[::2], (200, b"made\n"))
        self.assertEqual(len(self.pids()), 18)

    def test_killed_half_way(self):
        s = self.begin("export?format=docx")
        until(self.pids)
        os.kill(self.pids()[0], signal.SIGKILL)
        status, _, body = read_answer(s)
        self.assertEqual((status, json.loads(body)["code"]), (500, "failed"))
        self.go()
        self.assertEqual(self.get("export?format=docx")[0], 200)

    def test_the_asker_goes_away(self):
        running, waiting = [self.begin("export?format=docx") for _ in range(2)], self.begin("export?format=docx")
        until(lambda: len(self.pids()) == 2)
        waiting.close()
        for s in running:
            s.close()
        until(lambda: not any(map(alive, self.pids())))
        self.go()
        self.assertEqual(self.get("export?format=docx")[0], 200)
        self.assertEqual(len(self.pids()), 3)  # who left while waiting was never begun

    def test_the_daemon_stops(self):
        askers = [self.begin("export?format=docx") for _ in range(3)]
        until(lambda: len(self.pids()) == 2)
        self.assertEqual(self.d.stop(), 0, self.d.said())
        self.assertEqual([p for p in self.pids() if alive(p)], [])
        for s in askers:
            status, _, body = read_answer(s)
            self.assertIn((status, json.loads(body or b"{}").get("code")), ((503, "stopping"), (0, None)))
        self.assertIn("stopped\n", self.d.said())

    def test_erased_meanwhile(self):
        askers = [self.begin("export?format=docx") for _ in range(3)]
        until(lambda: len(self.pids()) == 2)
        word = self.h.ask("erase", name="dag")["confirm"]
        self.assertTrue(self.h.ask("erase", name="dag", confirm=word)["ok"])
        self.go()
        # What had been handed over is made; what had not gets nothing of a seminar that is no more.
        self.assertEqual([read_answer(s)[0] for s in askers[:2]], [200, 200])
        status, _, body = read_answer(askers[2])
        self.assertEqual((status, json.loads(body)["code"]), (404, "missing"))

    def test_a_link_taken_back_meanwhile(self):
        askers = [self.begin("export?format=docx") for _ in range(3)]
        until(lambda: len(self.pids()) == 2)
        links = self.h.ask("links", name="dag")["links"]
        self.h.ask("links", name="dag", revoke=next(x["id"] for x in links if x["role"] == "organiser"))
        self.go()
        status, _, body = read_answer(askers[2])
        self.assertEqual((status, json.loads(body)["code"]), (404, "missing"))


class Slow(Case):
    program = HELD
    seconds = 1

    def test_its_time_is_up(self):
        self.refused(504, "slow", "export?format=docx")
        until(lambda: not any(map(alive, self.pids())))


class Silent(Case):
    program = 'cat >/dev/null; case "$*" in *html*) exit 0;; *text*) echo "samverka-document: nej" >&2; exit 66;; esac; exit 70\n'

    def test_endings_without_a_document(self):
        self.refused(500, "failed", "export?format=html")  # ended well, made nothing
        self.refused(500, "failed", "export?format=docx")
        status, _, body = self.get("export?format=text")
        self.assertEqual((status, json.loads(body)["error"]), (404, "nej"))


class Versions(Case):
    def versions(self):
        out = json.loads(self.get("export?format=json")[2])
        return [x["fields"] for x in out["root"]["children"] if x["kind"] == "version"]

    def write(self, text):
        w = self.enter("scribe")
        tree = json.loads(self.get("export?format=json")[2])["root"]

        def find(node, wanted):
            if node["kind"] == "question" and wanted(node):
                return node
            return next((f for f in (find(k, wanted) for k in node["children"] if not (
                k["kind"] == "sheet" and not k["fields"].get("room"))) if f), None)
        place = w.welcome[11]
        room = f"{place >> 30}.{place & (1 << 30) - 1}"
        sheets = [s for x in tree["children"] if x["kind"] == "session" for s in x["children"]
                  if s["kind"] == "sheet" and s["fields"].get("room") == room]
        q = next(f for f in (find(s, lambda _: True) for s in sheets) if f)
        a, b = map(int, q["id"].split("."))
        self.op(w, 1, w.welcome[7] << 30 | 1, 20, a << 30 | b, 0, [[1, text]])

    def test_finished_and_changed_and_finished(self):
        self.refused(403, "forbidden", "finalise", "moderator", {"note": "x"})
        self.refused(400, "wrong", "finalise", body={"note": 7})
        self.refused(400, "wrong", "finalise", body={"note": "x" * 2001})
        for name in (7, "x" * 121, "två\nrader", "\u0007"):
            self.refused(400, "wrong", "finalise", body={"name": name})
        self.write("Något att läsa")
        status, _, body = self.get("finalise", body={"note": "Ansvariga inlagda."})
        self.assertEqual((status, json.loads(body)["number"]), (200, 1), body)
        self.assertIn("version 1", self.refused(409, "unchanged", "finalise", body={}))
        self.write("Något nytt")
        status, _, body = self.get("finalise", body={"note": "", "name": "Åsa Öberg"})
        self.assertEqual((status, json.loads(body)["number"]), (200, 2), body)
        first, second = sorted(self.versions(), key=lambda v: v["number"])
        self.assertEqual(first["note"], "Ansvariga inlagda.")
        self.assertGreater(first["when"], 1_600_000_000_000)
        self.assertEqual(first.get("who", ""), "")  # "organiser" on the link is nobody's name
        _, _, page = self.get("export?format=text")
        self.assertIn("Fastställd av arrangören.", page.decode())
        self.assertEqual(second["who"], "Åsa Öberg")  # what the person is called comes before the link's label
        self.assertIn("Fastställd av Åsa Öberg.", page.decode())
        self.assertTrue(second["log"])
        with open(os.path.join(self.d.data, "audit.log"), encoding="utf-8") as f:
            self.assertIn("finalise dag version 2 (link", f.read())

    def test_it_is_durable(self):
        self.get("finalise", body={"note": "kvar"})
        self.d.process.kill()
        self.d.process.wait()
        again = Daemon(data=self.d.data)
        try:
            s = again.connect()
            s.sendall((f"GET /dag/api/export HTTP/1.1\r\nHost: 127.0.0.1:1\r\n"
                       f"Authorization: Bearer {self.secret('organiser')}\r\n\r\n").encode())
            self.assertIn(b'"note":"kvar"', read_answer(s)[2])
            s.close()
        finally:
            self.assertEqual(again.stop(), 0)
            again.clean()
        self.d.process = again.process  # whose end is looked at

    def test_names_go(self):
        self.write("Något")
        self.get("finalise", body={"note": "n", "name": "Åsa Öberg"})
        before = json.loads(self.get("export")[2])
        self.assertIn("Åsa Öberg", json.dumps(before, ensure_ascii=False))
        status, _, body = self.get("anonymise", body={})
        out = json.loads(body)
        self.assertEqual(status, 200, out)
        self.assertTrue(out["out_of_reach"])
        self.refused(403, "unconfirmed", "anonymise", body={"confirm": "felfelfel"})
        status, _, body = self.get("anonymise", body={"confirm": out["confirm"]})
        self.assertEqual(status, 200, body)
        until(lambda: self.get("status")[0] == 200)
        version = self.versions()[0]
        self.assertNotIn("who", version)
        after = json.loads(self.get("export")[2])
        self.assertEqual(after["root"]["fields"]["identity"], before["root"]["fields"]["identity"])
        self.assertNotIn("Åsa Öberg", json.dumps(after, ensure_ascii=False))
        self.assertEqual(version["note"], "n")
        self.refused(403, "forbidden", "anonymise", "moderator", {})


class Program(unittest.TestCase):
    """The program itself: converters that hang or leave something behind."""

    def setUp(self):
        self.tmp = tempfile.mkdtemp(prefix="smvdoc", dir="/tmp")
        self.addCleanup(shutil.rmtree, self.tmp, True)
        with open(os.path.join(ROOT, "tests", "fuzz", "corpus", "parcel", "sheet"), "rb") as f:
            self.parcel = f.read()

    def fake(self, script, name="chromium"):
        """A converter of ours alone on PATH; its home is the temporary folder."""
        bin_ = os.path.join(self.tmp, "bin")
        os.makedirs(bin_, exist_ok=True)
        path = os.path.join(bin_, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"#!/bin/sh\nPATH=/usr/bin:/bin\nT={self.tmp}\n{script}")
        os.chmod(path, 0o755)
        return dict(os.environ, PATH=bin_, TMPDIR=self.tmp)

    def start(self, env, *args):
        return subprocess.Popen([PROGRAM, *args], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def run_(self, env, *args, given=None):
        p = subprocess.run([PROGRAM, *args], env=env, input=self.parcel if given is None else given,
                           capture_output=True, timeout=60, check=False)
        return p.returncode, p.stdout, p.stderr.decode()

    def left(self):
        return [x for x in os.listdir(self.tmp) if x.startswith("samverka-document-")]

    def pids(self):
        try:
            with open(os.path.join(self.tmp, "pids"), encoding="ascii") as f:
                return [int(x) for x in f.read().split()]
        except FileNotFoundError:
            return []

    # One child in the converter's group, one in a session of its own, as browsers have them.
    HANGS = 'echo $$ >>"$T/pids"\nsleep 1000 & echo $! >>"$T/pids"\nsetsid sleep 1000 & echo $! >>"$T/pids"\nwait\n'

    def test_time_is_up(self):
        code, out, said = self.run_(self.fake(self.HANGS), "--format", "pdf", "--seconds", "1")
        self.assertEqual((code, out), (75, b""), said)
        self.assertRegex(said, r"^samverka-document: making the document took too long.*\n$")
        self.assertEqual(len(self.pids()), 3)
        self.assertEqual(([p for p in self.pids() if alive(p)], self.left()), ([], []))

    def test_killed_while_it_converts(self):
        p = self.start(self.fake(self.HANGS), "--format", "pdf")
        p.stdin.write(self.parcel)
        p.stdin.close()
        until(lambda: len(self.pids()) == 3)
        p.kill()
        p.wait()
        until(lambda: not any(map(alive, self.pids())) and not self.left())
        p.stdout.close()
        p.stderr.close()

    def test_a_converter_fails(self):
        for script in ("exit 3\n", "kill -9 $$\n", "exit 0\n", 'for a; do case $a in --print-to-pdf=*) : >"${a#*=}";; esac; done\n'):
            code, out, said = self.run_(self.fake(script), "--format", "pdf")
            self.assertEqual((code, out), (70, b""), said)
            self.assertEqual(self.left(), [])

    def test_what_is_left_running_ends(self):
        script = ('for a; do case $a in --print-to-pdf=*) printf %s %PDF-x >"${a#*=}";; esac; done\n'
                  'setsid sleep 1000 & echo $! >>"$T/pids"\n')
        code, out, said = self.run_(self.fake(script), "--format", "pdf")
        self.assertEqual((code, out), (0, b"%PDF-x"), said)
        self.assertEqual(([p for p in self.pids() if alive(p)], self.left()), ([], []))

    def test_another_one_takes_over(self):
        self.fake("exit 1\n")
        env = self.fake('while [ "$1" != --outdir ]; do shift; done\nprintf %s %PDF-y >"$2/document.pdf"\n', "soffice")
        self.assertEqual(self.run_(env, "--format", "pdf")[:2], (0, b"%PDF-y"))

    def test_its_home_and_no_secrets(self):
        env = self.fake('env >"$T/env"\npwd >"$T/pwd"\nexit 1\n')
        env["SECRET"] = "hemligt"
        self.run_(env, "--format", "pdf")
        with open(os.path.join(self.tmp, "env"), encoding="utf-8") as f:
            told = f.read()
        self.assertNotIn("hemligt", told)
        self.assertRegex(told, rf"(?m)^HOME={self.tmp}/samverka-document-")
        self.assertRegex(told, r"(?m)^https?_proxy=http://127\.0\.0\.1:9$")

    def test_no_folder(self):
        env = dict(self.fake("exit 0\n"), TMPDIR="/nonexistent")
        self.assertEqual(self.run_(env, "--format", "pdf")[0], 73)

    def test_what_is_no_parcel(self):
        for given in (b"", b"x" * 1000, self.parcel[:-1], self.parcel + b"x"):
            code, out, said = self.run_(None, "--format", "text", given=given)
            self.assertEqual((code, out), (65, b""), said)
        with open(os.path.join(ROOT, "tests", "fuzz", "corpus", "parcel", "version"), "rb") as f:
            self.assertIn("another version", self.run_(None, "--format", "text", given=f.read())[2])
        self.assertEqual(self.run_(None, "--format", "text", "--colour", "blue")[0], 64)

    def test_output_that_takes_nothing(self):
        with open("/dev/full", "wb") as full:
            p = subprocess.run([PROGRAM, "--format", "html"], input=self.parcel, stdout=full, stderr=subprocess.PIPE,
                               check=False)
        self.assertEqual(p.returncode, 74, p.stderr)


if __name__ == "__main__":
    unittest.main()
