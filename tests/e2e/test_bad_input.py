"""Bad input against the real daemon: the documented answer, a line in the log that gives nothing away, and two
innocent people, one writing and one reading, who notice nothing. One case per method."""
import ctypes
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import unittest

import msgpack

from world import ACTION, CODE, DOOR, FORM, OF_ROOM, QUESTION, SEMINAR, SHEET, STATE, TEMPLATE, World
from samverkad import EV, HELLO, OPS, PING, PONG, RES, SNAP, WELCOME, Socket

ERR, PAST = 40, 38
SECRET = "HEMLIGT-INNEHÅLL"   # is in what is sent, never in what is logged
TXT, SET, ADD = 3, 2, 1


def fields(node):
    return {f[0]: f[1] for f in node[10]}


class Person:
    """Somebody by hand: HELLO, the whole snapshot, and numbered operations."""

    def __init__(self, world, secret, name="dag", **more):
        self.w = Socket(world.daemon, path=f"/{name}/ws")
        self.welcome = self.w.hello(secret, **more)
        assert self.welcome[0] == WELCOME, self.welcome
        self.ord, self.n, self.nodes, self.seq = self.welcome[7], self.welcome[8], [], 0
        while self.welcome[4] != 0:
            m = self.w.message(SNAP)
            self.nodes += m[5]
            self.seq = m[1]
            if m[3] + 1 == m[4]:
                break
        self.counter = 0

    def ops(self, *ops, seen=None):
        seen = self.seq if seen is None else seen
        self.w.send([OPS, [[self.n + i + 1, seen, *op] for i, op in enumerate(ops)]])
        self.n += len(ops)

    def id(self):
        self.counter += 1
        return self.ord * 2 ** 30 + self.counter

    def verdict(self):
        """(code, seq) of the operation sent last; ("close", code) when it ends instead."""
        while (m := self.w.message()) is not None:
            if m[0] == "close":
                return m[:2]
            if m[0] == EV:
                self.seq = m[2]
                if any(i[2] == self.ord and i[3] == self.n for i in m[4]):
                    return 0, m[2]
            if m[0] == RES:
                for n, code, seq in m[1]:
                    if n == self.n:
                        return code, seq
        return None

    def sheet(self, form, room):
        rooms = {fields(n)[1]: n[0] for n in self.nodes if n[1] == 7}
        return next(n[0] for n in self.nodes if n[1] == SHEET and fields(n).get(FORM, 0) == form
                    and fields(n).get(OF_ROOM) == rooms[room])

    def close(self):
        self.w.close()


class Case(unittest.TestCase):
    args = ("--log", "debug")

    @classmethod
    def setUpClass(cls):
        cls.w = World(*cls.args)
        org = Person(cls.w, cls.w.links[("organiser", None)])
        org.ops([SET, SEMINAR, STATE, 1], [SET, SEMINAR, DOOR, 1])
        assert org.verdict()[0] == 0
        org.close()
        cls.writer = Person(cls.w, cls.w.links[("scribe", "Tall")], name="dag")
        cls.reader = Person(cls.w, cls.w.links[("facilitator", "Tall")])
        cls.board = cls.writer.sheet(3, "Tall")

    @classmethod
    def tearDownClass(cls):
        cls.writer.close()
        cls.reader.close()
        code, said = cls.w.daemon.stop(), cls.w.daemon.said()
        cls.w.daemon.clean()
        assert code == 0, said
        assert "ERROR: " not in said and "runtime error" not in said, said
        for secret in [*cls.w.links.values(), CODE, SECRET]:
            assert secret not in said, "the log tells " + secret

    def setUp(self):
        self.before = len(self.w.daemon.said())
        self.line = ""

    def tearDown(self):
        """The innocent: one writes, the other reads it; neither is told of anything else."""
        w, r = self.writer, self.reader
        w.ops([ADD, w.id(), ACTION, self.board, 0, [[1, "oskyldigt"]]])
        self.assertEqual(w.verdict()[0], 0)
        while True:
            m = r.w.message()
            self.assertIsNotNone(m)
            self.assertNotIn(m[0], ("close", ERR), m)
            if m[0] == EV and any(i[2] == w.ord and i[3] == w.n for i in m[4]):
                break
        if self.line:
            self.assertRegex(self.w.daemon.said()[self.before:], self.line)

    def socket(self, **more):
        s = Socket(self.w.daemon, **more)
        self.addCleanup(s.close)
        return s

    def person(self, role="scribe", place="Ek", **more):
        p = Person(self.w, self.w.links[(role, place)], **more)
        self.addCleanup(p.close)
        return p

    def ends(self, s, code, says=""):
        """An ERR with a sentence, then the close code."""
        heard = []
        while (m := s.message()) is not None and m[0] != "close":
            heard.append(m)
        self.assertIsNotNone(m, "hung up without a word")
        self.assertEqual(m[1], code, (m, heard[-1:]))
        if says:
            self.assertEqual((heard[-1][0], heard[-1][1]), (ERR, code))
            self.assertIn(says, heard[-1][2])
        self.line = f"closed with {code}: "


