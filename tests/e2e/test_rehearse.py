#!/usr/bin/python3
"""A day with simulated people against a daemon that is killed again and again; then its file is verified.

Usage: test_rehearse.py [MINUTES SPEED KILLS [option of samverka rehearse ...]]      default 20 60 5
Environment: SAMVERKAD, SAMVERKA (programs), SMV_SEED (of the moments of the kills and of the day).
Exit 0: the rehearsal was good (nothing lost, doubled or different), the daemon ended with 0 on SIGTERM, and each
confirmed operation is in the log exactly once.
"""
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "lib"))
from samverkad import Daemon  # noqa: E402


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Supervisor:
    """Starts the daemon again on the same port as soon as it has been killed."""

    def __init__(self, data):
        self.data, self.listen, self.kills = data, f"127.0.0.1:{free_port()}", 0
        self.start()

    def start(self):
        self.daemon = Daemon("--listen", self.listen, data=self.data)
        if not self.daemon.addresses:
            sys.exit(f"the daemon does not start:\n{self.daemon.said()}")

    def kill(self):
        self.daemon.process.send_signal(signal.SIGKILL)
        self.daemon.process.wait(30)
        self.kills += 1
        self.start()

    def alive(self):
        return self.daemon.process.poll() is None


def play(sup, link, folder, minutes, speed, kills, more, rng):
    """The rehearsal's exit code. The moments of the kills are drawn over its playing time."""
    files = {k: os.path.join(folder, k + ".json") for k in ("report", "confirmed")}
    command = [os.environ.get("SAMVERKA", "samverka"), "rehearse", link, "--minutes", str(minutes), "--speed",
               str(speed), "--report", files["report"], "--confirmed", files["confirmed"], *more]
    process = subprocess.Popen(command)
    length, begun = minutes * 60 / speed, time.monotonic()
    moments = sorted(rng.uniform(0.05, 0.95) * length for _ in range(kills))
    while True:
        wait = moments[0] - (time.monotonic() - begun) if moments else 2
        try:
            return process.wait(max(wait, 0.01) if moments else 2), files
        except subprocess.TimeoutExpired:
            if not sup.alive():
                process.kill()
                sys.exit(f"the daemon died by itself:\n{sup.daemon.said()}")
        if moments and time.monotonic() - begun >= moments[0]:
            moments.pop(0)
            sup.kill()


def main():
    minutes, speed, kills = (int(a) for a in (sys.argv[1:4] or (20, 60, 5)))
    if kills > 5 and "CTEST_INTERACTIVE_DEBUG_MODE" in os.environ and os.environ.get("SMV_SOAK") != "1":
        print("a soak: SMV_SOAK=1 runs it")
        sys.exit(77)
    seed = int(os.environ.get("SMV_SEED", secrets.randbelow(2**31)))
    print(f"seed {seed}", flush=True)
    rng = random.Random(seed)
    more = ["--seed", str(seed), *sys.argv[4:]]
    with tempfile.TemporaryDirectory(prefix="smv", dir="/tmp") as folder:
        data = os.path.join(folder, "data")
        os.mkdir(data, 0o700)
        sup = Supervisor(data)
        try:
            host = sup.daemon.host()
            made = host.new("dag", os.path.join(ROOT, "templates", "aterfall.yaml"))
            host.close()
            link = next(entry["url"] for entry in made["links"] if entry["role"] == "organiser")
            code, files = play(sup, link, folder, minutes, speed, kills, more, rng)
            ended = sup.daemon.stop()
        finally:
            sup.daemon.clean()
        checker = subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "tests", "oracle", "verify_log.py"),
                                  os.path.join(data, "dag.samverka"), files["confirmed"]])
        with open(files["report"], encoding="utf-8") as f:
            report = json.load(f)
    print(f"kills {sup.kills}; rehearsal {code}, daemon {ended}, checker {checker.returncode}; "
          f"{report['all']['confirmed']} confirmed, {report['all']['reconnects']} reconnects, "
          f"lost {report['lost']}, doubled {report['doubled']}, diverged {report['diverged']}")
    if report["all"]["confirmed"] < 100:
        sys.exit("hardly anything was done")
    sys.exit(0 if code == ended == checker.returncode == 0 and sup.kills == kills else 1)


if __name__ == "__main__":
    main()
