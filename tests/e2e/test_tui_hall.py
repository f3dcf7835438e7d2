#!/usr/bin/env python3
"""The moderator's and the hall's screens on real terminals (tmux) against a real daemon.

    test_tui_hall.py SAMVERKA SAMVERKAD TEMPLATES

What: the moderator starts the session, writes to the rooms, answers a call, puts a room on the hall's screen; the daemon is
killed and comes back; windows change their size. No sleeps to be sure of something: the screens are looked at until they
show what they must.
"""
import os
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import test_cli  # noqa: E402
from terminal import LIMIT  # noqa: E402
from tui_world import OnTerminals  # noqa: E402

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
     sheets: [{title: Syntes, form: synthesis, moderated: yes}, {title: Sedan, form: questions, each: room, audience: [own], questions: [Och sedan?]}]}
"""


@unittest.skipUnless(shutil.which("tmux"), "needs tmux")
class Hall(OnTerminals):
    TEMPLATE = TEMPLATE

    def setUp(self):
        super().setUp()
        self.cli.join("scribe", "Rum 1", "anna", "Anna")
        self.cli.join("moderator", "", "mod", "Mo")
        self.cli.join("screen", "Stora salen", "sal", "sal")

    def call(self, *args):
        return self.cli.run_cli("--seminar", "anna", *args)

    def test_the_day(self):
        mod = self.terminals.open("--seminar", "mod", "moderator", w=120, h=40)
        hall = self.terminals.open("--seminar", "sal", "plenary")
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
        mod = self.terminals.open("--seminar", "mod", "moderator", lang="sv")
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
        out, err = p.communicate("h\ng\ng yes\nr\na\nm 2 Bara till rum två\ns 1\nk\nk 2\nk\nn\nx\n"
                                 "c\nc + Gemensamt\nc\n* 1\nd\nz\nt\n", timeout=LIMIT)
        said += out
        self.assertEqual(p.returncode, 0, said + err)
        for text in ["! Rum 1 asks for technical help: Projektorn är svart", "Started: Pass 1", "2. Rum 2: 0 of 2 questions",
                     "The room is told that somebody is coming", "Message sent to Rum 2", "On the screen: Rum 1: Frågor",
                     "That was not done", "Nothing waits to be shown.", "1. Rum 2: Frågor", "On the screen: Rum 2: Frågor",
                     "Not gathered yet", "New cluster", "Cluster 1: Gemensamt", "Starred", "The door is open"]:
            self.assertIn(text, said)
        self.assertIn("Bara till rum två", self.cli.run_cli("--seminar", "mod", "notice"))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