class Doors(Case):
    def test_wrong_token(self):
        s = self.socket()
        s.send([HELLO, 1, 1, SECRET, b"c" * 16, "x", None, 0, "t"])
        self.ends(s, 4401, "unknown or wrong link")

    def test_revoked_link(self):
        p, org = self.person(), self.person("organiser", None)
        link = next(n[0] for n in org.nodes if n[1] == 8 and fields(n)[6] == "Ek, scribe")
        org.ops([SET, link, 5, 1])
        self.assertEqual(org.verdict()[0], 0)
        self.ends(p.w, 4403, "revoked")                     # in the middle of a connection
        s = self.socket()
        s.send([HELLO, 1, 1, self.w.links[("scribe", "Ek")], b"c" * 16, "x", None, 0, "t"])
        self.ends(s, 4403, "revoked")                       # and at the door
        org.ops([SET, link, 5, 0])
        self.assertEqual(org.verdict()[0], 0)
        self.person()

    def test_foreign_origin(self):
        self.assertEqual(self.socket(Origin="https://elak.example").status, 403)
        self.line = "upgrade refused with 403"

    def test_missing_subprotocol(self):
        self.assertEqual(self.socket(Sec_WebSocket_Protocol=None).status, 400)
        self.line = "upgrade refused with 400"

    def test_h2c_upgrade(self):
        s = self.socket(path="/", Upgrade="h2c", Connection="Upgrade, HTTP2-Settings", HTTP2_Settings="AAMAAABkAAQAAP__",
                        Sec_WebSocket_Protocol=None, Sec_WebSocket_Key=None, Sec_WebSocket_Version=None)
        self.assertNotEqual(s.status, 101)

    def test_no_such_seminar(self):
        s = self.socket(path="/nejnej/ws")
        self.assertEqual(s.status, 101)  # a browser would not be told anything else
        self.ends(s, 4404)

    def test_ops_before_welcome(self):
        s = self.socket()
        s.send([OPS, [[1, 0, SET, 1, 1, SECRET]]])
        self.ends(s, 4400)

    def test_ops_right_behind_hello(self):
        s = self.socket()
        s.send([HELLO, 1, 1, self.w.links[("scribe", "Ek")], os.urandom(16), "x", None, 0, "t"])
        s.send([OPS, [[1, 0, ADD, 5, 26, 1, 0, [[1, SECRET]]]]])
        m = s.message()
        if m[0] == WELCOME:       # it was faster; then it is an operation like any other
            self.assertEqual(s.message(RES)[1][0][0], 1)
        else:
            self.assertEqual(m[:2], [ERR, 4400])

    def test_200_who_never_say_hello(self):
        sockets = [self.socket() for _ in range(200)]
        self.assertEqual({s.status for s in sockets}, {101})
        self.tearDown()                                     # others come and go meanwhile
        self.person()
        for s in sockets:                                   # each close comes by itself
            s.s.settimeout(30)
            self.assertEqual(s.until_close(), 4408)
        self.line = "closed with 4408: "


