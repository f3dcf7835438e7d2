#!/usr/bin/env python3
"""The terminal client against a real daemon.

    test_cli.py SAMVERKA SAMVERKAD TEMPLATES

What: a seminar is made, scribe and moderator join, write, read and follow it; the daemon is away and comes
back; both programs are killed in the middle of work. What was confirmed is there once, afterwards too.
No sleeps and no fixed ports: the daemon says when it listens, watch says when it is connected.
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

SAMVERKA, SAMVERKAD, TEMPLATES = [os.path.abspath(p) for p in sys.argv[1:4]]
LIMIT = 60


class Daemon:
    """One daemon on one folder; the same address every time it is started."""

    def __init__(self, folder):
        self.folder = folder
        self.listen = "127.0.0.1:0"
        self.process = None

    def start(self):
        read, write = os.pipe()
        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.process = subprocess.Popen(
            [SAMVERKAD, "--data", os.path.join(self.folder, "data"), "--listen", self.listen,
             "--unlimited", "--ready-fd", str(write)],
            pass_fds=[write], stdout=self.log, stderr=self.log)
        os.close(write)
        with os.fdopen(read) as ready:
            address = ready.readline().strip()
        if not address:
            raise AssertionError("the daemon did not start: " + open(self.log.name).read())
        self.listen = address

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(LIMIT)
        self.log.close()


class Cli(unittest.TestCase):
    def setUp(self):
        self.tmp = tempfile.TemporaryDirectory(prefix="smv-cli-")
        self.home = os.path.join(self.tmp.name, "home")
        self.daemon = Daemon(self.tmp.name)
        self.daemon.start()
        self.made = self.json("new", "dag-1", "--template", "aterfall", "--rooms", "Room 1,Room 2")
        self.join("scribe", "Room 1", "scribe", "Åsa")
        self.join("moderator", "", "mod", "Mo")

    def tearDown(self):
        if self.daemon.process.poll() is None:
            self.daemon.stop()
        self.tmp.cleanup()

    # --- the program -----------------------------------------------------------------------------------
    def env(self):
        env = dict(os.environ, SAMVERKA_HOME=self.home, SAMVERKA_TEMPLATES=TEMPLATES, LC_ALL="C.UTF-8",
                   SAMVERKA_ADMIN=os.path.join(self.tmp.name, "data", "admin.sock"))
        env.pop("SAMVERKA_SEMINAR", None)
        env.pop("LANGUAGE", None)
        return env

    def run_cli(self, *args, code=0, stdin=""):
        p = subprocess.run([SAMVERKA, *args], env=self.env(), input=stdin, capture_output=True,
                           text=True, timeout=LIMIT)
        self.assertEqual(p.returncode, code, f"samverka {args}: {p.stdout}{p.stderr}")
        self.err = p.stderr
        return p.stdout

    def json(self, *args, code=0, stdin=""):
        return json.loads(self.run_cli("--json", *args, code=code, stdin=stdin))

    def link(self, role, place):
        return next(l["url"] for l in self.made["links"]
                    if l["role"] == role and place == (l["place"] or ""))

    def join(self, role, place, profile, name):
        told = self.json("join", self.link(role, place), "--profile", profile, "--as", name)
        self.assertEqual(told["role"], role)
        return told

    def texts(self, who, node):
        """Titles of the points under a question, as this role reads them."""
        nodes = self.json("--seminar", who, "show", node)["nodes"]
        return [n["title"] for n in nodes if n["kind"] == "point"]

    def once(self, found, expected):
        for text in expected:
            self.assertEqual(found.count(text), 1, f"{text}: {found.count(text)} times")

    def start(self, *args, **more):
        p = subprocess.Popen([SAMVERKA, *args], env=self.env(), stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True, errors="replace", **more)
        self.addCleanup(p.kill)  # nothing outlives a story that fails; after wait it does nothing
        return p

    # --- the day --------------------------------------------------------------------------------------
    def test_write_read_follow(self):
        watch = self.start("--seminar", "mod", "--json", "watch", "--count", "2", "--for", str(LIMIT))
        self.assertEqual(json.loads(watch.stdout.readline())["state"], "live")
        point = self.run_cli("--seminar", "scribe", "add", "point", "--under", "Pass 1/Vägledande/1",
                             "text=Bostad före frigivningen").strip()
        self.assertRegex(point, r"^[1-9]\d*\.1$")
        self.run_cli("--seminar", "scribe", "set", point, "star=yes")
        seen = [json.loads(line) for line in watch.stdout]
        self.assertEqual([e["change"] for e in seen], ["add", "set"])
        self.assertEqual([e["id"] for e in seen], [point, point])
        self.assertEqual(seen[0]["title"], "Bostad före frigivningen")
        self.assertEqual(watch.wait(LIMIT), 0)
        watch.stdout.close()
        watch.stderr.close()
        self.run_cli("--seminar", "scribe", "text", "Pass 1/Vägledande/1", "discussion", "--replace", "-",
                     stdin="Alla var överens.\n")
        self.assertEqual(self.run_cli("--seminar", "mod", "text", "Pass 1/Room 1/Vägledande/1", "discussion"),
                         "Alla var överens.\n")
        rooms = self.json("--seminar", "mod", "summary")["rooms"]
        self.assertEqual(sum(r["questions"]["begun"] + r["questions"]["summary"] for r in rooms), 1)
        history = self.json("--seminar", "scribe", "history", point)["history"]
        self.assertEqual([h["op"] for h in history], ["add", "set"])
        self.assertEqual({h["who"] for h in history}, {"Åsa"})

    def test_order_bin_and_addresses(self):
        q = "Pass 1/Vägledande/2"
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "--lines", stdin="ett\ntvå\ntre\n")
        self.assertEqual(self.texts("scribe", q), ["ett", "två", "tre"])
        self.run_cli("--seminar", "scribe", "move", q + "/3", "--after", "first")
        self.run_cli("--seminar", "scribe", "del", q + "/ett")
        self.assertEqual(self.texts("scribe", q), ["tre", "två"])
        gone = [n for n in self.json("--seminar", "scribe", "show", q, "--deleted")["nodes"] if n["deleted"]]
        self.run_cli("--seminar", "scribe", "undelete", gone[0]["id"])
        self.assertEqual(self.texts("scribe", q), ["tre", "ett", "två"])
        self.run_cli("--seminar", "mod", "show", "Pass 1/Vägledande", code=4)
        self.assertIn("Room 1", self.err)
        self.assertIn("Room 2", self.err)
        self.run_cli("--seminar", "scribe", "show", "Pass 9", code=4)
        self.run_cli("--seminar", "scribe", "set", q, "nothing=1", code=2)

    def test_leading(self):
        self.run_cli("--seminar", "mod", "clock", "Pass 1", "start", "40")
        self.run_cli("--seminar", "mod", "clock", "Pass 1", "+5")
        left = self.json("--seminar", "scribe", "clock", "Pass 1")["sessions"][0]
        self.assertEqual(left["state"], "running")
        self.assertTrue(44 * 60000 < left["left_ms"] <= 45 * 60000, left)
        notice = self.run_cli("--seminar", "mod", "notice", "Fem minuter kvar", "--to", "Room 1").strip()
        self.run_cli("--seminar", "scribe", "notice", "--seen", notice)
        self.assertEqual(self.json("--seminar", "mod", "notice")["notices"][0]["seen"], 1)
        call = self.run_cli("--seminar", "scribe", "call", "technical", "Ljudet").strip()
        self.run_cli("--seminar", "mod", "call", "--coming", call)
        self.assertEqual(self.json("--seminar", "mod", "call", "--list")["calls"][0]["state"], "coming")
        sheet = "Pass 1/Room 1/Vägledande"
        self.run_cli("--seminar", "mod", "stage", "Stora", "show", sheet)
        self.run_cli("--seminar", "mod", "lock", sheet)
        self.run_cli("--seminar", "scribe", "add", "point", "--under", sheet + "/1", "text=sent", code=1)
        self.assertIn("the sheet is locked", self.err)
        self.assertIn("sent", self.err)
        self.run_cli("--seminar", "mod", "unlock", sheet)
        self.run_cli("--seminar", "mod", "add", "point", "--under", sheet + "/1", "text=x", code=5)

    def test_links(self):
        self.join("organiser", "", "org", "Org")
        made = self.json("--seminar", "org", "links", "mint", "--role", "scribe", "--place", "Room 2")
        self.run_cli("join", "-", "--profile", "two", "--as", "Bo", stdin=made["url"] + "\n")
        self.run_cli("--seminar", "two", "add", "point", "--under", "Pass 1/Vägledande/1", "text=rum två")
        self.run_cli("--seminar", "org", "revoke", made["id"])
        self.run_cli("--seminar", "two", "show", code=5)
        text = self.run_cli("--seminar", "org", "export")
        self.assertNotIn(made["url"].split("#")[1], text)
        self.assertNotIn('"link"', text)
        self.assertIn("rum två", text)
        people = "Namn;Organisation;Kommun;E-post\nÅsa Öberg;Frivården;Luleå;asa@example.org\nBo;Frivården;;\n"
        path = os.path.join(self.tmp.name, "people.csv")
        with open(path, "w", encoding="utf-8") as f:
            f.write(people)
        told = self.json("--seminar", "org", "import", path)
        self.assertEqual((told["added"], told["organisations"], told["known"]), (2, 1, 0))
        told = self.json("--seminar", "org", "import", path)
        self.assertEqual((told["added"], told["organisations"], told["known"]), (0, 0, 2))
        # as a spreadsheet saves it; rows that are not as they should be are told with their lines
        with open(path, "wb") as f:
            f.write("sep=;\r\nFörnamn;Efternamn;Arbetsplats;Mejl\r\nÅsa;Öberg;FRIVÅRDEN;\r\nEva;Ek;Kommunen;eva\r\n"
                    ";;Kommunen;\r\n;;;\r\neva;ek;kommunen;\r\n".encode("cp1252"))
        told = self.json("--seminar", "org", "import", path)
        self.assertEqual((told["added"], told["organisations"], told["known"], told["findings"]), (1, 1, 1, 3))
        self.assertEqual([line.split(": ")[1] for line in self.err.strip().splitlines()],
                         [f"{path}:{n}" for n in (4, 5, 7)])
        with open(path, "w", encoding="utf-8") as f:
            f.write("Foo;Bar\nx;y\n")
        self.run_cli("--seminar", "org", "import", path, code=2)
        self.assertIn("Foo, Bar", self.err)

    # --- an export becomes a seminar ---------------------------------------------------------------------
    def exported(self, who):
        path = os.path.join(self.tmp.name, who + ".json")
        self.run_cli("--seminar", who, "export", "--deleted", "--output", path)
        with open(path, encoding="utf-8") as f:
            return path, json.load(f)

    def changed(self, whole):
        path = os.path.join(self.tmp.name, "changed.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(whole, f, ensure_ascii=False)
        return path

    @staticmethod
    def without_ids(root):
        """The same outline with every id replaced by its node's place in it."""
        places = {}

        def count(node):
            places[node["id"]] = f"node {len(places)}"
            for kid in node["children"]:
                count(kid)

        def plain(value):
            if isinstance(value, list):
                return [plain(v) for v in value]
            return places.get(value, value)

        def outline(node):
            fields = {k: plain(v) for k, v in node["fields"].items()
                      if k not in ("code", "door", "lock_seq")}
            return [node["kind"], node.get("deleted", False), fields,
                    [outline(kid) for kid in node["children"]]]

        count(root)
        return outline(root), places

    def find(self, node, kind):
        if node["kind"] == kind:
            return node
        return next((f for f in (self.find(k, kind) for k in node["children"]) if f), None)

    def test_export_becomes_a_seminar(self):
        q = "Pass 1/Vägledande/1"
        self.join("organiser", "", "org", "Org")
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "--lines",
                     stdin="ett\ntvå ✓\ntre\nfyra\n")
        self.run_cli("--seminar", "scribe", "move", q + "/4", "--after", "first")
        self.run_cli("--seminar", "scribe", "set", q + "/ett", "star=yes")
        origin = self.json("--seminar", "scribe", "show", q + "/tre")["nodes"][0]["id"]
        self.run_cli("--seminar", "scribe", "add", "point", "--under", "Pass 1/Vägledande/2", "text=kopia",
                     "origin=" + origin)
        self.run_cli("--seminar", "scribe", "del", q + "/två")
        self.run_cli("--seminar", "scribe", "text", q, "discussion", "--replace", "-",
                     stdin="Rad \"ett\"\n\trad två\n")
        self.run_cli("--seminar", "mod", "stage", "Stora", "show", "Pass 1/Room 1/Vägledande")
        self.run_cli("--seminar", "mod", "lock", "Pass 1/Room 1/Vägledande")
        self.run_cli("--seminar", "scribe", "add", "action", "--under", "Pass 2/Vägledande", "what=först")
        self.run_cli("--seminar", "org", "del", "Room 2")
        self.run_cli("--seminar", "org", "set", "0.1", "door=yes")
        path, before = self.exported("org")

        made = self.json("import", path, "--name", "dag-2")
        self.assertEqual((made["name"], made["left_out"]), ("dag-2", 0))
        link = lambda role, m: next(l["url"] for l in m["links"] if l["role"] == role)
        self.run_cli("join", link("organiser", made), "--profile", "org2", "--as", "Org")
        _, after = self.exported("org2")
        (old, old_ids), (new, new_ids) = self.without_ids(before["root"]), self.without_ids(after["root"])
        self.assertEqual(old, new)
        self.assertEqual(len(old_ids), len(new_ids))
        self.assertEqual(set(old_ids), set(new_ids), "nodes are the same ones")
        self.assertIn('"lock_seq"', json.dumps(before))
        for whole in (before, after):
            self.assertNotIn("door", whole["root"]["fields"])
            self.assertNotIn('"link"', json.dumps(whole))

        # it is a seminar like any other: the scribe writes where no lock is
        self.run_cli("join", link("scribe", made), "--profile", "scribe2", "--as", "Bo")
        self.run_cli("--seminar", "scribe2", "add", "point", "--under", q, "text=låst", code=1)
        action = self.run_cli("--seminar", "scribe2", "add", "action", "--under", "Pass 2/Vägledande",
                              "what=sedan").strip()
        self.assertEqual(self.json("--seminar", "scribe2", "show", action)["nodes"][0]["fields"]["number"], 2)
        self.assertEqual(sum(l["role"] == "scribe" for l in made["links"]), 1, "a link to a deleted room")
        self.run_cli("--seminar", "org2", "unlock", "Pass 1/Room 1/Vägledande")
        self.run_cli("--seminar", "scribe2", "add", "point", "--under", q, "text=nytt")
        self.assertEqual(self.texts("scribe2", q), ["fyra", "ett", "tre", "nytt"])
        self.run_cli("import", path, "--name", "dag-2", code=6)
        self.assertIn("dag-2 already", self.err)

        # a reference whose node is not there is left out and told, and so are big exports taken in
        self.find(before["root"], "point")["fields"]["origin"] = "77.77"
        self.find(before["root"], "session")["children"] += [
            {"id": f"9.{i + 1}", "kind": "sheet", "fields": {"notice": "å" * 399}} for i in range(6000)]
        made = self.json("import", self.changed(before), "--name", "dag-3")
        self.assertEqual(made["left_out"], 1)

    def test_broken_export_makes_nothing(self):
        self.join("organiser", "", "org", "Org")
        self.run_cli("--seminar", "scribe", "add", "point", "--under", "Pass 1/Vägledande/1", "text=p")

        def broken(change, sentence):
            _, whole = self.exported("org")
            node = self.find(whole["root"], "point")
            change(node, whole)
            self.run_cli("import", self.changed(whole), "--name", "dag-2", code=6)
            self.assertIn(sentence, self.err)
            self.assertIn("nothing was made", self.err)
            self.assertEqual(len(self.json("list", "--host")["seminars"]), 1)

        id_ = self.find(self.exported("org")[1]["root"], "point")["id"]
        broken(lambda n, w: n.update(kind="poem"), f"node {id_}: there is no kind called poem")
        broken(lambda n, w: n["fields"].update(rhyme="x"), f"node {id_}: a point has no field called rhyme")
        broken(lambda n, w: n["fields"].update(text="x" * 2001), f"node {id_}: the value of text")
        broken(lambda n, w: n["fields"].update(star=2), f"node {id_}: the value of star")
        broken(lambda n, w: n["fields"].update(star=-1), f"node {id_}: the value of star")
        broken(lambda n, w: n["fields"].update(text=7), f"node {id_}: the value of text")
        broken(lambda n, w: n["fields"].update(origin="x"), f"node {id_}: the value of origin")
        broken(lambda n, w: n.update(id="0.0"), "a node has the id 0.0")
        broken(lambda n, w: w["root"]["children"].append(dict(n, id="9.9")),
               "node 9.9: a point cannot stand there")
        broken(lambda n, w: n["children"].append(dict(n, children=[])), f"node {id_} is there twice")
        broken(lambda n, w: w.pop("root"), "a node has the id nothing")

    def test_host(self):
        copy = os.path.join(self.tmp.name, "copy.samverka")
        self.run_cli("--seminar", "scribe", "add", "point", "--under", "Pass 1/Vägledande/1", "text=kvar")
        self.run_cli("backup", "dag-1", copy)
        self.run_cli("restore", copy, "--name", "dag-2")
        names = [s["name"] for s in self.json("list", "--host")["seminars"]]
        self.assertEqual(names, ["dag-1", "dag-2"])
        word = self.json("erase", "dag-2", code=6)["confirm"]
        self.run_cli("erase", "dag-2", "--confirm", word)
        self.assertEqual(len(self.json("list", "--host")["seminars"]), 1)
        self.run_cli("new", "dag-1", code=6)
        self.run_cli("close", "dag-1")
        self.run_cli("--seminar", "scribe", "show", code=4)
        self.assertIn("no such seminar is open", self.err)
        self.run_cli("open", "dag-1")
        self.assertEqual(self.texts("scribe", "Pass 1/Vägledande/1"), ["kvar"])

    def test_restored_backup_is_refilled(self):
        """What the backup does not know comes back from the computer that wrote it, once."""
        q, copy = "Pass 1/Vägledande/1", os.path.join(self.tmp.name, "copy.samverka")
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=i kopian")
        self.run_cli("backup", "dag-1", copy)
        late = self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=efter kopian").strip()
        self.run_cli("--seminar", "scribe", "text", q, "discussion", "--replace", "sagt sent")
        word = self.json("erase", "dag-1", code=6)["confirm"]
        self.run_cli("erase", "dag-1", "--confirm", word)
        self.run_cli("restore", copy, "--name", "dag-1")
        self.assertEqual(self.texts("mod", "Pass 1/Room 1/Vägledande/1"), ["i kopian"])
        self.assertEqual(self.texts("scribe", q), ["i kopian", "efter kopian"])
        self.assertEqual(self.texts("mod", "Pass 1/Room 1/Vägledande/1"), ["i kopian", "efter kopian"])
        self.assertEqual(self.run_cli("--seminar", "mod", "text", "Pass 1/Room 1/Vägledande/1", "discussion"),
                         "sagt sent\n")
        self.assertEqual(self.json("--seminar", "mod", "show", late)["nodes"][0]["title"], "efter kopian")

    def test_rewritten_words_leave_this_computer(self):
        q = "Pass 1/Vägledande/1"
        gone = self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=hemligt ord").strip()
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=kvar")
        word = self.json("rewrite", "dag-1", gone, code=6)["confirm"]
        self.run_cli("rewrite", "dag-1", gone, "--confirm", word)
        self.assertEqual(self.texts("scribe", q), ["kvar"])
        for folder, _, files in os.walk(os.path.join(self.home, "scribe")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as f:
                    self.assertNotIn(b"hemligt ord", f.read(), name)

    def test_erased_words_leave_this_computer(self):
        q = "Pass 1/Vägledande/1"
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=hemligt ord")
        self.daemon.stop()
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=osänt ord", code=3)
        self.daemon.start()
        word = self.json("erase", "dag-1", code=6)["confirm"]
        self.run_cli("erase", "dag-1", "--confirm", word)
        self.run_cli("--seminar", "scribe", "show", code=4)  # it was away, and learns it when it comes
        self.assertIn("no such seminar is open", self.err)
        self.assertIn("osänt ord", self.err)  # once, for copying
        for folder, _, files in os.walk(os.path.join(self.home, "scribe")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as f:
                    held = f.read()
                    self.assertNotIn(b"hemligt ord", held, name)
                    self.assertNotIn("osänt ord".encode(), held, name)
        self.run_cli("--seminar", "scribe", "show", code=4)

    # --- without the daemon -------------------------------------------------------------------------------
    def test_offline_work_is_kept_and_sent_once(self):
        q = "Pass 1/Vägledande/1"
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=före")
        self.daemon.stop()
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=utan nät", code=3)
        self.assertIn("kept in the outbox, 1 change", self.err)
        self.run_cli("--seminar", "scribe", "text", q, "discussion", "--append", "ord", code=3)
        self.assertIn("kept in the outbox, 2 changes", self.err)
        self.assertIn("utan nät", self.run_cli("--seminar", "scribe", "show", q, code=3))
        self.run_cli("--seminar", "scribe", "leave", code=1)
        self.daemon.start()
        self.assertEqual(self.texts("scribe", q), ["före", "utan nät"])
        listed = {p["profile"]: p["unsent"] for p in self.json("list")["profiles"]}
        self.assertEqual(listed["scribe"], 0)
        self.assertEqual(self.texts("mod", "Pass 1/Room 1/Vägledande/1"), ["före", "utan nät"])
        self.assertEqual(self.run_cli("--seminar", "mod", "text", "Pass 1/Room 1/Vägledande/1", "discussion"),
                         "ord\n")

    def test_two_processes_have_two_outboxes(self):
        q = "Pass 1/Vägledande/1"
        all_of = [self.start("--seminar", "scribe", "add", "point", "--under", q, f"text=samtidigt {i}")
                  for i in range(6)]
        ids = []
        for p in all_of:
            out, err = p.communicate(timeout=LIMIT)
            self.assertEqual(p.returncode, 0, err)
            ids.append(out.strip())
        self.assertEqual(len(set(ids)), 6)
        self.once(self.texts("scribe", q), [f"samtidigt {i}" for i in range(6)])

    # --- kill -9 --------------------------------------------------------------------------------------------
    def test_client_killed_in_the_middle(self):
        """Confirmed (printed) work is there once; what was cut off is there once or not at all."""
        q = "Pass 1/Vägledande/3"
        confirmed = []
        for turn in range(8):
            p = self.start("--seminar", "scribe", "--json", "watch", "--for", "20")  # an outbox of its own
            self.assertEqual(json.loads(p.stdout.readline())["state"], "live")
            many = "".join(f"turn {turn} line {i}\n" for i in range(40))
            adder = self.start("--seminar", "scribe", "add", "point", "--under", q, "--lines",
                               stdin=subprocess.PIPE)
            adder.stdin.write(many)
            adder.stdin.close()
            for _ in range(turn * 5 + 1):  # so many of them have been seen by somebody
                self.assertTrue(p.stdout.readline(), "nobody has seen the work")
            adder.send_signal(signal.SIGKILL)
            adder.wait(LIMIT)
            printed = adder.stdout.read().split()
            if len(printed) == 40:
                confirmed += [f"turn {turn} line {i}" for i in range(40)]
            adder.stdout.close()
            adder.stderr.close()
            p.send_signal(signal.SIGINT)
            p.communicate(timeout=LIMIT)
            confirmed.append(f"after {turn}")
            self.run_cli("--seminar", "scribe", "add", "point", "--under", q, f"text=after {turn}")
        found = self.texts("mod", "Pass 1/Room 1/Vägledande/3")
        self.once(found, confirmed)
        self.assertEqual(len(found), len(set(found)), "something is there twice")
        self.assertEqual(self.json("list")["profiles"][1]["unsent"], 0)

    def test_daemon_killed_in_the_middle(self):
        q = "Pass 1/Vägledande/3"
        confirmed = []

        def work():
            for i in range(30):
                p = subprocess.run([SAMVERKA, "--seminar", "scribe", "add", "point", "--under", q,
                                    f"text=nummer {i}"], env=self.env(), capture_output=True, text=True,
                                   timeout=LIMIT)
                if p.returncode == 0:
                    confirmed.append(f"nummer {i}")
                elif p.returncode != 3:
                    raise AssertionError(p.stderr)
                reached[i].set()

        reached = [threading.Event() for _ in range(30)]
        worker = threading.Thread(target=work)
        worker.start()
        for i in (3, 9, 15, 21):
            self.assertTrue(reached[i].wait(LIMIT))
            self.daemon.stop(signal.SIGKILL)
            self.daemon.start()
        worker.join(LIMIT * 3)
        self.assertFalse(worker.is_alive())
        self.assertGreater(len(confirmed), 5)
        found = self.texts("scribe", q)
        self.once(found, [f"nummer {i}" for i in range(30)])  # kept or confirmed: none is lost
        self.assertEqual(self.texts("mod", "Pass 1/Room 1/Vägledande/3"), found)

    # --- documents -----------------------------------------------------------------------------------------------
    def binary(self, *args, code=0, env=None):
        """Standard output as bytes."""
        got = subprocess.run([SAMVERKA, *args], capture_output=True, check=False, timeout=LIMIT,
                             env=dict(self.env(), **(env or {})))
        self.assertEqual(got.returncode, code, got.stderr.decode())
        self.err = got.stderr.decode()
        return got.stdout

    def test_documents(self):
        q = "Pass 1/Vägledande/1"
        self.join("organiser", "", "org", "Org")
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=En punkt om bostad")
        self.run_cli("--seminar", "scribe", "add", "action", "--under", "Pass 2/Vägledande", "what=Ring kommunen")
        path = os.path.join(self.tmp.name, "d.docx")
        self.run_cli("--seminar", "org", "export", "docx", "--output", path)
        with open(path, "rb") as f:
            self.assertEqual(f.read(4), b"PK\3\4")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        for args, words in ((("markdown",), "En punkt om bostad"), (("text", "--of", "actions"), "Ring kommunen"),
                            (("csv",), "Ring kommunen"), (("html", "--lang", "en", "--brief"), "<html lang=\"en")):
            self.assertIn(words, self.binary("--seminar", "org", "export", *args).decode())
        # a scribe's document holds what the scribe reads
        self.assertIn("En punkt om bostad", self.binary("--seminar", "scribe", "export", "text").decode())
        formats = {f["name"]: f for f in self.json("formats")["formats"]}
        self.assertTrue(formats["docx"]["ok"])
        self.assertIn("actions", formats["xlsx"]["of"])
        # what is not understood is said in the language of the messages
        self.binary("--seminar", "org", "export", "doc", code=2)
        self.assertIn("there is no such format", self.err)
        self.binary("--seminar", "org", "export", "csv", "--of", "poster", code=2)
        self.binary("--seminar", "org", "export", "docx", "--group", "Ingen", code=4)
        self.binary("--seminar", "org", "export", "pdf", code=70, env={"PATH": "/nonexistent"})
        self.assertIn("Chromium", self.err)
        self.binary("--seminar", "org", "export", "docx", code=70, env={"SAMVERKA_DOCUMENT": "/nonexistent"})
        self.assertIn("samverka-document", self.err)

        # declared finished; then nothing is left to declare; only organisers do
        self.run_cli("--seminar", "mod", "finalise", code=5)
        self.assertEqual(self.json("--seminar", "org", "finalise", "--note", "Första utskicket")["number"], 1)
        self.run_cli("--seminar", "org", "finalise", code=1)
        self.assertIn("version 1", self.err)
        self.run_cli("--seminar", "scribe", "add", "point", "--under", q, "text=En till")
        self.assertEqual(self.json("--seminar", "org", "finalise")["number"], 2)
        versions = [n["fields"] for n in self.json("--seminar", "org", "show", "--depth", "1")["nodes"]
                    if n["kind"] == "version"]
        self.assertEqual(sorted(v["number"] for v in versions), [1, 2])
        self.assertEqual({v["who"] for v in versions}, {"Org"})  # the name given to join, not the link's role
        self.assertEqual(next(v["note"] for v in versions if v["number"] == 1), "Första utskicket")

        # without a connection it is made of what was last known
        self.daemon.stop()
        self.assertIn("En till", self.binary("--seminar", "org", "--wait", "0.2", "export", "markdown", code=3).decode())
        self.run_cli("--seminar", "org", "--wait", "0.2", "finalise", code=3)
        self.daemon.start()

    # --- the command line ----------------------------------------------------------------------------------------
    def test_usage(self):
        self.run_cli("shwo", code=2)
        self.assertIn('did you mean "show"', self.err)
        self.run_cli("add", code=2)
        self.run_cli("show", "--depht", "1", code=2)
        self.run_cli("template", "check", os.path.join(TEMPLATES, "tom.yaml"))
        verbs = [v["name"] for v in self.json("help")["verbs"]]
        self.assertEqual(verbs, sorted(verbs))
        for verb in verbs:
            self.assertIn("usage: samverka " + verb, self.run_cli("help", verb))
        with open(os.path.join(TEMPLATES, "..", "docs", "man", "samverka.1"), encoding="utf-8") as f:
            manual = f.read()
        for verb in verbs:
            self.assertIn("\n.It Ic " + verb, manual)
        script = self.run_cli("completion", "bash")
        self.assertEqual(subprocess.run(["bash", "-n"], input=script, text=True).returncode, 0)
        for verb in verbs:
            self.assertRegex(script, rf"\b{re.escape(verb)}\b")
        self.assertEqual(self.json("doctor")["checks"][0]["verdict"], "ok")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
