#!/usr/bin/env python3
"""Measures the terminal views: what they cost while nobody types, how soon a key is on the own screen, how many bytes it takes.

    terminal.py SAMVERKA SAMVERKAD TEMPLATES        # builds of the release preset

What: a seminar of 10,000 nodes in a real daemon; each view in a pseudo terminal of its own, nothing behind it. Prints a page
of Markdown. Time of a key: from write() into the terminal to the moment when the bytes that show it have been read.
Uses: tests/lib/terminal.py.    Takes about two minutes.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from terminal import Line  # noqa: E402

NODES, IDLE, KEYS = 10000, 10.0, 200
SAMVERKA, SAMVERKAD, TEMPLATES = (os.path.abspath(p) for p in sys.argv[1:4])
TEMPLATE = """
name: stor
language: sv
title: Stor dag
compositions: [{key: a, name: A, rule: cross}]
rooms: {count: 4}
screens: [Stora salen]
sessions:
  - title: Pass 1
    form: groups
    composition: a
    start: "09:00"
    minutes: 60
    sheets:
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?, Vem gör vad?]}
      - {title: Mer, form: questions, each: room, audience: [own, places], questions: [Ett, Två, Tre, Fyra, Fem, Sex]}
      - {title: Tidslinje, form: timeline, each: room, audience: [own, places], phases: [Före, Under, Efter], lanes: [Boende, Arbete]}
"""


class Bench:
    def __init__(self, folder):
        self.folder, self.home = folder, os.path.join(folder, "home")
        self.env = dict(os.environ, SAMVERKA_HOME=self.home, SAMVERKA_TEMPLATES=TEMPLATES, LC_ALL="C.UTF-8", LANGUAGE="sv",
                        TERM="xterm-256color", SAMVERKA_ADMIN=os.path.join(folder, "data", "admin.sock"))
        read, write = os.pipe()
        self.daemon = subprocess.Popen([SAMVERKAD, "--data", os.path.join(folder, "data"), "--listen", "127.0.0.1:0", "--unlimited",
                                        "--ready-fd", str(write)], pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as ready:
            if not ready.readline():
                raise SystemExit("the daemon did not start")

    def cli(self, *args):
        p = subprocess.run([SAMVERKA, "--json", *args], env=self.env, capture_output=True, text=True, check=False)
        if p.returncode != 0:
            raise SystemExit(f"samverka {args}: {p.stderr}")
        return json.loads(p.stdout) if p.stdout.strip() else None

    def join(self, made, role, place, profile):
        link = next(x["url"] for x in made["links"] if x["role"] == role and place == (x["place"] or ""))
        self.cli("join", link, "--profile", profile, "--as", profile)

    def fill(self, root):
        """Points and cards until there are NODES nodes, room by room as a day fills them."""
        parents, total = [], [0]

        def walk(node):
            total[0] += 1
            if node["kind"] in ("question", "phase"):
                parents.append(node)
            for kid in node["children"]:
                walk(kid)
        walk(root)
        for i in range(NODES - total[0]):
            parent = parents[i % len(parents)]
            kind, field = ("point", "text") if parent["kind"] == "question" else ("card", "title")
            parent["children"].append({"id": f"9.{i + 1}", "kind": kind, "children": [],
                                       "fields": {field: f"Punkt {i}: en tanke som är ungefär så här lång, med å, ä och ö"}})

    def seminar(self):
        template, export = os.path.join(self.folder, "stor.yaml"), os.path.join(self.folder, "stor.json")
        with open(template, "w", encoding="utf-8") as f:
            f.write(TEMPLATE)
        made = self.cli("new", "liten", "--template", template)
        self.join(made, "organiser", "", "org")
        whole = self.cli("--seminar", "org", "export")
        self.fill(whole["root"])
        with open(export, "w", encoding="utf-8") as f:
            json.dump(whole, f, ensure_ascii=False)
        made = self.cli("import", export, "--name", "stor")
        rooms = sorted(x["place"] for x in made["links"] if x["role"] == "scribe")
        self.join(made, "scribe", rooms[0], "skriv")
        self.join(made, "facilitator", rooms[0], "led")
        self.join(made, "moderator", "", "mod")
        self.join(made, "screen", "Stora salen", "sal")
        self.cli("--seminar", "mod", "clock", "Pass 1", "start")

    def view(self, profile, verb, w=120, h=40):
        line = Line([SAMVERKA, "--seminar", profile, verb], self.env, w, h)
        line.read(1.5)
        return line


def ran(line):
    """Seconds on a processor so far, from the scheduler's nanoseconds."""
    total = 0
    for task in os.listdir(f"/proc/{line.pid}/task"):
        with open(f"/proc/{line.pid}/task/{task}/schedstat", encoding="ascii") as f:
            total += int(f.read().split()[0])
    return total / 1e9


