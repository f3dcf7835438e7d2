"""Frames under pressure: readers who stall, visitors who vanish, and everything still adds up."""
import os
import random
import socket
import struct
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import EV, OPS, PING, PONG, RES, SNAP, Daemon, Socket  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")
N = int(os.environ.get("SMV_FLOW_OPS", "6000"))
NAME = "Räddningstjänsten i " + "Å" * 80


class Flow(unittest.TestCase):
    def setUp(self):
        self.d = Daemon("--unlimited")
        h = self.d.host()
        self.links = {x["role"]: x["secret"] for x in h.new("dag", TEMPLATE, rooms=["Ek"])["links"]}
        self.h = h

    def tearDown(self):
        self.h.close()
        code, said = self.d.stop(), self.d.said()
        self.d.clean()
        self.assertEqual(code, 0, said)

    def enter(self, role="organiser"):
        w = Socket(self.d)
        self.addCleanup(w.close)
        welcome = w.hello(self.links[role])
        self.assertEqual(welcome[0], 33)
        return w, welcome

    def write(self, w, welcome, count):
        """count organisations, never more than 128 unconfirmed; returns the log position of the last."""
        n = confirmed = seq = 0
        while confirmed < count:
            while n < count and n - confirmed <= 64:
                ops = []
                while len(ops) < 32 and n < count:
                    n += 1
                    ops.append([n, welcome[3], 1, (welcome[7] << 30) | n, 2, 1, 0, [[1, NAME]]])
                w.send([OPS, ops])
            m = w.message()
            self.assertNotIn(m[0], ("close", RES), m[:2] if m else m)
            if m[0] == EV:
                for i in m[4]:
                    if i[2] == welcome[7]:
                        self.assertEqual(i[3], confirmed + 1)
                        confirmed, seq = i[3], m[2]
        return seq

    def follow(self, w, until):
        """Reads until the position; what a client knows must grow without a gap. Returns (snapshots, nodes)."""
        at, snaps, nodes, parts = None, 0, 0, set()
        while at is None or at < until:
            m = w.message()
            self.assertIsNotNone(m)
            self.assertNotEqual(m[0], "close", m)
            if m[0] == SNAP:
                parts.add(m[3])
                if len(parts) == m[4]:
                    at, snaps, parts = m[1], snaps + 1, set()
            elif m[0] == EV and at is not None and m[2] > at:
                self.assertLessEqual(m[1], at)  # what is known already may be told again, nothing left out
                nodes += sum(1 for i in m[4] if i[0] > at)
                at = m[2]
        return snaps, nodes

    def test_a_stalled_reader_gets_everything_in_order_later(self):
        stalled = [self.enter()[0] for _ in range(5)]
        reader, _ = self.enter()
        w, welcome = self.enter()
        seqs = []
        t = threading.Thread(target=lambda: seqs.append(self.follow(reader, N)))
        t.start()
        last = self.write(w, welcome, N)
        t.join(60)
        self.assertEqual(seqs[0][0], 1)  # a reader who keeps up needs no second snapshot
        for s in stalled:
            snaps, _ = self.follow(s, last)
            self.assertGreaterEqual(snaps, 1)
            s.send([PING, 9, last])
            self.assertEqual(s.message(PONG)[1], 9)
        self.assertGreaterEqual(self.h.ask("status", name="dag")["head"], N)

    def test_visitors_who_vanish(self):
        """Resets in every phase while others write; the log has what was confirmed, once."""
        rng = random.Random(7)
        over = threading.Event()
        failures = []

        def churn():
            try:
                while not over.is_set():
                    s = self.d.connect()
                    phase = rng.randrange(6)
                    if phase == 1:
                        s.sendall(b"GET /dag/ws HTTP/1.1\r\nHost: x\r\nUpgr")
                    elif phase == 2:
                        s.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * rng.randrange(1, 9))
                    elif phase == 3:
                        s.sendall(os.urandom(rng.randrange(1, 500)))
                    elif phase >= 4:
                        s.close()
                        w = Socket(self.d)
                        s = w.s
                        if phase == 5:
                            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
                            w.send([1, 1, 1, self.links["organiser"], os.urandom(16), "x", None, 0, "t"])
                            s.recv(rng.randrange(1, 2000))
                        w.f.close()
                    if rng.random() < 0.7:
                        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    s.close()
            except OSError as e:
                failures.append(e)

        threads = [threading.Thread(target=churn) for _ in range(3)]
        for t in threads:
            t.start()
        w, welcome = self.enter()
        self.write(w, welcome, N // 3)
        over.set()
        for t in threads:
            t.join(30)
        self.assertEqual([f for f in failures if not isinstance(f, (ConnectionError, TimeoutError))], [])
        late, _ = self.enter()
        snaps, _ = self.follow(late, N // 3)
        self.assertEqual(snaps, 1)
        self.assertGreaterEqual(self.h.ask("status", name="dag")["nodes"], N // 3)


if __name__ == "__main__":
    unittest.main()
