#!/usr/bin/env python3
"""The moderator's and the hall's screens on real terminals (tmux) against a real daemon.

    test_tui_hall.py SAMVERKA SAMVERKAD TEMPLATES

What: the moderator starts the session, writes to the rooms, answers a call, puts a room on the hall's screen; the daemon is
killed and comes back; windows change their size. No sleeps to be sure of something: the screens are looked at until they
show what they must.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import test_cli

LIMIT = 30
TEMPLATE = """
name: hallen
language: sv
title: Dagen i hallen
participants: {read: [agenda, stage]}
compositions: [{key: a, name: A, rule: cross}]
rooms: {count: 2}
screens: [Stora salen]
sessions:
  - title: Pass 1
    key: pass1
    form: groups
    composition: a
    start: "09:00"
    minutes: 60
    sheets:
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?]}
      - {title: Förslag, form: actions, each: room, audience: [own]}
  - {title: Pass 2, form: groups, composition: a, start: "10:00", minutes: 60,
     sheets: [{title: Sedan, form: questions, each: room, audience: [own], questions: [Och sedan?]}]}
"""


class Screen:
    """A terminal with a samverka in it, on a tmux server of the story's own."""
    number = 0

    def __init__(self, story, *args, w=100, h=30, lang="en"):
        Screen.number += 1
        self.story, self.name = story, f"h{Screen.number}"
        self.errors = os.path.join(story.tmp, self.name + ".err")
        env = dict(story.cli.env(), LANGUAGE=lang, TERM="tmux-256color")
        self.tmux("new-session", "-d", "-x", str(w), "-y", str(h), "-s", self.name,
                  "sh", "-c", 'exec 2>"$0"; exec "$@"', self.errors, test_cli.SAMVERKA, *args, env=env)
        self.tmux("set-option", "-t", self.name, "remain-on-exit", "on")

    def tmux(self, *args, env=None):
        return subprocess.run(["tmux", "-L", self.story.socket, "-f", "/dev/null", *args], env=env, check=True,
                              capture_output=True, text=True, timeout=LIMIT).stdout

    def keys(self, *names):
        self.tmux("send-keys", "-t", self.name, *names)

    def type(self, text):
        self.tmux("send-keys", "-t", self.name, "-l", text)

    def look(self):
        return self.tmux("capture-pane", "-p", "-t", self.name)

    def see(self, *texts, gone=()):
        end = time.monotonic() + LIMIT
        while True:
            shown = self.look()
            flat = re.sub(r"\s+", " ", shown)
            if all(t in flat for t in texts) and not any(t in flat for t in gone):
                return shown
            if time.monotonic() > end:
                with open(self.errors, encoding="utf-8", errors="replace") as f:
                    raise AssertionError(f"{texts} not seen (or {gone} seen):\n{shown}\n{f.read()}")
            time.sleep(0.05)

    def resize(self, w, h):
        self.tmux("resize-window", "-t", self.name, "-x", str(w), "-y", str(h))

    def ended(self):
        end = time.monotonic() + LIMIT
        while self.tmux("display-message", "-p", "-t", self.name, "#{pane_dead}").strip() != "1":
            if time.monotonic() > end:
                raise AssertionError("it did not end:\n" + self.look())
            time.sleep(0.05)
        with open(self.errors, encoding="utf-8", errors="replace") as f:
            self.story.assertNotIn("ERROR:", f.read())


