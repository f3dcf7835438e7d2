"""The browser clients as the daemon serves them: forms, caching, headers, long answers to slow readers."""
import gzip
import hashlib
import json
import os
import re
import socket
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import Daemon, certificate, trust_nothing  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")
BUILT = os.environ.get("SMV_WEB_FOLDER")  # what build.mjs made; unset: a daemon without browser clients


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.d = Daemon("--origins", "https://extern.example", "--public-url", "https://dag.example.org")
        host = cls.d.host()
        cls.made = host.new("dag", TEMPLATE, rooms=["Ek"])
        host.close()

    @classmethod
    def tearDownClass(cls):
        code = cls.d.stop()
        said = cls.d.said()
        cls.d.clean()
        assert code == 0, said

    def get(self, path, method="GET", host="127.0.0.1", **headers):
        lines = "".join(f"{k.replace('_', '-')}: {v}\r\n" for k, v in headers.items())
        request = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()
        if method == "HEAD":
            with self.d.connect() as s:
                s.sendall(request + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                f = s.makefile("rb")
                status = int(f.readline().split()[1])
                got = {}
                while (h := f.readline().strip()):
                    name, value = h.split(b":", 1)
                    got[name.decode().lower()] = value.strip().decode()
                self.assertEqual(f.readline()[:8], b"HTTP/1.1")  # the next answer, not a page
                return status, got, b""
        return self.d.http(request)


@unittest.skipUnless(BUILT, "built without the browser clients")
class Pages(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(os.path.join(BUILT, "manifest.json"), encoding="utf-8") as f:
            cls.files = json.load(f)

    def on_disk(self, name):
        with open(os.path.join(BUILT, name), "rb") as f:
            return f.read()

    def test_one_page_for_all(self):
        page = self.on_disk("index.html")
        for path in ("/", "/dag/", "/host/"):
            status, headers, body = self.get(path)
            self.assertEqual((status, body), (200, page), path)
            self.assertEqual(headers["content-type"], "text/html; charset=utf-8")
            self.assertEqual(headers["cache-control"], "no-cache")

    def test_every_file_in_every_form(self):
        for f in self.files:
            if f["path"] == "/index.html":
                continue
            for accept, name in (("br, gzip", "brotli"), ("gzip", "gzip"), ("", "file"), ("br;q=0", "file")):
                status, headers, body = self.get(f["path"], **({"Accept_Encoding": accept} if accept else {}))
                have = f.get(name) or f["file"]
                self.assertEqual((status, body), (200, self.on_disk(have)), f["path"])
                encoding = {".br": "br", ".gz": "gzip"}.get(os.path.splitext(have)[1])
                self.assertEqual(headers.get("content-encoding"), encoding, f["path"])
                self.assertEqual(headers.get("vary"), "accept-encoding" if f.get("gzip") else None)
                self.assertEqual(headers["content-type"], f["type"])
                self.assertEqual("immutable" in headers["cache-control"], f["immutable"])
                again = self.get(f["path"], Accept_Encoding=accept or "identity", If_None_Match=headers["etag"])
                self.assertEqual((again[0], again[2]), (304, b""))

    def test_packed_is_the_same_page(self):
        _, _, body = self.get("/", Accept_Encoding="gzip")
        self.assertEqual(hashlib.sha256(gzip.decompress(body)).digest(),
                         hashlib.sha256(self.get("/")[2]).digest())

    def test_a_tag_is_of_one_form(self):
        tags = {self.get("/", Accept_Encoding=a)[1]["etag"] for a in ("br", "gzip", "identity")}
        self.assertEqual(len(tags), 3)
        self.assertEqual(self.get("/", Accept_Encoding="gzip", If_None_Match=min(tags, key=len))[0], 200)

    def test_worker_may_have_all_paths(self):
        status, headers, _ = self.get("/sw.js")
        self.assertEqual((status, headers["service-worker-allowed"], headers["cache-control"]),
                         (200, "/", "no-cache"))

    def test_head(self):
        status, headers, _ = self.get("/", "HEAD")
        self.assertEqual((status, int(headers["content-length"])), (200, len(self.get("/")[2])))

    def test_the_page_names_only_what_is_there(self):
        page = self.get("/")[2].decode()
        named = re.findall(r'(?:src|href)="(/[^"]+)"', page)
        self.assertTrue(named)
        for path in named:
            self.assertEqual(self.get(path)[0], 200, path)
        self.assertNotIn("style=", page)
        self.assertNotRegex(page, r"<script(?![^>]*src=)")

    def test_a_slow_reader_gets_it_whole(self):
        """Asked for many times on one connection, read in drops, through a small window."""
        big = max(self.files, key=lambda f: len(self.on_disk(f["file"])))
        want = self.on_disk(big["file"])
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.settimeout(20)
            s.connect(self.d.address)
            for _ in range(6):
                s.sendall(f"GET {big['path']} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    head += s.recv(1)
                body = b""
                while len(body) < len(want):
                    body += s.recv(1500)
                self.assertEqual(body, want)

    def test_over_tls(self):
        cert, key = certificate(self.d.data, "localhost")
        d = Daemon("--tls-cert", cert, "--tls-key", key)
        try:
            big = max(self.files, key=lambda f: len(self.on_disk(f["file"])))
            for path, name in (("/", "index.html"), (big["path"], big["file"])):
                request = f"GET {path} HTTP/1.1\r\nHost: localhost:1\r\n\r\n".encode()
                status, headers, body = d.http(request, trust_nothing())
                self.assertEqual((status, body), (200, self.on_disk(name)))
                if path == "/":
                    self.assertIn("connect-src 'self' wss://localhost:1;", headers["content-security-policy"])
        finally:
            self.assertEqual(d.stop(), 0, d.said())
            d.clean()

    def test_parts_of_a_page_carry_no_policy(self):
        policies = ("content-security-policy", "cross-origin-opener-policy", "referrer-policy")
        parts = [f["path"] for f in self.files if f["immutable"] and f["type"].startswith(("text/", "font/"))]
        self.assertGreater(len(parts), 3)
        for path in parts:
            _, headers, _ = self.get(path)
            self.assertEqual([h for h in policies if h in headers], [], path)
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertEqual(headers["cross-origin-resource-policy"], "same-origin")
        for path in ["/", "/sw.js"] + [f["path"] for f in self.files if f["type"].startswith("image/")]:
            self.assertEqual([h for h in policies if h not in self.get(path)[1]], [], path)

    def test_a_reader_who_leaves(self):
        big = max(self.files, key=lambda f: len(self.on_disk(f["file"])))
        for _ in range(20):
            with self.d.connect() as s:
                s.sendall(f"GET {big['path']} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 3)
                s.recv(10)
        self.assertEqual(self.get("/healthz")[0], 200)


class Paths(Case):
    def test_what_is_not_there(self):
        for path in ("/nej", "/assets/", "/assets/app-AAAAAAAA.js", "/../etc/passwd", "/%2e%2e/etc/passwd",
                     "/assets/%2e%2e/%2e%2e/etc/passwd", "/lock", "/dag.samverka", "/host.key", "/dag/x",
                     "/index.html", "/manifest.json", "/" + "a" * 250, "/dag//x"):
            status, headers, body = self.get(path)
            self.assertEqual((status, headers["content-type"]), (404, "text/plain; charset=utf-8"), path)

    def test_a_seminar_that_is_not_there(self):
        """The page says so itself; nothing keeps it, for the name may be taken tomorrow."""
        there = self.get("/dag/")
        for path in ("/nej/", "/" + "a" * 48 + "/"):
            status, headers, body = self.get(path)
            self.assertEqual((status, headers["content-type"]), (404, there[1]["content-type"]), path)
            self.assertEqual((headers["cache-control"], body), ("no-store", there[2]), path)
            self.assertNotIn("etag", headers)
            self.assertEqual(headers["content-security-policy"], there[1]["content-security-policy"])
        for path in ("/NEJ/", "/" + "a" * 49 + "/", "/assets/", "/-nej/"):
            self.assertEqual(self.get(path)[1]["content-type"], "text/plain; charset=utf-8", path)

    def test_what_is_no_path(self):
        for path in ("/assets/..%2f..%2fetc/passwd", "/dag%00", "/%", "/%zz", "*", "dag/"):
            self.assertNotIn(self.get(path)[0], (200, 302), path)
        self.assertEqual(self.get("/healthz")[0], 200)

    def test_the_slash_at_the_end(self):
        for path in ("/dag", "/host"):
            status, headers, body = self.get(path)
            self.assertEqual((status, headers["location"], body), (302, path + "/", b""))

    def test_headers(self):
        _, headers, _ = self.get("/healthz", host="127.0.0.1:8440")
        csp = headers["content-security-policy"]
        self.assertIn("default-src 'none'; script-src 'self'; style-src 'self';", csp)
        self.assertIn("connect-src 'self' wss://127.0.0.1:8440 ws://127.0.0.1:8440;", csp)
        self.assertIn("require-trusted-types-for 'script'; trusted-types samverka", csp)
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertNotIn("strict-transport-security", headers)

    def test_a_foreign_host_is_not_in_the_policy(self):
        for host in ("evil.example", "localhost:8440; script-src *", "localhost:8440 evil.example", "[::1", "[", "a]",
                     "127.0.0.1:123456", "[::1]x"):
            _, headers, _ = self.get("/healthz", host=host)
            self.assertIn("connect-src 'self';", headers["content-security-policy"], host)

    def test_transport_is_strict_only_under_the_public_name(self):
        self.assertIn("strict-transport-security", self.get("/healthz", host="dag.example.org")[1])
        for host in ("127.0.0.1", "localhost", "extern.example", "dag.example.org.evil.example"):
            self.assertNotIn("strict-transport-security", self.get("/healthz", host=host)[1], host)


if __name__ == "__main__":
    unittest.main()
