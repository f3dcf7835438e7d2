"""The participants' door: the short code, the crowd before HELLO, and the secrets of polls."""
import glob
import json
import os
import resource
import socket
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import EV, OPS, PING, PONG, Daemon, Socket  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")
BALLOT, RECEIPT, WHO = 9, 43, 4401


class Door(unittest.TestCase):
    def setUp(self):
        self.start()
        self.made = self.h.new("dag", TEMPLATE, rooms=["Ek"], code="4k7M-2p")
        self.links = {x["role"]: x["secret"] for x in self.made["links"]}
        self.n = 0

    def start(self, **more):
        self.d = Daemon(**more)
        self.addCleanup(self.d.clean)
        self.h = self.d.host()

    def stop(self):
        self.h.close()
        self.assertEqual(self.d.stop(), 0, self.d.said())

    def tearDown(self):
        self.stop()

    def enter(self, token):
        w = Socket(self.d)
        self.addCleanup(w.close)
        return w, w.hello(token)

    def organiser(self):
        w, self.welcome = self.enter(self.links["organiser"])
        self.n, self.made_ids = 0, 0
        return w

    def op(self, w, *op):
        """An operation of the organiser's, confirmed."""
        self.n += 1
        w.send([OPS, [[self.n, self.welcome[3], *op]]])
        while not any(i[2:4] == [self.welcome[7], self.n] for i in w.message(EV)[4]):
            pass

    def add(self, w, kind, parent, fields):
        self.made_ids += 1
        ident = (self.welcome[7] << 30) | self.made_ids
        self.op(w, 1, ident, kind, parent, 0, fields)
        return ident

    def open_door(self, w):
        self.op(w, 2, 1, 8, 1)

    def join(self, code):
        body = json.dumps({"code": code}).encode()
        request = f"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        status, headers, answer = self.d.http(request + body)
        return status, headers, json.loads(answer)

    def test_the_code_as_people_type_it(self):
        self.assertEqual(self.join("4k7m2p")[0], 404)
        w = self.organiser()
        self.open_door(w)
        for typed in ("4k7M-2p", "4K7 M2P", "4k7m2p"):
            status, _, answer = self.join(typed)
            self.assertEqual((status, answer), (200, {"seminar": "dag", "code": "4k7M-2p"}))
        self.assertEqual(self.join("4k7m2q")[0], 404)
        self.assertEqual(self.enter(answer["code"])[1][9], 7)  # a participant
        self.op(w, 2, 1, 8, 0)
        self.assertEqual(self.join("4k7m2p")[0], 404)
        self.assertEqual(self.enter(answer["code"])[1][:2], ("close", WHO))

    def test_guessing_pauses_typing_but_not_links(self):
        w = self.organiser()
        self.open_door(w)
        answers = [self.join(f"{i:06}")[0] for i in range(200)]
        self.assertEqual(answers[:50], [404] * 50)
        status, headers, _ = self.join("4k7m2p")
        self.assertEqual(status, 503)
        self.assertGreater(int(headers["retry-after"]), 0)
        self.assertEqual(self.enter(self.links["scribe"])[1][0], 33)

    def test_a_crowd_before_hello(self):
        """The oldest silent sockets go; those that are in stay; newcomers get in."""
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        w, _ = self.enter(self.links["scribe"])
        first = Socket(self.d)
        self.addCleanup(first.close)
        crowd = [socket.create_connection(self.d.address) for _ in range(2100)]
        self.assertEqual(first.until_close(), 4503)
        crowd[0].settimeout(20)
        try:
            self.assertEqual(crowd[0].recv(1), b"")
        except ConnectionResetError:
            pass
        w.send([PING, 1, 0])
        self.assertEqual(w.message(PONG)[1], 1)
        self.assertEqual(self.enter(self.links["scribe"])[1][0], 33)
        for s in crowd:
            s.close()

    def test_the_secret_of_a_poll(self):
        w = self.organiser()
        self.open_door(w)
        sheet = self.add(w, 11, 1, [[1, "Röstning"], [2, 8], [7, 15], [8, 1]])
        poll = self.add(w, 44, sheet, [[1, "Vad?"], [2, 0]])
        self.assertEqual(glob.glob(self.d.data + "/dag.keys/*"), [])
        self.op(w, 2, poll, 3, 1)
        self.h.ask("status", name="dag")
        self.assertEqual(glob.glob(self.d.data + "/dag.keys/*"), [f"{self.d.data}/dag.keys/{poll}.key"])
        with open(f"{self.d.data}/dag.keys/{poll}.key", "rb") as f:
            key = f.read()
        self.assertEqual(len(key), 32)
        phone, welcome = self.enter("4k7M-2p")
        self.assertEqual(welcome[0], 33)
        phone.send([BALLOT, poll, "Bra kaffe"])
        self.assertEqual(phone.message(RECEIPT), [RECEIPT, poll, 0])
        copy = self.d.data + "/kopia"
        self.h.ask("backup", name="dag", to=copy)
        self.stop()
        for path in glob.glob(self.d.data + "/*"):
            if os.path.isfile(path):
                with open(path, "rb") as f:
                    whole = f.read()
                self.assertNotIn(phone.cid, whole, path)
                self.assertNotIn(key, whole, path)
        self.assertNotIn(phone.cid.hex(), self.d.said())
        # started again with the key: still open, the same device still has one ballot
        self.start(data=self.d.data)
        phone2 = Socket(self.d)
        phone2.hello("4k7M-2p", cid=phone.cid)
        phone2.send([BALLOT, poll, "Mer te"])
        self.assertEqual(phone2.message(RECEIPT), [RECEIPT, poll, 0])
        phone2.close()
        self.stop()
        # without the key: who has answered cannot be told any more, so it is over
        os.unlink(f"{self.d.data}/dag.keys/{poll}.key")
        self.start(data=self.d.data)
        phone3, _ = self.enter("4k7M-2p")
        phone3.send([BALLOT, poll, "Saft"])
        self.assertNotEqual(phone3.message(RECEIPT), [RECEIPT, poll, 0])

    def test_closing_a_poll_destroys_its_secret(self):
        w = self.organiser()
        sheet = self.add(w, 11, 1, [[2, 8], [8, 1]])
        poll = self.add(w, 44, sheet, [[2, 0]])
        self.op(w, 2, poll, 3, 1)
        self.h.ask("status", name="dag")
        self.assertEqual(len(glob.glob(self.d.data + "/dag.keys/*")), 1)
        self.op(w, 2, poll, 3, 2)
        self.h.ask("status", name="dag")
        self.assertEqual(glob.glob(self.d.data + "/dag.keys/*"), [])


if __name__ == "__main__":
    unittest.main()
