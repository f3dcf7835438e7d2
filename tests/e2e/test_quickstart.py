"""quickstart.sh for a room: its certificate, the page that tells how to trust it, links that open. Loopback only.

SMV_BUILD is the build whose programs are started."""
import http.client
import json
import os
import re
import shutil
import signal
import ssl
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
QUICKSTART = os.path.join(ROOT, "deploy", "quickstart.sh")
LAN_CERT = os.path.join(ROOT, "deploy", "lan-cert.sh")


class Quickstart:
    """Running, from its last word at the start on."""

    def __init__(self, data, *args):
        self.process = subprocess.Popen(
            [QUICKSTART, "--built", os.environ["SMV_BUILD"], "--listen", "127.0.0.1:0", "--data", data, "--no-qr",
             "--rooms", "2", *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C here"):
                break

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.said += self.process.stdout.read()
        return self.process.wait(30)

    def find(self, pattern):
        found = re.search(pattern, self.said, re.M)
        assert found, self.said
        return found.group(1)


class Case(unittest.TestCase):
    def setUp(self):
        self.data = tempfile.mkdtemp(prefix="smv", dir="/tmp")
        self.addCleanup(shutil.rmtree, self.data, ignore_errors=True)

    def start(self, *args):
        q = Quickstart(self.data, *args)

        def end():
            if q.process.poll() is None:
                q.stop()
            q.process.stdout.close()
        self.addCleanup(end)
        return q

    def get(self, connection, path, method="GET", **headers):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), body


class OverTls(Case):
    def test_a_room(self):
        q = self.start("--lan")
        port = int(q.find(r"^address: https://127\.0\.0\.1:(\d+)/exempel/$"))
        ca = os.path.join(self.data, "tls", "ca.crt")
        with open(ca, encoding="ascii") as f:
            pem = f.read()
        fingerprint = q.find(r"^  ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})$")

        # whoever trusts it reaches the daemon by address and by name; whoever does not is warned
        trusting = ssl.create_default_context(cafile=ca)
        for host in ("127.0.0.1", "localhost"):
            status, headers, _ = self.get(http.client.HTTPSConnection(host, port, context=trusting, timeout=20),
                                          "/healthz")
            self.assertEqual(status, 200)
            self.assertNotIn("strict-transport-security", headers)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.get(http.client.HTTPSConnection("127.0.0.1", port, context=ssl.create_default_context(), timeout=20),
                     "/healthz")
        status, _, _ = self.get(http.client.HTTPSConnection("localhost", port, context=trusting, timeout=20),
                                "/exempel/")
        self.assertIn(status, (200, 503))  # 503: built without the browser clients

        # the page beside it
        at = q.find(r"Open (http://127\.0\.0\.1:\d+)/ on them")

        def plain():
            return http.client.HTTPConnection(at.split("//")[1], timeout=20)
        status, headers, page = self.get(plain(), "/")
        self.assertEqual((status, headers["content-type"]), (200, "text/html; charset=utf-8"))
        self.assertIn(fingerprint, page.decode())
        for word in ("Hämta certifikatet", "Hent sertifikatet", "Get the certificate", f"https://127.0.0.1:{port}/"):
            self.assertIn(word, page.decode())
        self.assertNotIn("style=", page.decode())
        status, headers, body = self.get(plain(), "/ca.crt")
        self.assertEqual((status, headers["content-type"], body.decode()), (200, "application/x-x509-ca-cert", pem))
        self.assertEqual(self.get(plain(), "/trust.css")[0], 200)
        for path in ("/exempel/", "/metrics", "/host/api/seminars", "/host/", "/join", "/healthz"):
            self.assertEqual(self.get(plain(), path)[0], 404, path)
        self.assertEqual(self.get(plain(), "/join", "POST")[0], 405)
        self.assertNotEqual(self.get(plain(), "/exempel/ws", Connection="Upgrade", Upgrade="websocket",
                                     **{"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "x" * 22 + "==",
                                        "Sec-WebSocket-Protocol": "samverka.v1"})[0], 101)

        # the host's link
        key = q.find(rf"https://127\.0\.0\.1:{port}/host/#([A-Za-z0-9_-]{{43}})$")
        status, _, body = self.get(http.client.HTTPSConnection("localhost", port, context=trusting, timeout=20),
                                   "/host/api/seminars", Authorization=f"Bearer {key}")
        self.assertEqual((status, json.loads(body)["seminars"][0]["name"]), (200, "exempel"))
        self.assertEqual(self.get(http.client.HTTPSConnection("localhost", port, context=trusting, timeout=20),
                                  "/ca.crt")[2].decode(), pem)

        # the terminal client, with the certificate
        scribe = q.find(r"^scribe .*(https://\S+)$")
        env = {**os.environ, "HOME": self.data}
        client = os.path.join(os.environ["SMV_BUILD"], "client-cli", "samverka")
        done = subprocess.run([client, "--ca", ca, "join", scribe, "--as", "Anna"], env=env, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)

        for name in ("ca.key", "server.key"):
            self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.data, "tls", name)).st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.data, "tls")).st_mode), 0o700)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.data, "links.txt")).st_mode), 0o600)
        self.assertEqual(q.stop(), 0, q.said)

        # again, at another port: the same certificate, the same secrets, links that lead here
        again = self.start("--lan")
        self.assertIn(": kept", again.said)
        port = int(again.find(r"^address: https://127\.0\.0\.1:(\d+)/exempel/$"))
        self.assertEqual(again.find(r"^scribe .*(https://\S+)$").split("#")[1], scribe.split("#")[1])
        self.assertIn(f":{port}/", again.find(r"^scribe .*(https://\S+)$"))
        self.assertEqual(again.stop(), 0)


