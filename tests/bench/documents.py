"""What documents cost: a seminar with so many items, each format by itself, and a scribe who types meanwhile.

Prints a table. Time and memory of a format are those of samverka-document with everything that it starts (wait4). What
typing feels is the time from an operation to its confirmation, over loopback, in turns without and with documents being
made, in the same run: the ratio is what counts, the milliseconds are this machine's.
"""
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import EV, OPS, Daemon, Socket, read_answer  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
PROGRAM = os.environ["SAMVERKA_DOCUMENT"]
RUNS = [("documentation", f) for f in ("docx", "html", "markdown", "text", "xlsx", "json", "zip", "pdf", "odt")] + \
       [("actions", f) for f in ("xlsx", "csv", "ics")] + [("documentation --brief", "docx")]
WORDS = "bostad samverkan kommunen polisen skolan stöd unga vuxna möte plan ansvar uppföljning trygg fritid".split()


class Scribe:
    def __init__(self, daemon, secret):
        self.w = Socket(daemon, path="/dag/ws")
        self.welcome = self.w.hello(secret)
        self.n = self.ids = 0

    def send(self, ops):
        """Operations, each confirmed before the next batch."""
        out = []
        for op in ops:
            self.n += 1
            out.append([self.n, self.welcome[3], *op])
        self.w.send([OPS, out])
        last = 0
        while last < self.n:
            m = self.w.message()
            if m[0] == EV:
                last = max([last] + [i[3] for i in m[4] if i[2] == self.welcome[7]])
            elif m[0] == 36:
                raise SystemExit(f"refused: {m}")

    def id(self):
        self.ids += 1
        return self.welcome[7] << 30 | self.ids


def text(i):
    return " ".join(WORDS[(i * 7 + k * k) % len(WORDS)] for k in range(9)) + f" {i}"


def number(ident):
    a, b = map(int, ident.split("."))
    return a << 30 | b


