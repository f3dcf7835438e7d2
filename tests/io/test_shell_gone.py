"""A seminar that is not there: never was, closed by its host, erased. A browser sees no HTTP status of an upgrade, so it
is told over the WebSocket; and whoever held something of an erased one learns that it is to go."""
import os
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import ERR, GOAWAY, SNAP, WELCOME, Daemon, Socket  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")
GOING, GONE = 1001, 4404


class GoneTest(unittest.TestCase):
    def setUp(self):
        self.d = Daemon()
        self.h = self.d.host()
        self.addCleanup(self.end)

    def end(self):
        self.h.close()
        code = self.d.stop()
        said = self.d.said()
        self.d.clean()
        self.assertEqual(code, 0, said)

    def again(self):
        """The daemon is started anew on the same folder."""
        self.h.close()
        self.assertEqual(self.d.stop(), 0, self.d.said())
        old, self.d = self.d, Daemon(data=self.d.data)
        self.d.own, old.own = True, False
        old.clean()
        self.h = self.d.host()

    def new(self, name="dag"):
        made = self.h.new(name, TEMPLATE, rooms=["Ek"])
        self.assertTrue(made["ok"], made)
        return next(x for x in made["links"] if x["role"] == "scribe")["secret"]

    def socket(self, name="dag", **headers):
        w = Socket(self.d, path=f"/{name}/ws", **headers)
        self.addCleanup(w.close)
        return w

    def enter(self, secret, name="dag", resume=None):
        w = self.socket(name)
        return w, w.hello(secret, resume=resume)

    def erase(self, name="dag"):
        word = self.h.ask("erase", name=name)["confirm"]
        done = self.h.ask("erase", name=name, confirm=word)
        self.assertTrue(done["ok"], done)
        return done

    def is_gone(self, w):
        """ERR says it in words, the close in a number; nothing else comes."""
        self.assertEqual(w.status, 101)
        m = w.message()
        self.assertEqual(m[:2], [ERR, GONE])
        self.assertGreater(len(m[2]), 10)
        self.assertEqual(w.message()[:2], ("close", GONE))

    def test_one_that_never_was(self):
        self.is_gone(self.socket("finnsinte"))
        self.new()
        self.is_gone(self.socket("dag2"))
        for _ in range(300):  # costs nothing that stays
            self.socket("finnsinte").close()
        self.is_gone(self.socket("finnsinte"))

    def test_the_guards_come_first(self):
        self.assertEqual(self.socket("finnsinte", Origin="https://annan.example").status, 403)
        self.assertEqual(self.socket("finnsinte", Host="annan.example").status, 403)
        self.assertEqual(self.socket("finnsinte", Sec_WebSocket_Protocol=None).status, 400)
        self.assertEqual(self.socket("Finns Inte".replace(" ", "%20")).status, 404)

    def test_one_that_its_host_closed(self):
        secret = self.new()
        w, welcome = self.enter(secret)
        self.assertEqual(welcome[0], WELCOME)
        self.assertTrue(self.h.ask("close", name="dag", force=True)["ok"])
        seen = []
        while (m := w.message()) is not None and m[0] != "close":
            seen.append(m)
        self.assertEqual(m[:2], ("close", GONE))
        self.assertEqual(seen[-1][:2], [ERR, GONE])
        self.assertNotIn(GOAWAY, [s[0] for s in seen])  # it would be back before it could be told
        self.is_gone(self.socket())
        self.again()
        self.is_gone(self.socket())
        self.assertTrue(self.h.ask("open", name="dag")["ok"])
        w, there = self.enter(secret, resume=[welcome[2], 0, b"\xff" * 8])
        self.assertEqual(there[0], WELCOME)
        self.assertEqual(there[2], welcome[2])  # what was kept on the device is still of use

    def is_erased(self, w, before):
        m = w.message()
        self.assertEqual(m[0], WELCOME)
        self.assertEqual((m[4], m[5]), (2, 3))  # another history, erased
        self.assertNotEqual(m[2], before)
        m = w.message()
        self.assertEqual((m[0], m[3], m[4]), (SNAP, 0, 1))
        self.assertEqual([n[0] for n in m[5]], [1])  # the root
        self.assertEqual(m[5][0][10], [])
        self.is_gone(w)

    def come_back(self, secret, epoch):
        w = self.socket()
        self.assertEqual(w.status, 101)
        w.send([1, 1, 1, secret, bytes(16), "prov", [epoch, 0, b"\xff" * 8], 0, "test"])
        return w

    def test_one_that_was_erased(self):
        secret = self.new()
        w, welcome = self.enter(secret)
        epoch = welcome[2]
        self.erase()
        said = []
        while (m := w.message()) is not None and m[0] != "close":
            said.append((m[0], m[1]))
        self.assertIn((GOAWAY, GOING), said)  # come back soon, to hear it
        self.assertEqual(m[:2], ("close", GOING))
        for _ in range(2):
            self.is_erased(self.come_back(secret, epoch), epoch)
            self.is_gone(self.come_back(secret, bytes(16)))  # who was never in learns nothing
            w = self.socket()
            w.send([1, 1, 1, secret, bytes(16), "prov", None, 0, "test"])
            self.is_gone(w)
            w = self.socket()
            w.send([5, 0, 0])  # not HELLO
            self.is_gone(w)
            self.again()

    def test_one_that_says_nothing_is_not_waited_for(self):
        self.new()
        self.erase()
        self.is_gone(self.socket())  # after 5 s

    def test_one_that_was_closed_and_then_erased(self):
        secret = self.new()
        w, welcome = self.enter(secret)
        w.send([8])  # BYE
        w.until_close()
        self.assertTrue(self.h.ask("close", name="dag", force=True)["ok"])
        self.erase()
        self.is_erased(self.come_back(secret, welcome[2]), welcome[2])

    def test_the_name_is_free_again(self):
        secret = self.new()
        epoch = self.enter(secret)[1][2]
        self.erase()
        fresh = self.new()
        self.assertEqual(self.enter(fresh)[1][0], WELCOME)
        self.assertTrue(self.h.ask("close", name="dag", force=True)["ok"])
        self.is_erased(self.come_back(secret, epoch), epoch)


if __name__ == "__main__":
    unittest.main()