class Plain(Case):
    def test_a_room_without_tls(self):
        q = self.start("--lan", "--plain")
        self.assertIn("can read along", q.said)
        port = int(q.find(r"^address: http://127\.0\.0\.1:(\d+)/exempel/$"))
        self.assertEqual(self.get(http.client.HTTPConnection("127.0.0.1", port, timeout=20), "/healthz")[0], 200)
        self.assertFalse(os.path.exists(os.path.join(self.data, "tls")))
        self.assertEqual(q.stop(), 0)

    def test_plain_alone_is_refused(self):
        done = subprocess.run([QUICKSTART, "--built", os.environ["SMV_BUILD"], "--plain", "--data", self.data],
                              capture_output=True)
        self.assertEqual(done.returncode, 64)


class Certificate(Case):
    def make(self, *addresses):
        said = subprocess.run([LAN_CERT, self.data, *addresses], check=True, capture_output=True, text=True).stdout
        with open(os.path.join(self.data, "ca.crt"), encoding="ascii") as f:
            return said.strip(), f.read()

    def names(self):
        return subprocess.run(["openssl", "x509", "-in", os.path.join(self.data, "server.crt"), "-noout", "-ext",
                               "subjectAltName"], check=True, capture_output=True, text=True).stdout

    def test_it_stays_as_long_as_it_is_good(self):
        said, ca = self.make("192.168.1.5")
        self.assertEqual(said, "made")
        self.assertEqual(self.make("192.168.1.5"), ("kept", ca))
        self.assertEqual(self.make("10.0.0.9", "192.168.1.5"), ("renewed", ca))
        self.assertIn("10.0.0.9", self.names())
        self.assertEqual(self.make("10.0.0.9", "192.168.1.5"), ("kept", ca))
        os.unlink(os.path.join(self.data, "server.key"))
        self.assertEqual(self.make("10.0.0.9", "192.168.1.5"), ("renewed", ca))

    def test_an_address_of_the_world_needs_an_authority_that_says_so(self):
        _, ca = self.make("192.168.1.5")
        said, other = self.make("203.0.113.7")
        self.assertEqual((said, other != ca), ("made", True))
        self.assertIn("203.0.113.7", self.names())

    def test_the_authority_is_good_for_nothing_else(self):
        self.make("192.168.1.5")
        at = self.data
        subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-subj", "/CN=x", "-keyout", f"{at}/k", "-out", f"{at}/r"], check=True, capture_output=True)
        for name in ("DNS:bank.example", "IP:8.8.8.8", "DNS:example.org"):
            with open(f"{at}/e", "w", encoding="ascii") as f:
                f.write(f"subjectAltName={name}\n")
            subprocess.run(["openssl", "x509", "-req", "-in", f"{at}/r", "-CA", f"{at}/ca.crt", "-CAkey",
                            f"{at}/ca.key", "-extfile", f"{at}/e", "-out", f"{at}/c"], check=True, capture_output=True)
            self.assertNotEqual(subprocess.run(["openssl", "verify", "-CAfile", f"{at}/ca.crt", f"{at}/c"],
                                               capture_output=True).returncode, 0, name)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
