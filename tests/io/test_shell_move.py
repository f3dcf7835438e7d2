"""A running seminar moves from one daemon to another as JSON, with its ballots, and goes on there.

Two daemons; what the first one hands out the second one takes in, and what that one hands out is the same, byte for byte,
but for the seminar's name and the epoch. Then devices that have answered answer again, and writers write on.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import EV, OPS, Daemon, Socket, read_answer  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "aterfall.yaml")
BALLOT, RECEIPT, SNAP = 9, 43, 34
SHEET, QUESTION, POINT, POLL, CHOICE, VERSION, PARTICIPANT = 11, 14, 20, 44, 45, 9, 3
CODE = "4k7M-2p"


class Writer:
    """A client that waits for each of its operations."""

    def __init__(self, daemon, secret, name, who):
        self.s = Socket(daemon, path=f"/{name}/ws")
        self.welcome = self.s.hello(secret, name=who)
        assert self.welcome[0] == 33, self.welcome
        self.ord, self.seen, self.n, self.counter = self.welcome[7], self.welcome[3], 0, 0

    def op(self, *op):
        """Its position."""
        self.n += 1
        self.s.send([OPS, [[self.n, self.seen, *op]]])
        while True:
            m = self.s.message()
            if m[0] == EV:
                self.seen = max(self.seen, m[2])
                if any(item[2:4] == [self.ord, self.n] for item in m[4]):
                    return self.seen
            assert m[0] not in (36, "close"), m

    def add(self, kind, parent, fields, after=0):
        self.counter += 1
        ident = (self.ord << 30) + self.counter
        self.op(1, ident, kind, parent, after, fields)
        return ident


def nodes(export, kind):
    found = []

    def walk(node):
        if node["kind"] == kind:
            found.append(node)
        for kid in node["children"]:
            walk(kid)
    walk(export["root"])
    return found


def number(ident):
    ord_, counter = ident.split(".")
    return (int(ord_) << 30) + int(counter)


class Move(unittest.TestCase):
    def setUp(self):
        self.first, self.second = Daemon(), Daemon()
        for d in (self.first, self.second):
            self.addCleanup(d.clean)
        h = self.first.host()
        self.made = h.new("dag", TEMPLATE, rooms=["Ek", "Alm"], code=CODE, open=True)
        h.close()

    def secret(self, role, made=None):
        return next(x for x in (made or self.made)["links"] if x["role"] == role)["secret"]

    def export(self, daemon, name, secret, more="&deleted=1&ballots=1"):
        with daemon.connect() as s:
            s.sendall(f"GET /{name}/api/export?format=json{more} HTTP/1.1\r\nHost: x\r\n"
                      f"Authorization: Bearer {secret}\r\n\r\n".encode())
            status, _, body = read_answer(s)
        self.assertEqual(status, 200, body[:300])
        return body

    def phone(self, daemon, name, code, poll, answer, cid=None):
        s = Socket(daemon, path=f"/{name}/ws")
        s.hello(code, cid=cid)
        s.send([BALLOT, poll, answer])
        got = s.message(RECEIPT)
        s.close()
        return s.cid, got

    def play(self):
        org, mod = (Writer(self.first, self.secret(r), "dag", w) for r, w in (("organiser", "Ola"), ("moderator", "Moa")))
        export = json.loads(self.export(self.first, "dag", self.secret("organiser")))
        scribe_link = next(x for x in self.made["links"] if x["role"] == "scribe")
        scribe = Writer(self.first, scribe_link["secret"], "dag", "Siri Ö")
        rooms = {n["id"] for n in nodes(export, "room") if n["fields"]["name"] == "Ek"}
        sheet = next(s for s in nodes(export, "sheet") if s["fields"].get("room") in rooms and nodes({"root": s}, "question"))
        question = number(nodes({"root": sheet}, "question")[0]["id"])
        points = [scribe.add(POINT, question, [[1, f"Punkt {i} \"å\"\n\U0001f44d"]]) for i in range(4)]
        scribe.op(5, points[1])
        scribe.op(4, points[0], question, 0)
        mod.op(2, points[0], 3, 1)
        mod.op(2, points[0], 3, 0)
        mod.op(8, number(sheet["id"]), 1)
        org.add(PARTICIPANT, 1, [[1, "Anna Testsson"], [5, "anna@example.org"]])
        org.add(VERSION, 1, [[1, 1], [2, 1790000000000], [3, "Ola"]])
        org.op(2, 1, 3, 20270101)
        polls = org.add(SHEET, 1, [[1, "Röster"], [2, 8], [7, 15], [8, 1]])
        choose = org.add(POLL, polls, [[1, "Vad?"], [2, 1], [5, 2]])
        choices = [org.add(CHOICE, choose, [[1, t]]) for t in ("Vård", "Bostad", "Arbete")]
        write = org.add(POLL, polls, [[1, "Varför?"], [2, 0]])
        over = org.add(POLL, polls, [[1, "Slut?"], [2, 0]])
        for poll in (choose, write, over):
            org.op(2, poll, 3, 1)
        devices = [self.phone(self.first, "dag", CODE, choose, choices[:2])[0] for _ in range(4)]
        for i, cid in enumerate(devices):
            self.phone(self.first, "dag", CODE, write, f"För att {i}", cid)
            self.phone(self.first, "dag", CODE, over, f"Slut {i}", cid)
        org.op(2, over, 3, 2)
        return choose, choices, write, devices

    def take_in(self, body, name="igen"):
        h = self.second.host()
        answer = h.ask("import", name=name, export=json.loads(body))
        h.close()
        self.assertTrue(answer["ok"], answer)
        self.assertEqual(answer["left_out"], 0)
        return answer

    def open_door(self, made):
        """The code; what the opening itself wrote stands before this in the log."""
        Writer(self.second, self.secret("organiser", made), "igen", "Ola").op(2, 1, 8, 1)
        return made["code"]

    def same(self, a, b, names):
        """But for the name and the epoch."""
        def bare(body, name):
            head = re.match(rb'\{"format":"samverka-export-1","seminar":"' + name.encode() + rb'","epoch":"[0-9a-f]{32}",', body)
            self.assertTrue(head, body[:100])
            return body[head.end():]
        self.assertEqual(bare(a, names[0]), bare(b, names[1]))

    def test_a_running_day_moves(self):
        choose, choices, write, devices = self.play()
        body = self.export(self.first, "dag", self.secret("organiser"))
        self.assertIn(b'"Siri \xc3\x96"', body)
        self.assertTrue(json.loads(body)["ballots"])
        for cid in devices:
            self.assertNotIn(cid.hex().encode(), body)
        made = self.take_in(body)
        again = self.export(self.second, "igen", self.secret("organiser", made))
        self.same(body, again, ("dag", "igen"))
        h = self.second.host()  # makes a seminar of its own that is called as the first one was
        own = json.loads(self.export(self.second, "dag", self.secret("organiser", h.new("dag", TEMPLATE)), ""))
        h.close()
        moved, own = (x["root"]["fields"]["identity"] for x in (json.loads(again), own))
        self.assertRegex(moved, "^[0-9a-f]{32}$")
        self.assertNotEqual(moved, own)
        self.assertEqual(len(glob.glob(self.second.data + "/igen.keys/*")), 2)  # the closed poll's key is nowhere

        # started again it is the same still, and open
        data = self.second.data
        self.assertEqual(self.second.stop(), 0)
        self.second = Daemon(data=data)
        self.same(body, self.export(self.second, "igen", self.secret("organiser", made)), ("dag", "igen"))

        # a device that has answered changes its answer; a new one adds one
        org = Writer(self.second, self.secret("organiser", made), "igen", "Ola igen")
        org.op(2, 1, 8, 1)
        before = json.loads(body)
        self.assertEqual(self.phone(self.second, "igen", made["code"], choose, [choices[2]], devices[0])[1], [RECEIPT, choose, 0])
        self.assertEqual(self.phone(self.second, "igen", made["code"], write, "Annat", devices[1])[1], [RECEIPT, write, 0])
        self.assertEqual(self.phone(self.second, "igen", made["code"], choose, [choices[2]])[1], [RECEIPT, choose, 0])
        after = json.loads(self.export(self.second, "igen", self.secret("organiser", made)))
        polls = {number(n["id"]): n for n in nodes(after, "poll")}
        counts = {number(a["fields"]["choice"]): a["fields"].get("count", 0) for a in polls[choose]["children"] if a["kind"] == "answer"}
        self.assertEqual((polls[choose]["fields"]["count"], counts), (5, {choices[0]: 3, choices[1]: 3, choices[2]: 2}))
        texts = sorted(a["fields"]["text"] for a in polls[write]["children"] if a["kind"] == "answer")
        self.assertEqual((polls[write]["fields"]["count"], texts), (4, ["Annat", "För att 0", "För att 2", "För att 3"]))

        # who writes on gets ids that nobody had, and a lock is a lock
        had = {n["id"] for kind in {"point", "poll", "choice", "participant", "version"} for n in nodes(before, kind)}
        new = org.add(PARTICIPANT, 1, [[1, "Ny"]])
        self.assertNotIn(f"{new >> 30}.{new & ((1 << 30) - 1)}", had)
        self.assertGreater(org.ord, max(a[0] for a in before["authors"]))
        self.assertEqual(self.second.stop(), 0, self.second.said())
        checked = subprocess.run([sys.executable, os.path.join(ROOT, "tests/oracle/verify_log.py"), self.second.data + "/igen.samverka"],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(checked.returncode, 0, checked.stdout.decode())
        shutil.rmtree(data, ignore_errors=True)

    def test_without_ballots_an_open_poll_ends(self):
        choose, choices, _, devices = self.play()
        body = self.export(self.first, "dag", self.secret("organiser"), "&deleted=1")
        self.assertNotIn(b'"ballots"', body)
        made = self.take_in(body)
        self.assertNotEqual(self.phone(self.second, "igen", self.open_door(made), choose, choices[:1], devices[0])[1], [RECEIPT, choose, 0])
        again = json.loads(self.export(self.second, "igen", self.secret("organiser", made)))
        self.assertEqual({n["fields"]["state"] for n in nodes(again, "poll") if n["fields"]["text"] in ("Vad?", "Varför?")}, {2})
        self.assertEqual(glob.glob(self.second.data + "/igen.keys/*"), [])

    def test_without_the_bin(self):
        self.play()
        body = self.export(self.first, "dag", self.secret("organiser"), "")
        self.assertNotIn(b'"deleted":true', body)
        made = self.take_in(body)
        org = Writer(self.second, self.secret("organiser", made), "igen", "Ola")
        org.add(PARTICIPANT, 1, [[1, "Ny"]])


if __name__ == "__main__":
    unittest.main()