class Frames(Case):
    def test_unmasked(self):
        """Not refused (section 1): what it says counts, as if it were masked."""
        p = self.person()
        p.w.frame(msgpack.packb([PING, 1, 0]), mask=False)
        self.assertEqual(p.w.message(PONG)[1], 1)
        p.w.frame(msgpack.packb([99, SECRET]), mask=False)
        self.ends(p.w, 4400)

    def test_text_frame(self):
        p = self.person()
        p.w.frame(SECRET.encode(), opcode=1)
        self.ends(p.w, 4400)

    def test_ten_megabytes(self):
        p = self.person()
        p.w.frame(b"x" * 1000, length=10_000_000)
        self.ends(p.w, 1009)

    def test_endless_fragments(self):
        p = self.person()
        p.w.frame(b"x", fin=False)
        for _ in range(66):  # just over what one message may hold; what others write comes in between
            p.w.frame(b"x" * 1000, opcode=0, fin=False)
        self.ends(p.w, 1009)

    def malformed(self, payload, says=""):
        p = self.person()
        p.w.frame(payload)
        self.ends(p.w, 4400, says)

    def test_nested_a_million_deep(self):
        s = self.person()
        s.w.frame(b"\x92\x02" + b"\x91" * 65000)
        self.ends(s.w, 4400)
        s = self.person()
        s.w.frame(b"\x92\x02" + b"\x91" * 1_000_000)
        self.ends(s.w, 1009)

    def test_four_gigabytes_in_an_array(self):
        self.malformed(b"\x92\x02\xdd\xff\xff\xff\xff")

    def test_four_gigabytes_in_a_string(self):
        self.malformed(b"\x92\x08\xdb\xff\xff\xff\xff" + SECRET.encode())

    def test_four_gigabytes_in_a_map(self):
        self.malformed(b"\x92\x02\x91\x96\x01\x00\x03\x05\x01\xdf\xff\xff\xff\xff")

    def test_four_gigabytes_as_the_message(self):
        self.malformed(b"\xdd\xff\xff\xff\xff")

    def test_not_msgpack(self):
        self.malformed(b"\xc1" + SECRET.encode())

    def test_nothing(self):
        self.malformed(b"")

    def test_more_behind(self):
        self.malformed(msgpack.packb([PING, 1, 0]) + b"\x00")

    def test_broken_utf8_in_bye(self):
        self.malformed(msgpack.packb([8, "xx"]).replace(b"xx", b"\xff\xfe"))

    def test_broken_utf8_in_a_name(self):
        s = self.socket()
        m = msgpack.packb([HELLO, 1, 1, self.w.links[("scribe", "Ek")], b"u" * 16, "xx", None, 0, "t"])
        s.frame(m.replace(b"xx", b"\xc3\x28"))
        self.ends(s, 4400)

    def test_broken_utf8_in_a_field(self):
        p = self.person()
        m = msgpack.packb([OPS, [[1, p.seq, ADD, p.id(), ACTION, p.sheet(3, "Ek"), 0, [[1, "xx"]]]]])
        p.w.frame(m.replace(b"xx", b"\xed\xa0"))
        p.n = 1
        got = p.verdict()
        self.assertIn(got, ((16, 0), (10, 0), ("close", 4400)), got)

    def test_float_where_a_number_is(self):
        self.malformed(msgpack.packb([PING, 1.5, 0]))

    def test_second_hello(self):
        p = self.person()
        p.w.send([HELLO, 1, 1, self.w.links[("scribe", "Ek")], b"c" * 16, "x", None, 0, "t"])
        self.ends(p.w, 4400, "HELLO comes once")

    def test_what_only_the_daemon_sends(self):
        for number in range(33, 44):
            with self.subTest(number=number):
                self.malformed(msgpack.packb([number, []]))

    def test_unknown_numbers(self):
        self.malformed(msgpack.packb([99, SECRET]))
        p = self.person()
        p.w.send([200, SECRET, {"x": [1]}])                 # of a later version: ignored
        p.w.send([PING, 7, 0])
        self.assertEqual(p.w.message(PONG)[1], 7)

    def test_ping_flood(self):
        p = self.person()
        try:
            for i in range(5000):
                p.w.send([PING, i, 0])
        except OSError:
            pass                                            # it had enough
        self.ends(p.w, 4429)