def idle(line):
    line.read(0.5)
    cpu, at, n = ran(line), time.perf_counter(), line.total
    line.read(IDLE, IDLE)
    while time.perf_counter() - at < IDLE:
        line.read(IDLE - (time.perf_counter() - at), IDLE)
    took = time.perf_counter() - at
    return 100 * (ran(line) - cpu) / took, (line.total - n) / took


def keys(line, all_keys, shows=None):
    """[milliseconds], [bytes until nothing more comes for 60 ms] of each key. shows: its bytes show this."""
    times, sizes = [], []
    for key in all_keys:
        line.read(0.06)
        begin = time.perf_counter()
        line.write(key)
        out, shown = b"", None
        while shown is None:  # what came from the daemon just then may be drawn before it
            more, shown, _ = line.read(0, first_within=5)
            if not more:
                raise SystemExit(f"{key!r} is not on the screen: {out!r}")
            out += more
            shown = shown if not shows or shows(key).encode() in out else None
        rest, _, _ = line.read(0.06)
        times.append(1000 * (shown - begin))
        sizes.append(len(out) + len(rest))
    return times, sizes


def row(name, times, sizes):
    cut = sorted(times)
    return (f"| {name} | {statistics.median(times):.1f} | {cut[int(len(cut) * .95)]:.1f} | {cut[-1]:.1f} | "
            f"{statistics.median(sizes):.0f} | {max(sizes)} |")


def main():
    with tempfile.TemporaryDirectory(prefix="smv-bench-") as folder:
        b = Bench(folder)
        lines = []
        try:
            b.seminar()
            print(f"Nodes: {NODES}. Terminal 120×40, 256 colours; the clock runs.\n")
            print("| view, nobody types | % of a processor | bytes/s |\n|---|---:|---:|")
            for name, profile, verb in (("scribe", "skriv", "scribe"), ("moderator", "mod", "moderator"), ("plenary", "sal", "plenary")):
                lines.append(b.view(profile, verb))
                cpu, sent = idle(lines[-1])
                print(f"| {name} | {cpu:.2f} | {sent:.0f} |", flush=True)
            scribe, mod = lines[0], lines[1]
            b.cli("--seminar", "mod", "clock", "Pass 1", "pause")  # from here on nothing moves but what the keys do
            time.sleep(1)
            cpu, sent = idle(scribe)
            print(f"| scribe, clock paused | {cpu:.2f} | {sent:.0f} |\n")
            letters = "abcdefghijklmnoprstuvwxy"
            print("| key | median ms | 95 % | worst | bytes, median | most |\n|---|---:|---:|---:|---:|---:|")
            scribe.write("\x1b[B")
            typed = [letters[i % len(letters)] for i in range(KEYS)]
            print(row("a letter in a bullet", *keys(scribe, typed, lambda k: k)), flush=True)
            print(row("backspace", *keys(scribe, ["\x7f"] * 50)), flush=True)
            print(row("arrow down", *keys(scribe, ["\x1b[B"] * 50)), flush=True)
            print(row("Enter: a new bullet", *keys(scribe, ["\r", "x", "\r", "y", "\r", "z", "\r", "w"])), flush=True)
            print(row("another sheet (Alt+2, Alt+1)", *keys(scribe, ["\x1b2", "\x1b1"] * 10)), flush=True)
            print(row("the steps (F2), back", *keys(scribe, ["\x1bOQ", "\x1bOQ"] * 5)), flush=True)
            print(row("moderator: another room", *keys(mod, ["\x1b[C", "\x1b[D"] * 10)), flush=True)
            print(row("moderator: the screen's page, back", *keys(mod, ["2", "1"] * 10)), flush=True)
            scribe.write("\x1b1")
            scribe.read(0.5)
            page = "\n".join(f"En rad i en inklistrad sida, nummer {i}" for i in range(100))
            begin = time.perf_counter()
            scribe.write("\x1b[200~" + page + "\x1b[201~")
            out, _, last = scribe.read(0.5, first_within=5)
            print(f"\nA page of {len(page)} characters pasted: {1000 * (last - begin):.0f} ms and {len(out)} bytes until all is saved.")
            n = scribe.total
            began = time.perf_counter()
            for i in range(100):  # ten letters a second, as fast people type: what belongs to several letters is written once
                scribe.write(letters[i % len(letters)])
                scribe.read(0.1, 0.1)
            scribe.read(0.5)
            print(f"Ten letters a second for {time.perf_counter() - began:.0f} s: {(scribe.total - n) / 100:.0f} bytes a letter, with "
                  "everything that \"Saving…\" and \"Saved\" cost.")
        finally:
            for line in lines:
                line.close()
            b.daemon.terminate()
            b.daemon.wait()


if __name__ == "__main__":
    main()
