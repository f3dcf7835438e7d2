#!/usr/bin/python3
"""A short day of every format, with one kill -9 of the daemon in the middle; then its file is verified.

Usage: test_rehearse_formats.py [NAME ...]        the days below; default all of them
Environment: SAMVERKAD, SAMVERKA (programs), SMV_SEED (of the day and of the moment of the kill).
A day is good when nothing is lost, doubled or different; when each confirmed operation is in the log once; when what
its sheets are for was really done; and when the plan that is taken out afterwards is the one that was there before.
"""
import http.client
import json
import os
import random
import re
import secrets
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "lib"))
sys.path.insert(0, HERE)
from test_rehearse import Supervisor, play  # noqa: E402

# What must have been made, by kind, at least; template, people, minutes of the day, speed
TALK = {"point": 30}
ANSWERS = {}  # a survey is short, and its moderator may be cut off just then: counted over all days
DAYS = {
    "aterfall-24": ("aterfall", 24, 30, 90, {**TALK, "card": 10, "flow": 1, "obstacle": 1, "action": 1}),
    "aterfall-120": ("aterfall", 120, 30, 60, {**TALK, "card": 10, "obstacle": 1, "action": 1}),
    "dialogmote": ("dialogmote", 16, 30, 90, TALK),
    "stad-for-stad": ("stad-for-stad", 16, 40, 120, {**TALK, "row": 1, "parked": 1, "cluster": 1}),
    "tilbakeforing": ("tilbakeforing", 40, 40, 90, {**TALK, "group": 8, "challenge": 5, "row": 1, "meeting": 1, "contact": 1,
                                                    "action": 1, "answer": 5}),
    "tom": (None, 16, 30, 90, {"point": 10, "card": 1, "row": 1, "challenge": 1, "action": 1, "meeting": 1}),
}


def tom_with_examples():
    """Every possibility of the empty template: the lines that begin with a single #; tables found their groups."""
    with open(os.path.join(ROOT, "templates", "tom.yaml"), encoding="utf-8") as f:
        text = "".join(line[1:] if line.startswith("#") and not line.startswith("##") else line for line in f)
    return text.replace("found_groups: no", "found_groups: yes")


def organiser_gets(made, verb):
    url = made["url"].rstrip("/")
    host, path = url.split("://")[1].split("/", 1)
    secret = next(link["url"] for link in made["links"] if link["role"] == "organiser").split("#")[1]
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request("GET", f"/{path}/api/{verb}", headers={"Authorization": f"Bearer {secret}"})
        answer = connection.getresponse()
        body = answer.read().decode()
    finally:
        connection.close()
    if answer.status != 200:
        sys.exit(f"GET {verb}: {answer.status} {body[:300]}")
    return body


def moves(daemon, made):
    """All of it out as JSON, into a new seminar, and out again: the same but for name and history."""
    def bare(body):
        head = re.match(r'\{"format":"samverka-export-1","seminar":"[a-z]+","epoch":"[0-9a-f]{32}",', body)
        return body[head.end():] if head else sys.exit(f"no export: {body[:200]}")
    verb = "export?format=json&deleted=1&ballots=1"
    first = organiser_gets(made, verb)
    host = daemon.host()
    again = host.ask("import", name="igen", export=json.loads(first))
    host.close()
    if not again["ok"]:
        print(f"the export is not taken in: {again}", flush=True)
        return False
    return bare(first) == bare(organiser_gets(again, verb))


def one_day(name, seed):
    template, people, minutes, speed, least = DAYS[name]
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="smv", dir="/tmp") as folder:
        data = os.path.join(folder, "data")
        os.mkdir(data, 0o700)
        path = os.path.join(ROOT, "templates", f"{template}.yaml")
        if template is None:
            path = os.path.join(folder, "tom.yaml")
            with open(path, "w", encoding="utf-8") as f:
                f.write(tom_with_examples())
        begun = time.monotonic()
        sup = Supervisor(data)
        try:
            host = sup.daemon.host()
            made = host.new("dag", path)
            host.close()
            before = organiser_gets(made, "template")
            link = next(entry["url"] for entry in made["links"] if entry["role"] == "organiser")
            code, files = play(sup, link, folder, minutes, speed, 1,
                               ["--seed", str(seed), "--people", str(people)], rng)
            after = organiser_gets(made, "template")
            moved = moves(sup.daemon, made)
            ended = sup.daemon.stop()
        finally:
            sup.daemon.clean()
        checker = subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "tests", "oracle", "verify_log.py"),
                                  os.path.join(data, "dag.samverka"), files["confirmed"]])
        with open(files["report"], encoding="utf-8") as f:
            report = json.load(f)
    scarce = {kind: report["made"].get(kind, 0) for kind, n in least.items() if report["made"].get(kind, 0) < n}
    straight = report["all"]["ms"]["straight"]
    print(f"{name}: {people} people, {report['all']['people']} clients, {report['all']['confirmed']} confirmed, "
          f"{report['all']['ballots']} ballots, {report['all']['reconnects']} reconnects, p99 {straight['p99']:.0f} ms, "
          f"lost {report['lost']}, doubled {report['doubled']}, diverged {report['diverged']}, "
          f"{time.monotonic() - begun:.0f} s; rehearsal {code}, daemon {ended}, checker {checker.returncode}", flush=True)
    ANSWERS[name] = report["made"].get("answer", 0)
    if scarce:
        print(f"{name}: hardly anything of {scarce}; made {report['made']}", flush=True)
    if before != after:
        print(f"{name}: the plan was altered by the day", flush=True)
    if not moved:
        print(f"{name}: as JSON and back it is not the same", flush=True)
    secretaries = sum(part["people"] for part in report["parts"] if part["part"] == "secretary")
    wanted = (people + 4) // 5 if template in (None, "tilbakeforing") else 0
    return code == ended == checker.returncode == 0 and sup.kills == 1 and not scarce and before == after \
        and moved and secretaries == wanted


def main():
    seed = int(os.environ.get("SMV_SEED", secrets.randbelow(2**31)))
    print(f"seed {seed}", flush=True)
    bad = [name for name in (sys.argv[1:] or DAYS) if not one_day(name, seed)]
    print(f"answers: {ANSWERS}", flush=True)
    if len(ANSWERS) == len(DAYS) and sum(n > 0 for n in ANSWERS.values()) < 4:
        sys.exit("hardly anybody was asked anything")
    if bad:
        sys.exit(f"not good: {', '.join(bad)}; again with SMV_SEED={seed}")


if __name__ == "__main__":
    main()