@unittest.skipUnless(shutil.which("tmux"), "needs tmux")
class Hall(unittest.TestCase):
    def setUp(self):
        self.cli = test_cli.Cli("run")
        self.cli.addCleanup = self.addCleanup
        folder = tempfile.TemporaryDirectory(prefix="smv-hall-")
        self.tmp = folder.name
        self.cli.tmp = folder
        self.cli.home = os.path.join(self.tmp, "home")
        self.socket = f"smv-hall-{os.getpid()}"
        self.daemon = self.cli.daemon = test_cli.Daemon(self.tmp)
        self.addCleanup(folder.cleanup)
        self.addCleanup(self.end)
        self.daemon.start()
        template = os.path.join(self.tmp, "hallen.yaml")
        with open(template, "w", encoding="utf-8") as f:
            f.write(TEMPLATE)
        self.cli.made = self.cli.json("new", "dag-1", "--template", template, "--rooms", "Rum 1,Rum 2")
        self.cli.join("scribe", "Rum 1", "anna", "Anna")
        self.cli.join("moderator", "", "mod", "Mo")
        self.cli.join("screen", "Stora salen", "sal", "sal")

    def end(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True)
        if self.daemon.process.poll() is None:
            self.daemon.stop()

    def call(self, *args):
        return self.cli.run_cli("--seminar", "anna", *args)

    def test_the_day(self):
        mod = Screen(self, "--seminar", "mod", "moderator", w=120, h=40)
        hall = Screen(self, "--seminar", "sal", "plenary")
        mod.see("Rum 1", "Rum 2", gone=["Connecting", "Catching"])
        hall.see("█▀▀▀▄", gone=["no connection"])  # its title in large letters
        # the session starts, asked back
        mod.type("g")
        mod.see('Start "Pass 1" now?')
        mod.keys("Enter")
        mod.see("left", "Started: Pass 1")
        # a message to all, seen by nobody yet
        mod.type("NFika klockan tio, åäö")
        mod.keys("Enter")
        mod.see("Message sent to all")
        mod.type("4")
        mod.see("All: Fika klockan tio, åäö", "not yet: Rum 1, Rum 2")
        mod.keys("Escape")
        mod.see("[1 Rooms]")
        # a call is answered, then over
        self.call("call", "technical", "Projektorn är svart")
        mod.see("Rum 1 asks for technical help: Projektorn är svart")
        mod.type("a")
        mod.see("somebody is on the way")
        mod.type("a")
        mod.see("The call is over", gone=["on the way"])
        # what a room writes is seen; read live; shown in the hall
        self.call("add", "point", "--under", "Pass 1/Frågor/1", "text=En bostad före frigivningen")
        mod.see("En bostad före frigivningen", "1 of 2 questions")
        mod.keys("Enter")
        mod.see("Rum 1: Frågor", "Vad fungerar?")
        mod.type("s")
        mod.see("On the screen: Rum 1: Frågor")
        hall.see("Vad fungerar?", "En bostad före frigivningen", gone=["no connection"])
        self.call("add", "point", "--under", "Pass 1/Frågor/2", "text=En samordnare")
        hall.see("En samordnare")
        mod.see("En samordnare")
        mod.keys("Escape")
        mod.see("Rum 2")  # Escape and a key at once would be Alt and that key
        mod.type("2")
        mod.see("Stora salen: 1 screen")
        # the daemon is killed and comes back: the hall keeps its picture
        self.daemon.stop(signal.SIGKILL)
        hall.see("no connection", "En samordnare")
        mod.see("Offline")
        self.daemon.start()
        hall.see("En samordnare", gone=["no connection"])
        mod.see("Saved", gone=["Offline"])
        # the countdown, darkness and back
        mod.keys("Down", "End", "Up", "Up")
        mod.see("Countdown: Pass 1")
        mod.keys("Enter")
        hall.see("█", gone=["En samordnare"])
        mod.type("b")
        hall.see(gone=["█", "Pass 1"])
        mod.type("b")
        hall.see("█")
        # other sizes
        for w, h in ((80, 24), (200, 60), (61, 20)):
            mod.resize(w, h)
            mod.see("2 Screen", "F1 help")
            hall.resize(w, h)
            hall.see("█")
        mod.resize(40, 10)
        mod.see("This window has 40 columns and 10 lines")
        mod.resize(100, 30)
        mod.keys("Escape")
        mod.see("Rum 1", "Rum 2")
        mod.type("e")
        mod.see('End "Pass 1" for all?')
        mod.keys("Enter")
        mod.see("Ended: Pass 1")
        mod.type("q")
        mod.ended()
        hall.type("q")
        hall.ended()

    def test_languages(self):
        mod = Screen(self, "--seminar", "mod", "moderator", lang="sv")
        mod.see("Rum 1", *(["ingen är ansluten", "hjälp"] if "SAMVERKA_LOCALEDIR" in os.environ else []))
        mod.type("q")
        mod.ended()
        # no terminal: a sentence
        self.cli.run_cli("--seminar", "sal", "plenary", code=2)
        self.assertIn("needs a terminal", self.cli.err)

    def test_line_by_line(self):
        self.call("call", "technical", "Projektorn är svart")
        p = self.cli.start("--seminar", "mod", "moderator", "--linear", stdin=subprocess.PIPE)
        said = ""
        while "Projektorn" not in said:  # connected, and the call has been spoken of
            line = p.stdout.readline()
            self.assertTrue(line, said)
            said += line
        out, err = p.communicate("h\ng\ng yes\nr\na\nm 2 Bara till rum två\ns 1\nx\nt\n", timeout=LIMIT)
        said += out
        self.assertEqual(p.returncode, 0, said + err)
        for text in ["! Rum 1 asks for technical help: Projektorn är svart", "Started: Pass 1", "2. Rum 2: 0 of 2 questions",
                     "The room is told that somebody is coming", "Message sent to Rum 2", "On the screen: Rum 1: Frågor",
                     "That was not done"]:
            self.assertIn(text, said)
        self.assertIn("Bara till rum två", self.cli.run_cli("--seminar", "mod", "notice"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
