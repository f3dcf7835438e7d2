"""Starting, being refused, listening, stopping, taking up again: the daemon as its host meets it."""
import glob
import os
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import Daemon, Socket, certificate, trust_nothing  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATE = os.path.join(ROOT, "templates", "tom.yaml")


class Life(unittest.TestCase):
    def daemon(self, *args, **more):
        d = Daemon(*args, **more)
        self.addCleanup(d.clean)
        return d

    def new(self, d, name="dag"):
        h = d.host()
        made = h.new(name, TEMPLATE, rooms=["Ek"])
        self.assertTrue(made["ok"], made)
        h.close()
        return {x["role"]: x["secret"] for x in made["links"]}

    def enter(self, d, secret, **more):
        w = Socket(d, **more)
        self.addCleanup(w.close)
        self.assertEqual(w.hello(secret)[0], 33)
        return w

    def run_once(self, *args):
        r = subprocess.run([os.environ["SAMVERKAD"], *args], capture_output=True, text=True, timeout=30)
        return r.returncode, r.stdout, r.stderr

    # --- refusals
    def test_second_daemon(self):
        d = self.daemon()
        code, _, said = self.run_once("--data", d.data, "--listen", "127.0.0.1:0")
        self.assertEqual(code, 75)
        self.assertIn("another samverkad has the data folder", said)
        self.assertEqual(d.stop(), 0)

    def test_busy_port_and_bad_addresses(self):
        d = self.daemon()
        other = tempfile.mkdtemp(dir="/tmp")
        for address, words in ((d.addresses[0], "another program has it"), ("127.0.0.1", "it is no address"),
                               ("localhost:80", "it is no address"), ("127.0.0.1:99999", "it is no address"),
                               ("192.0.2.77:8440", "does not have that address")):
            code, _, said = self.run_once("--data", other, "--listen", address)
            self.assertEqual(code, 69, said)
            self.assertIn(words, said)
            self.assertNotIn("Sanitizer", said)
        self.assertEqual(d.stop(), 0)

    def test_unusable_data_folder(self):
        with tempfile.NamedTemporaryFile() as f:
            code, _, said = self.run_once("--data", f.name)
            self.assertEqual(code, 74)
            self.assertIn("data folder", said)
        self.assertEqual(self.run_once("--data", "/proc/finns/inte")[0], 74)

    def test_options_and_file(self):
        def wrong(*args):
            code, out, said = self.run_once(*args)
            self.assertEqual(code, 64, said)
            return said
        self.assertIn("--nej", wrong("--nej"))
        self.assertIn("value", wrong("--data"))
        self.assertIn("tls-key", wrong("--data", "/tmp/x", "--tls-cert", "y"))
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            path = os.path.join(folder, "c.yaml")

            def write(text):
                with open(path, "w", encoding="utf-8") as f:
                    f.write(text)
            write(f"data: {folder}/d\nlisten: [\"127.0.0.1:0\"]\nlog: debug\nunlimited: true\n")
            self.assertEqual(self.run_once("--config", path, "--check-config")[0], 0)
            write(f"data: {folder}/d\nlog: info\nlissen: 3\n")
            self.assertIn("c.yaml:3:", wrong("--config", path))
            self.assertIn("lissen", wrong("--config", path))
            write("log: loud\n")
            self.assertIn("c.yaml:1:", wrong("--config", path))
            write("data: [\n")
            wrong("--config", path)
            wrong("--config", path + ".finns-inte")
        self.assertIn("samverkad 0.", self.run_once("--version")[1])
        for name in ("data", "listen", "tls-cert", "tls-key", "admin", "origins", "public-url", "log", "unlimited"):
            self.assertIn("--" + name, self.run_once("--help")[1])

    def test_certificate_that_cannot_be_used(self):
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            cert, _ = certificate(folder, "a")
            for key in ("/finns/inte", cert):
                code, _, said = self.run_once("--data", folder + "/d", "--tls-cert", cert, "--tls-key", key)
                self.assertEqual(code, 78, said)
                self.assertIn("certificate", said)

    # --- listening
    def test_addresses(self):
        folder = tempfile.mkdtemp(dir="/tmp")
        path = folder + "/s"
        left = socket.socket(socket.AF_UNIX)
        left.bind(path)  # left over by a daemon that was killed
        left.close()
        d = self.daemon("--listen", "127.0.0.1:0", "--listen", "[::1]:0", "--listen", f"unix:{path}")
        self.assertEqual(len(d.addresses), 3, d.said())
        with open(d.data + "/run/listening", encoding="utf-8") as f:
            self.assertEqual(f.read().split(), d.addresses)
        port = int(d.addresses[1].rsplit(":", 1)[1])
        for family, where in ((socket.AF_INET, d.address), (socket.AF_INET6, ("::1", port)), (socket.AF_UNIX, path)):
            with socket.socket(family) as s:
                s.connect(where)
                s.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                self.assertIn(b" 200 ", s.recv(100))
        with socket.socket(socket.AF_INET) as s:  # exact: not on the machine's other addresses
            self.assertNotEqual(s.connect_ex(("127.0.0.2", d.address[1])), 0)
        self.assertEqual(d.stop(), 0)
        self.assertFalse(os.path.exists(path))
        self.assertFalse(os.path.exists(d.data + "/run/listening"))

    def test_socket_activation(self):
        s = socket.socket()
        s.bind(("127.0.0.1", 0))
        s.listen()
        s.setblocking(False)

        def hand_over():
            os.dup2(s.fileno(), 3)
            os.set_inheritable(3, True)
        # LISTEN_PID must be the daemon's own: a shell that execs it knows it
        data = tempfile.mkdtemp(dir="/tmp")
        command = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$SAMVERKAD" --data "$0"'
        p = subprocess.Popen(["/bin/sh", "-c", command, data], preexec_fn=hand_over, close_fds=False,
                             stderr=subprocess.PIPE, text=True)
        self.addCleanup(p.stderr.close)
        with socket.create_connection(s.getsockname(), timeout=20) as c:
            c.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            self.assertIn(b" 200 ", c.recv(100))
        p.terminate()
        self.assertEqual(p.wait(20), 0)

    def test_too_few_descriptors(self):
        """Connections that do not fit wait; those that are there go on; no spinning."""
        d = self.daemon(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (200, 200)))
        links = self.new(d)
        w = self.enter(d, links["scribe"])
        # as many as fit, all in: there is nobody whom a newcomer could push out
        seated = [self.enter(d, links["scribe"]) for _ in range(200 - 64 - 1)]
        crowd = []
        for _ in range(50):
            s = socket.socket()
            s.setblocking(False)
            s.connect_ex(d.address)
            crowd.append(s)
        w.send([5, 1, 0])
        self.assertEqual(w.message(37)[1], 1)
        before = self.cpu(d)
        w.s.settimeout(1.5)
        with self.assertRaises(TimeoutError):  # nothing comes; the time is the daemon's to waste
            while w.receive():
                pass
        self.assertLess(self.cpu(d) - before, 0.7)
        for s in crowd + seated:
            s.close()
        self.enter(d, links["scribe"])
        self.assertEqual(d.stop(), 0, d.said())

    def cpu(self, d):
        with open(f"/proc/{d.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def test_what_systemd_is_told(self):
        folder = tempfile.mkdtemp(dir="/tmp")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
            s.bind(folder + "/notify")
            s.settimeout(20)
            d = self.daemon(env=dict(os.environ, NOTIFY_SOCKET=folder + "/notify", WATCHDOG_USEC="300000"))
            self.assertEqual(s.recv(100), b"READY=1")
            self.assertEqual(s.recv(100), b"WATCHDOG=1")
            self.assertEqual(s.recv(100), b"WATCHDOG=1")
            d.process.send_signal(signal.SIGTERM)
            while (said := s.recv(100)) == b"WATCHDOG=1":
                pass
            self.assertEqual(said, b"STOPPING=1")
            self.assertEqual(d.process.wait(20), 0)

    # --- TLS
    def test_tls_and_reload(self):
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            cert, key = certificate(folder, "forsta")
            d = self.daemon("--tls-cert", cert, "--tls-key", key)
            links = self.new(d)
            context = trust_nothing()
            w = self.enter(d, links["scribe"], context=context)
            self.assertEqual(self.peer_certificate(d), self.der(cert))
            self.assertNotEqual(w.s.selected_alpn_protocol(), "h2")
            certificate(folder, "andra")
            d.process.send_signal(signal.SIGHUP)
            self.wait_until(lambda: "read again" in d.said())
            self.assertEqual(self.peer_certificate(d), self.der(cert))
            w.send([5, 1, 0])
            self.assertEqual(w.message(37)[1], 1)  # the old connection lives
            with open(key, "w", encoding="ascii") as f:
                f.write("nonsens")
            good = self.peer_certificate(d)
            d.process.send_signal(signal.SIGHUP)
            self.wait_until(lambda: "old certificate stays" in d.said())
            self.assertEqual(self.peer_certificate(d), good)
            self.enter(d, links["scribe"], context=context)
            self.assertEqual(d.stop(), 0, d.said())

    def test_tls_port_in_the_clear(self):
        """Speaking plain HTTP to a TLS port ends that connection and nothing else."""
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            cert, key = certificate(folder, "forsta")
            d = self.daemon("--tls-cert", cert, "--tls-key", key)
            links = self.new(d)
            w = self.enter(d, links["scribe"], context=trust_nothing())
            for _ in range(5):
                with d.connect() as s:
                    s.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    try:
                        while s.recv(4096):
                            pass
                    except ConnectionError:
                        pass
            w.send([5, 1, 0])
            self.assertEqual(w.message(37)[1], 1)
            self.assertEqual(d.stop(), 0, d.said())

    def peer_certificate(self, d):
        with d.connect() as s:
            with trust_nothing().wrap_socket(s) as t:
                return t.getpeercert(binary_form=True)

    def der(self, path):
        with open(path, encoding="ascii") as f:
            return ssl.PEM_cert_to_DER_cert(f.read())

    def wait_until(self, what):
        end = time.monotonic() + 20
        while not what():
            self.assertLess(time.monotonic(), end, "it did not come")
            time.sleep(0.01)

    # --- stopping
    def test_sigterm_drains(self):
        d = self.daemon()
        links = self.new(d)
        w = self.enter(d, links["organiser"])
        w.send([2, [[1, 1, 2, 1, 3, 20270101]]])
        d.process.send_signal(signal.SIGTERM)
        seen = []
        while (m := w.message()) is not None:
            seen.append(m)
            if m[0] == "close":
                break
        kinds = [m[0] for m in seen]
        self.assertIn(41, kinds)  # GOAWAY
        self.assertEqual(seen[-1][:2], ("close", 1001))
        confirmed = any(m[0] == 35 and any(i[2:4] == [i[2], 1] and i[2] for i in m[4]) for m in seen)
        w.close()
        self.assertEqual(d.process.wait(20), 0)
        self.assertEqual(glob.glob(d.data + "/*-wal") + glob.glob(d.data + "/admin.sock"), [])
        again = self.daemon(data=d.data)
        head = again.host().ask("status", name="dag")["head"]
        self.assertGreaterEqual(head, 2 if confirmed else 1)
        self.assertEqual(again.stop(), 0, again.said())

    def test_stop_with_many_and_silent_ones(self):
        """Clients that never answer the close frame do not hold the end up."""
        d = self.daemon()
        links = self.new(d)
        crowd = [self.enter(d, links["scribe"]) for _ in range(20)] + [Socket(d) for _ in range(20)]
        begun = time.monotonic()
        self.assertEqual(d.stop(), 0, d.said())
        self.assertLess(time.monotonic() - begun, 6)
        for w in crowd:
            self.assertEqual(w.until_close(), 1001)
            w.close()

    def test_killed_and_started_again(self):
        d = self.daemon()
        links = self.new(d)
        w = self.enter(d, links["organiser"])
        w.send([2, [[1, 1, 2, 1, 3, 20270101]]])
        while not any(i[3] == 1 for i in w.message(35)[4]):
            pass
        d.process.kill()
        d.process.wait()
        again = self.daemon(data=d.data)
        self.assertEqual(again.host().ask("status", name="dag")["head"], 2)
        self.enter(again, links["organiser"])
        self.assertEqual(again.stop(), 0, again.said())

    @unittest.skipUnless(shutil.which("strace"), "strace makes the disk fail")
    def test_unknown_outcome_of_a_write(self):
        """fdatasync fails: nobody is told anything, 70, and the next start is clean."""
        d = self.daemon()
        links = self.new(d)
        tracer = subprocess.Popen(["strace", "-f", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e",
                                   "inject=fdatasync,fsync:error=EIO", "-p", str(d.process.pid)],
                                  stderr=subprocess.PIPE, text=True)
        self.addCleanup(tracer.stderr.close)
        if "attached" not in tracer.stderr.readline():
            self.skipTest("strace may not attach here")
        w = Socket(d)
        self.addCleanup(w.close)
        self.assertIsNone(w.hello(links["organiser"]))  # no WELCOME, no close frame: just gone
        self.assertEqual(d.process.wait(20), 70)
        tracer.wait(20)
        again = self.daemon(data=d.data)
        self.enter(again, links["organiser"])
        self.assertEqual(again.stop(), 0, again.said())

    def test_one_broken_file_does_not_stop_the_others(self):
        d = self.daemon()
        links = self.new(d)
        self.new(d, "trasig")
        self.assertEqual(d.stop(), 0)
        with open(d.data + "/trasig.samverka", "r+b") as f:
            f.write(b"det har ar ingen databas" * 100)
        again = self.daemon(data=d.data)
        states = {s["name"]: s["state"] for s in again.host().ask("list")["seminars"]}
        self.assertEqual(states, {"dag": "open", "trasig": "unusable"})
        self.enter(again, links["scribe"])
        self.assertEqual(again.stop(), 0, again.said())

    def test_older_file_put_back_is_noticed(self):
        d = self.daemon()
        links = self.new(d)
        copy = d.data + "/kopia"
        self.assertTrue(d.host().ask("backup", name="dag", to=copy)["ok"])
        w = self.enter(d, links["organiser"])
        self.assertEqual(d.stop(), 0)
        os.replace(copy, d.data + "/dag.samverka")
        again = self.daemon(data=d.data)
        self.assertIn("a new history begins", again.said())
        self.enter(again, links["organiser"])
        self.assertEqual(again.stop(), 0, again.said())
        third = self.daemon(data=d.data)
        self.assertNotIn("a new history begins", third.said())
        self.assertEqual(third.stop(), 0, third.said())
        del w

    def test_log_lines(self):
        d = self.daemon("--log", "debug")
        h = d.host()
        self.assertFalse(h.ask("restore", name="x", **{"from": "/tmp/a\nb\x1b[31m"})["ok"])
        self.assertTrue(h.ask("new", name="y", template=open(TEMPLATE, encoding="utf-8").read(), title="A\x1b[2J")
                        is not None)
        self.assertEqual(d.stop(), 0)
        self.assertNotIn("\x1b", d.said())
        env = dict(os.environ, JOURNAL_STREAM="1:2")
        d = self.daemon(env=env)
        self.assertEqual(d.stop(), 0)
        for line in d.said().splitlines():
            self.assertRegex(line, r"^<[3467]>")


if __name__ == "__main__":
    unittest.main()
