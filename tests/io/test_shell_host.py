"""What the host may do over the admin socket, and what is left in the data folder afterwards."""
import glob
import os
import socket
import stat
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import Daemon, Socket  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")


class HostTest(unittest.TestCase):
    def setUp(self):
        self.d = Daemon("--public-url", "https://samverka.example/")
        self.h = self.d.host()
        self.addCleanup(self.end)

    def end(self):
        self.h.close()
        code = self.d.stop()
        said = self.d.said()
        self.d.clean()
        self.assertEqual(code, 0, said)

    def new(self, name="dag", **more):
        return self.h.new(name, TEMPLATE, rooms=["Ek", "Alm"], **more)

    def link(self, made, role):
        return next(x for x in made["links"] if x["role"] == role)

    def enter(self, secret, name="dag", resume=None):
        w = Socket(self.d, path=f"/{name}/ws", Host="samverka.example")
        self.addCleanup(w.close)
        self.assertEqual(w.status, 101)
        return w, w.hello(secret, resume=resume)

    def set_room(self, w, n, ident, text, seen):
        """[n, seen, SET, id, field, value] as an organiser; returns when it is confirmed."""
        w.send([2, [[n, seen, 2, ident, 3, text]]])
        while True:
            m = w.message()
            if m[0] == 36 or m == "close":
                raise AssertionError(m)
            if m[0] == 35 and any(i[3] == n for i in m[4]):
                return m[2]

    # --- new
    def test_new_gives_a_link_for_everybody(self):
        made = self.new(title="Dagen", date="2026-11-21")
        roles = [(x["role"], x["place"]) for x in made["links"]]
        self.assertEqual(roles[:2], [("organiser", None), ("moderator", None)])
        for room in ("Ek", "Alm"):
            self.assertIn(("facilitator", room), roles)
            self.assertIn(("scribe", room), roles)
        self.assertTrue(any(r == "screen" for r, _ in roles))
        for x in made["links"]:
            self.assertEqual(x["url"], f"https://samverka.example/dag/#{x['secret']}")
            self.assertEqual(len(x["secret"]), 32)
            self.assertEqual(self.enter(x["secret"])[1][0], 33, x["role"])
        self.assertEqual(len({x["secret"] for x in made["links"]}), len(made["links"]))
        status = self.h.ask("status", name="dag")
        self.assertEqual((status["title"], status["connections"]), ("Dagen", len(made["links"])))

    def test_secrets_are_in_no_file(self):
        made = self.new()
        self.enter(self.link(made, "scribe")["secret"])
        self.h.ask("backup", name="dag", to=os.path.join(self.d.data, "kopia"))
        for path in glob.glob(self.d.data + "/*"):
            if stat.S_ISREG(os.stat(path).st_mode):
                with open(path, "rb") as f:
                    whole = f.read()
                for x in made["links"]:
                    self.assertNotIn(x["secret"].encode(), whole, path)
        for x in made["links"]:
            self.assertNotIn(x["secret"], self.d.said())

    def test_without_secrets(self):
        self.assertEqual(self.new(secrets=False)["links"], [])

    def test_mistakes_come_with_lines(self):
        r = self.h.ask("new", name="fel", template="name: x\nnonsense: [\n")
        self.assertFalse(r["ok"])
        self.assertGreater(r["mistakes"][0]["line"], 0)
        self.assertEqual(self.h.ask("list")["seminars"], [])
        self.assertEqual(glob.glob(self.d.data + "/fel*"), [])

    def test_refusals_are_sentences(self):
        self.new()
        for request in ({"name": "dag", "template": "x"}, {"name": "../x", "template": "x"}, {"name": "join", "template": "x"},
                        {"name": "x"}, {"name": "x", "template": "x", "date": "igår"},
                        {"name": "x", "template": "x", "rooms": [1]}):
            r = self.h.ask("new", **request)
            self.assertFalse(r["ok"])
            self.assertGreater(len(r["error"]), 15, request)
        for verb in ("status", "close", "backup", "erase", "links", "open", "rewrite"):
            self.assertFalse(self.h.ask(verb, name="finnsinte")["ok"], verb)
            self.assertFalse(self.h.ask(verb)["ok"], verb)
        self.assertFalse(self.h.ask("finnsinte")["ok"])
        self.h.lines.write("nej\n[]\n{\"do\":\n")
        self.h.lines.flush()
        for _ in range(3):
            self.assertIn('"ok":false', self.h.lines.readline())

    def test_links(self):
        made = self.new()
        self.assertEqual(len(self.h.ask("links", name="dag")["links"]), len(made["links"]))
        r = self.h.ask("links", name="dag", mint={"role": "scribe", "place": "Alm", "label": "reserv"})
        self.assertEqual(self.enter(r["link"]["secret"])[1][0], 33)
        listed = next(x for x in self.h.ask("links", name="dag")["links"] if x["label"] == "reserv")
        again = self.h.ask("links", name="dag", renew=listed["id"])["link"]
        self.assertEqual(self.enter(r["link"]["secret"])[1][:2], ("close", 4401))
        w, welcome = self.enter(again["secret"])
        self.assertEqual(welcome[0], 33)
        self.assertTrue(self.h.ask("links", name="dag", revoke=listed["id"])["ok"])
        self.assertEqual(w.until_close(), 4403)
        self.assertFalse(self.h.ask("links", name="dag", mint={"role": "scribe", "place": "Nej"})["ok"])
        self.assertFalse(self.h.ask("links", name="dag", mint={"role": "host"})["ok"])

    # --- files
    def test_close_leaves_one_plain_file_and_open_takes_it_up(self):
        made = self.new()
        w, _ = self.enter(self.link(made, "scribe")["secret"])
        self.assertTrue(self.h.ask("close", name="dag")["ok"])
        self.assertEqual(w.until_close(), 4404)
        self.assertEqual(sorted(os.path.basename(p) for p in glob.glob(self.d.data + "/dag.samverka*")),
                         ["dag.samverka", "dag.samverka.mark"])
        self.assertEqual(Socket(self.d, Host="localhost").until_close(), 4404)
        self.assertEqual(self.h.ask("list")["seminars"][0]["state"], "closed")
        self.assertTrue(self.h.ask("open", name="dag")["ok"])
        self.assertEqual(self.enter(self.link(made, "scribe")["secret"])[1][0], 33)

    def test_a_closed_one_stays_closed_over_a_restart(self):
        self.new()
        self.h.ask("close", name="dag")
        self.h.close()
        self.assertEqual(self.d.stop(), 0)
        again = Daemon(data=self.d.data)
        try:
            h = again.host()
            self.assertEqual([(s["name"], s["state"]) for s in h.ask("list")["seminars"]], [("dag", "closed")])
            h.close()
            self.assertEqual(again.stop(), 0, again.said())
        finally:
            again.clean()

    def test_backup_and_restore_begin_a_new_history(self):
        made = self.new()
        organiser = self.link(made, "organiser")["secret"]
        copy = os.path.join(self.d.data, "kopia")
        w, welcome = self.enter(organiser)
        self.set_room(w, 1, 1, 20261201, welcome[3])  # SEMINAR.DATE
        self.assertTrue(self.h.ask("backup", name="dag", to=copy)["ok"])
        self.assertFalse(self.h.ask("backup", name="dag", to=copy)["ok"])
        self.assertFalse(self.h.ask("restore", name="dag", **{"from": copy})["ok"])
        r = self.h.ask("restore", name="igen", **{"from": copy})
        self.assertTrue(r["ok"], r)
        w2, there = self.enter(organiser, "igen", resume=[welcome[2], 1, bytes(8)])
        self.assertNotEqual(there[2], welcome[2])  # another epoch
        self.assertEqual(there[4], 2)  # drop what you hold
        self.assertEqual(glob.glob(self.d.data + "/*.restored"), [])
        self.assertFalse(self.h.ask("restore", name="tom", **{"from": "/finns/inte"})["ok"])
        self.assertEqual(glob.glob(self.d.data + "/tom*"), [])

    def test_erase_takes_two_steps_and_leaves_nothing(self):
        made = self.new()
        w, _ = self.enter(self.link(made, "scribe")["secret"])
        first = self.h.ask("erase", name="dag")
        self.assertTrue(first["confirm"])
        self.assertTrue(first["out_of_reach"])
        self.assertFalse(self.h.ask("erase", name="dag", confirm="fel")["ok"])
        self.assertEqual(self.h.ask("list")["seminars"][0]["state"], "open")
        done = self.h.ask("erase", name="dag", confirm=first["confirm"])
        self.assertTrue(done["ok"], done)
        self.assertEqual(w.until_close(), 1001)  # and learns it when it comes back: test_shell_gone
        self.assertEqual(glob.glob(self.d.data + "/dag*"), [])
        with open(self.d.data + "/audit.log", encoding="utf-8") as f:
            said = f.read()
        self.assertRegex(said, rf"(?m)^\d{{4}}-\d\d-\d\dT[\d:]{{8}}Z erase dag complete \(socket, uid {os.getuid()}\)$")  # who, when
        self.assertFalse(self.h.ask("erase", name="dag", confirm=first["confirm"])["ok"])

    def test_rewrite(self):
        made = self.new()
        organiser = self.link(made, "organiser")["secret"]
        w, welcome = self.enter(organiser)
        w.send([2, [[1, welcome[3], 1, (welcome[7] << 30) | 1, 3, 1, 0, [[1, "Kanariefågel"]]]]])
        self.assertEqual(w.message(35)[0], 35)
        first = self.h.ask("rewrite", name="dag", drop="names")
        self.assertTrue(any(x.startswith("names in what was written") for x in first["out_of_reach"]))
        done = self.h.ask("rewrite", name="dag", drop="names", confirm=first["confirm"])
        self.assertTrue(done["ok"], done)
        self.assertEqual(w.until_close(), 1001)
        w2, there = self.enter(organiser, resume=[welcome[2], 1, bytes(8)])
        self.assertEqual((there[4], there[5]), (2, 2))  # drop what you hold: rewritten
        for path in glob.glob(self.d.data + "/dag*"):
            with open(path, "rb") as f:
                self.assertNotIn("Kanariefågel".encode(), f.read(), path)
        self.assertFalse(self.h.ask("rewrite", name="dag", drop="allt")["ok"])

    # --- the socket
    def test_only_the_owner(self):
        mode = os.stat(self.d.data + "/admin.sock").st_mode
        self.assertEqual(stat.S_IMODE(mode) & 0o077, 0)
        self.assertEqual(stat.S_IMODE(os.stat(self.d.data).st_mode) & 0o077, 0)
        if os.geteuid() == 0:  # somebody else who got hold of the path
            os.chmod(self.d.data, 0o755)
            os.chmod(self.d.data + "/admin.sock", 0o777)
            pid = os.fork()
            if pid == 0:
                os.setuid(65534)
                s = socket.socket(socket.AF_UNIX)
                s.connect(self.d.data + "/admin.sock")
                try:
                    s.sendall(b'{"do":"list"}\n')
                    got = s.recv(10)
                except ConnectionError:
                    got = b""
                os._exit(0 if got == b"" else 1)
            self.assertEqual(os.waitpid(pid, 0)[1], 0)


if __name__ == "__main__":
    unittest.main()