class Operations(Case):
    def refused(self, code, *op, seen=None, role="scribe", place="Ek"):
        p = self.person(role, place)
        p.ops(list(op), seen=seen)
        got = p.verdict()
        self.assertEqual(got[0], code, got)
        p.w.send([PING, 1, 0])
        self.assertEqual(p.w.message(PONG)[1], 1)           # and it stays connected
        return p

    def test_on_another_rooms_board(self):
        self.refused(20, SET, self.board, 18, 1)            # its proposals are not for us
        p = self.person()
        self.refused(20, SET, p.sheet(0, "Tall"), 18, 1)    # its questions we read, and may not write
        self.refused(40, SET, self.board + 10 ** 9, 18, 1)  # nobody's

    def test_seen_in_the_future(self):
        p = self.person()
        self.refused(13, SET, p.sheet(0, "Ek"), 18, 1, seen=10 ** 9)

    def test_one_number_two_payloads(self):
        p = self.person()
        p.ops([SET, p.sheet(0, "Ek"), 18, 1])
        self.assertEqual(p.verdict()[0], 0)
        p.n -= 1
        p.ops([SET, p.sheet(0, "Ek"), 18, 0])
        p.w.f.peek(1)
        m = p.w.message(RES)
        self.assertEqual(m[1][0][:2], [1, 14])
        self.ends(p.w, 4400, "two operations")

    def test_with_anothers_ordinal(self):
        p = self.person()
        self.refused(18, ADD, self.writer.ord * 2 ** 30 + 10 ** 6, ACTION, p.sheet(3, "Ek"), 0, [[1, SECRET]])
        self.refused(18, ADD, 77, ACTION, p.sheet(3, "Ek"), 0, [[1, SECRET]])

    def test_65_in_one_frame(self):
        p = self.person()
        p.ops(*[[SET, 1, 1, SECRET]] * 65)
        self.ends(p.w, 4400, "1 to 64 operations")

    def test_none_in_a_frame(self):
        p = self.person()
        p.ops()
        self.ends(p.w, 4400, "1 to 64 operations")

    def test_129_unconfirmed(self):
        """What is above 128 is told to wait, keeps its number, and gets its verdict when it is sent again."""
        p = self.person()
        sheet, first = p.sheet(3, "Ek"), p.n + 1
        frames = [[n, p.seq, ADD, p.ord * 2 ** 30 + n, ACTION, sheet, 0, [[1, "x"]]] for n in range(first, first + 300)]
        head = b"".join(self.masked(msgpack.packb([OPS, frames[i:i + 64]])) for i in range(0, 300, 64))
        p.w.s.sendall(head)
        done, codes = set(), set()
        p.w.send([PING, 5, 0])
        while True:
            m = p.w.message()
            self.assertNotIn(m[0], ("close", ERR), m)
            if m[0] == EV:
                done |= {i[3] for i in m[4] if i[2] == p.ord}
            if m[0] == RES:
                done |= {r[0] for r in m[1] if r[1] == 1}   # was asked for twice
                codes |= {r[1] for r in m[1] if r[1] != 1}
                self.assertTrue(all(r[2] == 0 for r in m[1] if r[1] != 1), m)
            if len(done) == 300:
                break
            if m[0] == PONG:
                rest = [f for f in frames if f[0] not in done]
                for i in range(0, min(len(rest), 128), 64):
                    p.w.send([OPS, rest[i:min(i + 64, 128)]])
                p.w.send([PING, 5, 0])
        self.assertLessEqual(codes, {15, 30, 31})
        self.assertIn(31, codes)

    def masked(self, payload):
        n = len(payload)
        return bytes([0x82, 0x80 | 126]) + n.to_bytes(2, "big") + bytes(4) + payload  # the mask is all zeros

    def test_participant_sends_ops(self):
        p = Person(self.w, CODE)
        self.addCleanup(p.close)
        p.ops([SET, 1, 1, SECRET])
        self.ends(p.w, 4400, "writes nothing")

    def test_screen_sends_ops(self):
        p = self.person("screen", "Stora salen")
        p.ops([SET, 1, 1, SECRET])
        self.ends(p.w, 4400, "writes nothing")

    def test_unreadable_operation(self):
        p = self.person()
        p.ops([99, 1, 1])
        self.ends(p.w, 4400, "cannot be read")
        p = self.person()
        p.ops([SET, -1, 1, 1])
        self.ends(p.w, 4400, "cannot be read")

    def test_log_only_operation(self):
        p = self.person()
        p.ops([16, b"c" * 16, SECRET])
        self.ends(p.w, 4400, "cannot be read")

    def test_bad_texts(self):
        p = self.person()
        q = next(n[0] for n in p.nodes if n[1] == QUESTION and n[2] == p.sheet(0, "Ek"))
        for op, code in (([5, "x"], 13), (["a", "b"], 16), ([{"d": 1}], 13), ([0, "x"], 16), (["\x07"], 16),
                         (["x" * 20001], 41), (["x", 3], 16), ([], 2), (SECRET, 16), ([["x"]], 16), ([-1, "x"], 16)):
            with self.subTest(op=str(op)[:30]):
                p.ops([TXT, q, 3, op])
                got = p.verdict()
                self.assertEqual(got[0], code, (op, got))

    def test_gap_in_numbers(self):
        p = self.person()
        p.n += 5
        p.ops([SET, p.sheet(0, "Ek"), 18, 1])
        self.assertEqual(p.verdict(), (15, 0))

    def test_slow_reader(self):
        """Asks for nothing, reads nothing: the others go on; later it gets a snapshot or a close."""
        slow = Person(self.w, self.w.links[("facilitator", "Tall")])
        self.addCleanup(slow.close)
        slow.w.s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        w = self.writer
        q, size = next(n[0] for n in w.nodes if n[1] == QUESTION and n[2] == w.sheet(0, "Tall")), 0
        for i in range(150):
            text = chr(0x1F600 + i % 60) * 15000
            w.n += 1
            op = [w.n, w.seq, TXT, q, 3, [{"d": size}, text] if size else [text]]
            w.w.s.sendall(self.masked(msgpack.packb([OPS, [op]])))
            self.assertEqual(w.verdict()[0], 0)
            size = len(text)
            if i % 30 == 0:
                self.tearDown()
        while True:
            m = slow.w.message()
            self.assertIsNotNone(m)
            if m[0] in (SNAP, "close"):
                break
            self.assertIn(m[0], (EV, 39))                   # what was on its way; who is here