def fill(scribe, tree, items):
    """Points, cards and actions, in the proportions of a day, on this scribe's sheets."""
    place = scribe.welcome[11]
    own = f"{place >> 30}.{place & (1 << 30) - 1}"
    sheets = [s for x in tree["children"] if x["kind"] == "session" for s in x["children"]
              if s["kind"] == "sheet" and s["fields"].get("room") == own]

    def under(kind):
        found, todo = [], list(sheets)
        while todo:
            n = todo.pop()
            if n["kind"] == kind:
                found.append(number(n["id"]))
            todo += n["children"]
        return found
    questions, phases = under("question"), under("phase")
    plans = [number(s["id"]) for s in sheets if s["fields"].get("form") == 3]
    ops = []
    for i in range(items):
        if i % 20 == 0 and plans:
            ops.append([1, scribe.id(), 26, plans[i // 20 % len(plans)], 0,
                        [[1, text(i)], [2, f"Person {i % 50}"], [3, "Kommunen"], [4, 20270101 + i % 28], [6, i % 4]]])
        elif i % 25 == 1 and phases:
            ops.append([1, scribe.id(), 21, phases[i // 25 % len(phases)], 0, [[1, text(i)], [2, text(i + 1)], [3, "Skolan"]]])
        else:
            ops.append([1, scribe.id(), 20, questions[i % len(questions)], 0, [[1, text(i)]]])
        if len(ops) == 60:
            scribe.send(ops)
            ops = []
    if ops:
        scribe.send(ops)
    return questions[0]


def ask(daemon, secret, query):
    s = daemon.connect(timeout=300)
    s.sendall(f"GET /dag/api/{query} HTTP/1.1\r\nHost: 127.0.0.1:1\r\nAuthorization: Bearer {secret}\r\n\r\n".encode())
    got = read_answer(s)
    s.close()
    return got


def run_program(parcel, of, fmt):
    """Seconds, peak MB of the program and of the largest thing that it waited for, size."""
    with open(parcel, "rb") as given, tempfile.TemporaryFile() as out:
        begin = time.monotonic()
        p = subprocess.Popen([PROGRAM, "--of", *of.split(), "--format", fmt], stdin=given, stdout=out, stderr=subprocess.PIPE)
        said = p.stderr.read()
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = status
        took = time.monotonic() - begin
        if status != 0:
            return None, said.decode().strip()
        return (took, usage.ru_maxrss / 1024, os.fstat(out.fileno()).st_size), ""


def typing(scribe, node, count, gap=0.02):
    """Milliseconds of each confirmation; gap: a typist's pace, which is what is measured and nothing that is waited for."""
    times = []
    for i in range(count):
        begin = time.monotonic()
        scribe.send([[2, node, 3, (i + 1) % 2]])
        times.append((time.monotonic() - begin) * 1000)
        time.sleep(gap)
    return times


def percentile(values, p):
    return sorted(values)[min(len(values) - 1, int(len(values) * p / 100))]


def main(items):
    tmp = tempfile.mkdtemp(prefix="smvbench", dir=os.environ.get("TMPDIR", "/tmp"))
    catch = os.path.join(tmp, "bin")
    os.mkdir(catch)
    for name, target in (("samverkad", os.environ["SAMVERKAD"]),):
        subprocess.run(["cp", target, os.path.join(catch, name)], check=True)
    # Beside the daemon lies a program that keeps the parcel and then does what it is there for.
    parcel = os.path.join(tmp, "parcel")
    beside = os.path.join(catch, "samverka-document")
    with open(beside, "w", encoding="ascii") as f:
        f.write(f'#!/bin/sh\n[ -e {parcel} ] || {{ cat >{parcel}.part; mv {parcel}.part {parcel}; }}\n'
                f'exec {os.path.abspath(PROGRAM)} "$@" <{parcel}\n')
    os.chmod(beside, 0o755)
    os.environ["SAMVERKAD"] = os.path.join(catch, "samverkad")
    d = Daemon("--unlimited")
    try:
        h = d.host()
        made = h.new("dag", os.path.join(ROOT, "templates", "aterfall.yaml"), rooms=["Ek", "Alm", "Ask", "Lind"])
        secret = {r: [x["secret"] for x in made["links"] if x["role"] == r] for r in ("organiser", "scribe")}
        tree = json.loads(ask(d, secret["organiser"][0], "export")[2])["root"]
        scribes = [Scribe(d, s) for s in secret["scribe"]]
        begin = time.monotonic()
        for s in scribes:
            s.question = fill(s, tree, items // len(scribes))
        status, _, body = ask(d, secret["organiser"][0], "export?format=markdown")
        if status != 200:
            raise SystemExit(body.decode())
        print(f"{items} items of four rooms, written in {time.monotonic() - begin:.0f} s; parcel "
              f"{os.path.getsize(parcel) / 1e6:.1f} MB. {platform.machine()}, {os.cpu_count()} cores.\n")
        os.remove(beside)
        subprocess.run(["cp", PROGRAM, beside], check=True)

        print("| document | format | seconds | peak MB | size kB |\n| --- | --- | ---: | ---: | ---: |")
        for of, fmt in RUNS:
            got, said = run_program(parcel, of, fmt)
            if got is None:
                print(f"| {of} | {fmt} | {said} | | |")
            else:
                print(f"| {of} | {fmt} | {got[0]:.2f} | {got[1]:.0f} | {got[2] / 1000:.0f} |")
        sys.stdout.flush()

        print("\n| while one types | p50 ms | p95 ms | p50 ratio | p95 ratio |\n| --- | ---: | ---: | ---: | ---: |")
        s = Scribe(d, secret["scribe"][0])  # the others have been silent for too long
        s.question = scribes[0].question
        for fmt in ("json", "docx", "html"):
            quiet, busy = [], []
            for _ in range(3):  # in turns, so that what else the machine does falls on both
                point = point_of(s)
                quiet += typing(s, point, 60)
                stop = threading.Event()

                def make():
                    while not stop.is_set():
                        ask(d, secret["organiser"][0], "export?format=" + fmt)
                t = threading.Thread(target=make)
                t.start()
                busy += typing(s, point, 60)
                stop.set()
                t.join()
            a, b = (percentile(quiet, 50), percentile(quiet, 95)), (percentile(busy, 50), percentile(busy, 95))
            print(f"| nothing made | {a[0]:.1f} | {a[1]:.1f} | | |")
            print(f"| {fmt}, one after another | {b[0]:.1f} | {b[1]:.1f} | {b[0] / a[0]:.2f} | {b[1] / a[1]:.2f} |")
        h.close()
    finally:
        d.stop()
        d.clean()
        subprocess.run(["rm", "-rf", tmp], check=False)


def point_of(scribe):
    """A point to put a star on and off; made once."""
    if not hasattr(scribe, "point"):
        scribe.point = scribe.id()
        scribe.send([[1, scribe.point, 20, scribe.question, 0, [[1, "en punkt"]]]])
    return scribe.point


if __name__ == "__main__":
    main(int(sys.argv[1]))
