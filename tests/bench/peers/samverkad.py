"""samverkad.py FOLDER TEMPLATE - makes the benchmark's seminar and opens its door.

What: asks the host's socket FOLDER/a for a seminar, comes in by the moderator's link on FOLDER/s, sets DOOR
      to 1, and writes FOLDER/ways-in: path, code and the scribe's secret, a line each.
Uses: nothing but the standard library; proto/PROTOCOL.md says what the bytes are.
"""
import json
import os
import socket
import struct
import sys
import time

FOLDER, TEMPLATE = sys.argv[1:]
CODE = "BENCH7"


def connect(name):
    for _ in range(500):
        s = socket.socket(socket.AF_UNIX)
        try:
            s.connect(os.path.join(FOLDER, name))
            s.settimeout(10)
            return s
        except OSError:
            s.close()
            time.sleep(0.01)
    sys.exit("samverkad does not answer on " + name)


def make():
    with connect("a") as s, open(TEMPLATE, encoding="utf-8") as f:
        ask = {"do": "new", "name": "bench", "code": CODE, "template": f.read()}
        s.sendall(json.dumps(ask).encode() + b"\n")
        got = json.loads(s.makefile().readline())
    if not got["ok"] or "links" not in got:
        sys.exit("no seminar: %s" % got)
    return {link["role"]: link["secret"] for link in got["links"]}


def text(s):
    return bytes([0xD9, len(s)]) + s.encode()


def frame(payload):
    head = bytes([0x82, 0x80 | len(payload)]) if len(payload) < 126 else struct.pack(">BBH", 0x82, 0xFE, len(payload))
    return head + bytes(4) + payload


def read_frame(r):
    n = r.read(2)[1]
    if n == 126:
        n = struct.unpack(">H", r.read(2))[0]
    elif n == 127:
        n = struct.unpack(">Q", r.read(8))[0]
    return r.read(n)


def open_door(secret):
    hello = b"\x99\x01\x01\x01" + text(secret) + b"\xc4\x10" + os.urandom(16) + text("") + b"\xc0\x00" + text("bench")
    door = b"\x92\x02\x91\x96\x01\x00\x02\x01\x08\x01"  # n 1, seen 0: set the root's DOOR to 1
    with connect("s") as s, s.makefile("rb") as r:
        s.sendall(b"GET /bench/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                  b"Sec-WebSocket-Protocol: samverka.v1\r\n\r\n" + frame(hello))
        while r.readline() != b"\r\n":
            pass
        while True:
            got = read_frame(r)
            if got[:1] == b"\xdc":    # WELCOME, the only one with 16 elements
                s.sendall(frame(door))
            elif got[1:2] == b"\x23":  # EV: it is done
                return
            elif got[1:2] in (b"\x24", b"\x28", b"\x03", b""):  # RES, ERR, a close frame
                sys.exit("the door stays closed: %r" % got)


secrets = make()
open_door(secrets["moderator"])
with open(os.path.join(FOLDER, "ways-in"), "w", encoding="ascii") as f:
    f.write("/bench/ws\n%s\n%s\n" % (CODE, secrets["scribe"]))
