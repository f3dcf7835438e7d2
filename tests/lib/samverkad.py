"""samverkad.py - a daemon of one's own for a test: start, wait until ready, ask as the host, speak WebSocket by hand.

No fixed ports (port 0), no sleeping: readiness comes over --ready-fd, endings by waiting for the process.
The WebSocket here is written byte by byte on purpose: the guards are about what proper libraries never send.
"""
import base64
import json
import os
import secrets
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import tempfile

import msgpack

SUBPROTOCOL = "samverka.v1"
HELLO, OPS, PING, WELCOME, SNAP, EV, RES, PONG, ERR, GOAWAY = 1, 2, 5, 33, 34, 35, 36, 37, 40, 41


class Daemon:
    def __init__(self, *args, data=None, wait=True, preexec_fn=None, env=None):
        self.own = data is None
        self.data = data or tempfile.mkdtemp(prefix="smv", dir="/tmp")
        self.log = tempfile.TemporaryFile()
        ready, write = os.pipe()
        command = [os.environ.get("SAMVERKAD", "samverkad"), "--data", self.data, "--ready-fd", str(write)]
        if not any(a.startswith("--listen") for a in args):
            command += ["--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command + list(args), pass_fds=[write], stderr=self.log,
                                        preexec_fn=preexec_fn, env=env)
        os.close(write)
        self.addresses = []
        with os.fdopen(ready) as lines:
            if wait:
                self.addresses = lines.read().split()
        if wait and not self.addresses:
            self.process.wait(30)

    @property
    def address(self):
        host, port = self.addresses[0].rsplit(":", 1)
        return host.strip("[]"), int(port)

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="backslashreplace")

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(30)
        return code

    def clean(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
        if self.own:
            shutil.rmtree(self.data, ignore_errors=True)

    def host(self, path=None):
        return Host(path or os.path.join(self.data, "admin.sock"))

    def connect(self, timeout=20):
        s = socket.create_connection(self.address, timeout=timeout)
        return s

    def http(self, request, context=None):
        """Status, headers (lower case), body of one request, given as bytes."""
        with self.connect() as s:
            if context:
                s = context.wrap_socket(s)
            s.sendall(request)
            return read_answer(s)


def read_answer(s):
    f = s.makefile("rb")
    line = f.readline().split()
    if len(line) < 2:
        return 0, {}, b""
    headers = {}
    while (h := f.readline().strip()):
        name, value = h.split(b":", 1)
        headers[name.decode().lower()] = value.strip().decode()
    body = f.read(int(headers.get("content-length", 0)))
    return int(line[1]), headers, body


class Host:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rw")

    def ask(self, do, **more):
        self.lines.write(json.dumps({"do": do, **more}) + "\n")
        self.lines.flush()
        return json.loads(self.lines.readline())

    def new(self, name, template, **more):
        with open(template, encoding="utf-8") as f:
            return self.ask("new", name=name, template=f.read(), **more)

    def close(self):
        self.lines.close()
        self.socket.close()


class Socket:
    """A WebSocket by hand. headers: what to change in the request; None leaves one out."""

    def __init__(self, daemon, path="/dag/ws", method="GET", context=None, **headers):
        self.s = daemon.connect()
        if context:
            self.s = context.wrap_socket(self.s, server_hostname="localhost")
        host, port = daemon.address
        fields = {"Host": f"{host}:{port}", "Upgrade": "websocket", "Connection": "Upgrade",
                  "Sec-WebSocket-Key": base64.b64encode(secrets.token_bytes(16)).decode(),
                  "Sec-WebSocket-Version": "13", "Sec-WebSocket-Protocol": SUBPROTOCOL}
        fields.update({k.replace("_", "-"): v for k, v in headers.items()})
        request = f"{method} {path} HTTP/1.1\r\n"
        request += "".join(f"{k}: {v}\r\n" for k, v in fields.items() if v is not None)
        self.s.sendall(request.encode() + b"\r\n")
        self.f = self.s.makefile("rb")
        line = self.f.readline().split()
        self.status = int(line[1]) if len(line) > 1 else 0
        self.headers = {}
        while self.status and (h := self.f.readline().strip()):
            name, value = h.split(b":", 1)
            self.headers[name.decode().lower()] = value.strip().decode()

    def frame(self, payload=b"", opcode=2, fin=True, mask=True, length=None):
        n = len(payload) if length is None else length
        head = bytes([(0x80 if fin else 0) | opcode])
        bit = 0x80 if mask else 0
        if n < 126:
            head += bytes([bit | n])
        elif n < 65536:
            head += bytes([bit | 126]) + struct.pack(">H", n)
        else:
            head += bytes([bit | 127]) + struct.pack(">Q", n)
        if mask:
            key = secrets.token_bytes(4)
            head += key
            payload = bytes(b ^ key[i & 3] for i, b in enumerate(payload))
        self.s.sendall(head + payload)

    def receive(self):
        """(opcode, payload) of the next frame; (8, code, text) for a close; None at the end."""
        try:
            head = self.f.read(2)
            if len(head) < 2:
                return None
            n = head[1] & 127
            if n == 126:
                n = struct.unpack(">H", self.f.read(2))[0]
            elif n == 127:
                n = struct.unpack(">Q", self.f.read(8))[0]
            payload = self.f.read(n)
        except ConnectionResetError:
            return None
        opcode = head[0] & 15
        if opcode == 9:
            self.frame(payload, opcode=10)
        if opcode == 8:
            return 8, struct.unpack(">H", payload[:2])[0], payload[2:].decode()
        return opcode, payload

    def until_close(self):
        """The code that the other side closes with; None when it just hangs up."""
        while (got := self.receive()) is not None:
            if got[0] == 8:
                return got[1]
        return None

    def send(self, message):
        self.frame(msgpack.packb(message))

    def message(self, kind=None):
        """The next message, or the next one of a kind; a close is ("close", code, text)."""
        while (got := self.receive()) is not None:
            if got[0] == 8:
                return ("close", *got[1:])
            if got[0] == 2:
                m = msgpack.unpackb(got[1], strict_map_key=False)
                if kind in (None, m[0]):
                    return m
        return None

    def hello(self, token, name="prov", cid=None, resume=None):
        self.cid = cid or secrets.token_bytes(16)
        self.send([HELLO, 1, 1, token, self.cid, name, resume, 0, "test"])
        return self.message(WELCOME)

    def close(self):
        self.f.close()
        self.s.close()


def certificate(folder, name):
    """A self-signed certificate for localhost; (cert, key) paths."""
    cert, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", key, "-out", cert], check=True, stderr=subprocess.DEVNULL)
    return cert, key


def trust_nothing():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