class Host(Case):
    def test_template_with_a_mistake_on_line_40(self):
        lines = TEMPLATE.strip("\n").split("\n")
        lines = [lines[0]] + ["# rad"] * (39 - 1) + ["languag: sv"] + lines[1:]
        self.assertEqual(lines[39], "languag: sv")
        told = self.w.ask("new", name="fel", template="\n".join(lines))
        self.assertFalse(told["ok"])
        self.assertIn(40, [m["line"] for m in told["mistakes"]], told)
        self.assertNotIn("fel", [s["name"] for s in self.w.ask("list")["seminars"]])

    def test_nonsense_on_the_host_socket(self):
        for line in ("", "{", "[]", "null", '{"do": 5}', '{"do": "' + SECRET + '"}', "[" * 5000, "\x00", '{"do":"new"}'):
            h = self.w.daemon.host()
            h.lines.write(line + "\n")
            h.lines.flush()
            got = h.lines.readline()
            h.close()
            self.assertIn('"ok":', got, line[:20])
            self.assertIn("false", got)


class Start(unittest.TestCase):
    """How it refuses to start: an exit status and one sentence."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="smv", dir="/tmp")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_once(self, data, listen="127.0.0.1:0"):
        r = subprocess.run([os.environ["SAMVERKAD"], "--data", data, "--listen", listen], capture_output=True,
                           text=True, timeout=30)
        self.assertEqual(r.stdout, "")
        self.assertEqual(len(r.stderr.strip().splitlines()), 1, r.stderr)
        return r.returncode, r.stderr

    def test_busy_port(self):
        with socket.create_server(("127.0.0.1", 0)) as s:
            code, said = self.run_once(self.folder, "127.0.0.1:%d" % s.getsockname()[1])
        self.assertEqual(code, 69, said)
        self.assertIn("another program has it", said)

    def test_unreadable_data_folder(self):
        path = os.path.join(self.folder, "fil")
        with open(path, "w", encoding="utf-8") as f:
            f.write("x")
        code, said = self.run_once(path)
        self.assertEqual(code, 74, said)
        self.assertIn(path, said)

    def test_forbidden_data_folder(self):
        if os.geteuid() == 0:
            self.skipTest("root may read every folder")
        os.chmod(self.folder, 0)
        code, said = self.run_once(self.folder)
        os.chmod(self.folder, 0o700)
        self.assertEqual(code, 74, said)

    def test_second_daemon(self):
        w = World()
        self.addCleanup(w.daemon.clean)
        code, said = self.run_once(w.daemon.data)
        self.assertEqual(code, 75, said)
        self.assertIn("another samverkad", said)
        Person(w, w.links[("scribe", "Ek")]).close()
        self.assertEqual(w.daemon.stop(), 0)


class Files(unittest.TestCase):
    def world(self, *args, **more):
        w = World(*args, **more)
        self.addCleanup(lambda: w.daemon.clean())
        return w

    def test_older_copy_put_back_by_hand(self):
        w = self.world()
        p = Person(w, w.links[("scribe", "Ek")])
        p.ops([SET, p.sheet(0, "Ek"), 18, 1])
        self.assertEqual(p.verdict()[0], 0)
        copy = os.path.join(w.daemon.data, "kopia")
        self.assertEqual(w.daemon.stop(), 0)
        shutil.copy(os.path.join(w.daemon.data, "dag.samverka"), copy)
        w.again()
        cid, epoch = p.w.cid, p.welcome[2]
        p = Person(w, p_secret := w.links[("scribe", "Ek")], cid=cid)
        p.ops([SET, p.sheet(0, "Ek"), 18, 0])
        self.assertEqual(p.verdict()[0], 0)
        p.w.send([PING, 1, p.seq])
        last = p.seq
        p.ops([SET, p.sheet(0, "Ek"), 18, 1])
        while True:
            m = p.w.message(EV)
            h8, last = m[3], m[2]
            if any(i[3] == p.n and i[2] == p.ord for i in m[4]):
                break
        self.assertEqual(w.daemon.stop(), 0)
        os.replace(copy, os.path.join(w.daemon.data, "dag.samverka"))
        w.again()
        again = Person(w, p_secret, cid=cid, resume=[epoch, last, h8])
        self.assertEqual(again.welcome[4:6], [2, 1])
        self.assertNotEqual(again.welcome[2], epoch)
        self.assertEqual(again.welcome[6][0], epoch)
        self.assertLess(again.welcome[6][1], last)
        self.assertIn("a new history begins", w.daemon.said())
        self.assertEqual(w.daemon.stop(), 0)

    def test_damaged_file(self):
        w = self.world()
        p = Person(w, w.links[("scribe", "Ek")])
        for i in range(20):
            p.ops([ADD, p.id(), ACTION, p.sheet(3, "Ek"), 0, [[1, f"{SECRET} {i}" * 20]]])
            self.assertEqual(p.verdict()[0], 0)
        other = w.make("annat")
        self.assertEqual(w.daemon.stop(), 0)
        path = os.path.join(w.daemon.data, "dag.samverka")
        with open(path, "r+b") as f:
            whole = f.read()
            at = [m.start() for m in re.finditer(SECRET.encode(), whole)]
            self.assertTrue(at)
            for i in at:
                f.seek(i)
                f.write(bytes([whole[i] ^ 1]))
        w.again()
        states = {s["name"]: s["state"] for s in w.ask("list")["seminars"]}
        self.assertEqual(states, {"dag": "unusable", "annat": "open"})
        said = w.daemon.said()
        self.assertRegex(said, "error: dag cannot be opened: ")
        self.assertNotIn(SECRET, said)
        Person(w, other[("scribe", "Ek")], name="annat").close()
        s = Socket(w.daemon)
        self.assertEqual(s.status, 503)  # it is there, and the host may put it right
        s.close()
        self.assertEqual(w.daemon.stop(), 0, w.daemon.said())

    def test_full_disk(self):
        folder = tempfile.mkdtemp(prefix="smv", dir="/tmp")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"smv", folder.encode(), b"tmpfs", 0, b"size=16m") != 0:
            self.skipTest("no right to mount a small disk here; the full disk was not tried")
        self.addCleanup(libc.umount2, folder.encode(), 2)
        w = World(data=folder)
        self.addCleanup(w.daemon.clean)
        p, r = Person(w, w.links[("scribe", "Ek")]), Person(w, w.links[("facilitator", "Ek")])
        p.ops([SET, p.sheet(0, "Ek"), 18, 1])
        self.assertEqual(p.verdict()[0], 0)
        ballast = os.path.join(folder, "ballast")
        fd = os.open(ballast, os.O_CREAT | os.O_WRONLY)
        try:
            while os.write(fd, b"x" * 4096):
                pass
        except OSError:
            os.close(fd)
        got = (0, 0)
        for i in range(400):
            p.ops([ADD, p.id(), ACTION, p.sheet(3, "Ek"), 0, [[1, SECRET + "x" * 1500]]])
            got = p.verdict()
            if got[0] != 0:
                break
        self.assertEqual(got, (31, 0))
        late = Person(w, w.links[("screen", "Stora salen")])       # reading goes on
        late.close()
        r.w.send([PING, 3, 0])
        self.assertEqual(r.w.message(PONG)[1], 3)
        self.assertEqual(Socket(w.daemon).status, 101)
        os.unlink(ballast)
        for _ in range(200):
            p.n -= 1
            p.w.send([OPS, [[p.n + 1, p.seq, ADD, p.ord * 2 ** 30 + p.counter, ACTION, p.sheet(3, "Ek"), 0,
                             [[1, SECRET + "x" * 1500]]]]])
            p.n += 1
            got = p.verdict()
            if got[0] == 0:
                break
            self.assertEqual(got, (31, 0))
        self.assertEqual(got[0], 0)
        said = w.daemon.said()
        self.assertRegex(said, "(?i)full|space|disk")
        self.assertNotIn(SECRET, said)
        path = os.path.join(folder, "dag.samverka")
        self.assertEqual(w.daemon.stop(), 0, w.daemon.said())
        with sqlite3.connect(path) as db:
            self.assertEqual(db.execute("pragma integrity_check").fetchone(), ("ok",))


if __name__ == "__main__":
    unittest.main()
