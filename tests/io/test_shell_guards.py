"""What strangers may not do: the guards of daemon/io/ws_lws.h and the HTTP side, over loopback."""
import asyncio
import os
import select
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import Daemon, Socket, read_answer  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")


class Guards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.d = Daemon("--origins", "https://extern.example")
        host = cls.d.host()
        cls.made = host.new("dag", TEMPLATE, rooms=["Ek"])
        host.close()
        cls.scribe = next(x for x in cls.made["links"] if x["role"] == "scribe")

    @classmethod
    def tearDownClass(cls):
        code = cls.d.stop()
        said = cls.d.said()
        cls.d.clean()
        assert code == 0, said

    def upgrade(self, **headers):
        w = Socket(self.d, **headers)
        self.addCleanup(w.close)
        return w.status

    def hello(self):
        w = Socket(self.d)
        self.addCleanup(w.close)
        self.assertEqual(w.hello(self.scribe["secret"])[0], 33)
        return w

    # --- before the upgrade
    def test_a_proper_client_gets_in(self):
        w = Socket(self.d)
        self.addCleanup(w.close)
        self.assertEqual(w.status, 101)
        self.assertEqual(w.headers["sec-websocket-protocol"], "samverka.v1")
        self.assertNotIn("sec-websocket-extensions", w.headers)

    def test_origin(self):
        host, port = self.d.address
        self.assertEqual(self.upgrade(Origin=f"http://{host}:{port}"), 101)
        self.assertEqual(self.upgrade(Origin="https://extern.example"), 101)
        for wrong in ("https://evil.example", "https://extern.example.evil.example", "null",
                      f"http://{host}:1", "http://extern.example"):
            self.assertEqual(self.upgrade(Origin=wrong), 403, wrong)

    def test_host(self):
        port = self.d.address[1]
        for right in (f"localhost:{port}", "10.1.2.3", "[::1]:99", "extern.example"):
            self.assertEqual(self.upgrade(Host=right), 101, right)
        for wrong in (f"rebind.example:{port}", "localhost.evil.example", "127.0.0.1.evil.example"):
            self.assertEqual(self.upgrade(Host=wrong, Origin=f"http://{wrong}"), 403, wrong)
        self.assertNotEqual(self.upgrade(Host=None), 101)

    def test_subprotocol_version_key_path(self):
        self.assertEqual(self.upgrade(Sec_WebSocket_Protocol=None), 400)
        self.assertNotEqual(self.upgrade(Sec_WebSocket_Protocol="samverka.v2"), 101)
        self.assertEqual(self.upgrade(Sec_WebSocket_Protocol="other, samverka.v1"), 101)
        self.assertEqual(self.upgrade(Sec_WebSocket_Version="8"), 400)
        self.assertEqual(self.upgrade(Sec_WebSocket_Version=None), 400)
        self.assertEqual(self.upgrade(Sec_WebSocket_Key="abc"), 400)
        self.assertEqual(self.upgrade(Sec_WebSocket_Key=None), 400)
        for path in ("/ws", "//ws", "/-dag/ws", "/DAG/ws", "/join/ws", "/dag/x/ws", "/dag/ws/", "/dag/wss", "/../dag/ws2"):
            self.assertEqual(self.upgrade(path=path), 404, path)
        self.assertEqual(self.upgrade(method="POST"), 404)

    def test_other_upgrades(self):
        settings = {"HTTP2_Settings": "AAMAAABkAAQAoAAAAAIAAAAA", "Connection": "Upgrade, HTTP2-Settings"}
        self.assertIn(self.upgrade(Upgrade="h2c", **settings), (0, 400))
        self.assertNotEqual(self.upgrade(Upgrade="foo"), 101)
        self.assertNotEqual(self.upgrade(method="CONNECT"), 101)
        self.assertEqual(self.upgrade(), 101)  # still there

    # --- after the upgrade
    def test_text_frame(self):
        w = self.hello()
        w.frame(bytes([0x93, 5, 7, 0]), opcode=1)  # a PING that would be answered, were it binary
        self.assertEqual(w.until_close(), 4400)

    def test_declared_ten_megabytes(self):
        w = self.hello()
        w.frame(b"x" * 200, length=10_000_000)
        self.assertEqual(w.until_close(), 1009)

    def test_limit_before_hello_is_small(self):
        w = Socket(self.d)
        self.addCleanup(w.close)
        w.frame(b"x" * 5000)
        self.assertEqual(w.until_close(), 1009)

    def test_writer_may_send_more(self):
        w = self.hello()
        w.frame(b"\xc1" * 60000)  # in size; no msgpack at all
        self.assertEqual(w.until_close(), 4400)
        w = self.hello()
        w.frame(b"x" * 70000)
        self.assertEqual(w.until_close(), 1009)

    def test_endless_fragments(self):
        w = self.hello()
        w.send([5, 1, 0])
        self.assertEqual(w.message(37)[1], 1)  # from here on the daemon says nothing by itself
        w.frame(b"x" * 10, fin=False)
        for i in range(200):
            w.frame(b"x" * 1000, opcode=0, fin=False)
            if select.select([w.s], [], [], 0)[0]:
                break
        self.assertEqual(w.until_close(), 1009)
        self.assertGreater(i, 60)  # not before the limit

    def test_empty_fragments(self):
        w = self.hello()
        w.frame(b"", fin=False)
        for _ in range(40):
            w.frame(b"", opcode=0, fin=False)
        self.assertEqual(w.until_close(), 1009)

    def test_message_in_pieces_is_whole(self):
        """Fragments, bytes one by one, a ping in between: one PONG for one PING message."""
        w = self.hello()
        ping = bytes([0x93, 5, 7, 0])  # [PING, 7, 0]
        w.frame(ping[:1], fin=False)
        w.frame(b"mellan", opcode=9)
        w.frame(ping[1:3], opcode=0, fin=False)
        w.frame(ping[3:], opcode=0)
        self.assertEqual(w.message(37)[:2], [37, 7])

    def test_first_message_must_be_hello(self):
        w = Socket(self.d)
        self.addCleanup(w.close)
        w.send([5, 1, 0])
        self.assertEqual(w.until_close(), 4400)

    def test_wrong_token(self):
        w = Socket(self.d)
        self.addCleanup(w.close)
        self.assertEqual(w.hello("x" * 32)[:2], ("close", 4401))

    def test_a_foreign_library(self):
        import websockets

        async def talk():
            host, port = self.d.address
            async with websockets.connect(f"ws://{host}:{port}/dag/ws", subprotocols=["samverka.v1"]) as w:
                import msgpack
                await w.send(msgpack.packb([1, 1, 1, self.scribe["secret"], os.urandom(16), "w", None, 0, "t"]))
                return msgpack.unpackb(await w.recv(), strict_map_key=False)[0]

        self.assertEqual(asyncio.run(talk()), 33)

    # --- HTTP
    def get(self, path, method="GET", body=b"", **headers):
        lines = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in headers.items())
        return self.d.http(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{lines}\r\n".encode() + body)

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            status, headers, _ = self.get("/", method=method)
            self.assertEqual((status, headers.get("allow")), (405, "GET, HEAD"), method)
        status, headers, _ = self.get("/join")
        self.assertEqual((status, headers["allow"]), (405, "POST"))

    def test_join_bodies(self):
        def post(body, **headers):
            return self.get("/join", "POST", body, **headers)[0]
        self.assertEqual(post(b""), 411)
        self.assertEqual(post(b"", Transfer_Encoding="chunked"), 411)
        self.assertEqual(post(b"x" * 1025, Content_Length=1025), 413)
        self.assertEqual(post(b"", Content_Length=-5), 400)
        self.assertEqual(post(b"", Content_Length=99999999999999999999), 413)
        self.assertEqual(post(b"nej", Content_Length=3), 400)
        self.assertEqual(post(b'{"code":7}', Content_Length=10), 400)

    def test_unknown_and_closed_door_sound_alike(self):
        def post(code):
            body = f'{{"code":"{code}"}}'.encode()
            return self.get("/join", "POST", body, Content_Length=len(body))
        self.assertEqual(post("zzzzzz")[0::2], post(self.made["code"])[0::2])

    def test_metrics_and_health(self):
        self.assertEqual(self.get("/healthz")[2], b'{"ok":true}\n')
        status, headers, body = self.get("/metrics")
        self.assertTrue(headers["content-type"].startswith("text/plain; version=0.0.4"))
        self.assertIn(b'samverka_seminar_head{seminar="dag"}', body)
        for line in body.decode().splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) |samverka_[a-z_]+(\{[^}]*\})? [0-9.+eE-]+$)')

    def test_long_headers_and_uris_end(self):
        for request in (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
                        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 30000 + b"\r\n\r\n"):
            with self.d.connect() as s:
                try:
                    s.sendall(request)
                    self.assertNotEqual(read_answer(s)[0], 200)
                except ConnectionError:
                    pass
        self.assertEqual(self.get("/healthz")[0], 200)

    @unittest.skipUnless(os.environ.get("SMV_SLOW"), "takes eight seconds; SMV_SLOW=1")
    def test_slow_headers_are_cut(self):
        with self.d.connect() as s:
            s.sendall(b"GET / HTTP/1.1\r\nHost")
            begun = time.monotonic()
            self.assertEqual(s.recv(100), b"")
            self.assertLess(time.monotonic() - begun, 12)


if __name__ == "__main__":
    unittest.main()
