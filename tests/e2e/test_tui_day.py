#!/usr/bin/env python3
"""A whole day on terminals: two rooms, their moderator and the hall's screen, over a slow network that breaks.

    test_tui_day.py SAMVERKA SAMVERKAD TEMPLATES

What: every program runs in a terminal of its own (tmux) and is only ever pressed and looked at. Room 1 has two typists in
the same field, 300 ms away; Room 2's line is cut and stalls; the daemon is killed and comes back, so is a client in the
middle of a word; windows change their size while somebody types. Every typed word is one that nobody else types: at the end
an export is searched, and each is there exactly once. The screen shows what was typed at once, however far the daemon is.
"""
import json
import os
import re
import shutil
import signal
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import test_cli  # noqa: E402
from delay import Delay  # noqa: E402
from tui_world import OnTerminals  # noqa: E402

JOIN = "Take part with your phone"
AWAY = 0.15  # seconds each way: 300 ms from a key to the daemon's answer
TEMPLATE = """
name: en-dag
language: sv
title: En dag i terminalen
compositions: [{key: a, name: A, rule: cross}, {key: b, name: B, rule: area}]
rooms: {count: 2}
screens: [Stora salen]
sheets:
  - {key: parkering, title: Parkering, form: parking, each: room, audience: [own]}
sessions:
  - title: Pass 1
    key: pass1
    form: groups
    composition: a
    start: "09:00"
    minutes: 60
    sheets:
      - {key: karta1, title: Bästa vägen, form: timeline, each: room, audience: [own, places], phases: [Före, Under, Efter], lanes: [Boende, Arbete]}
      - {key: fragor1, title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?]}
  - title: Pass 2
    key: pass2
    form: groups
    composition: b
    start: "10:15"
    minutes: 60
    sheets:
      - {key: karta2, title: I detalj, form: timeline, each: room, audience: [own, places], phases: [Före, Under, Efter], lanes: [Boende, Arbete], from: beside}
  - title: Pass 3
    key: pass3
    form: groups
    composition: b
    start: "13:00"
    minutes: 60
    sheets:
      - {key: forslag, title: Förslag, form: actions, each: room, audience: [own, places], carries: {from: karta2, kind: obstacle, as: action}}
  - title: Plenum
    key: plenum
    form: plenary
    start: "14:30"
    minutes: 60
    sheets:
      - {key: syntes, title: Gemensamt, form: synthesis, moderated: yes}
"""


class Pen:
    """Words that nobody else writes, and how many were written."""
    written = []

    def __init__(self, who, end):
        self.who, self.end, self.n = who, end, 0

    def word(self):
        self.n += 1
        word = f"{self.who}{self.n:03d}{self.end}"
        Pen.written.append(word)
        return word

    def words(self, n):
        return " ".join(self.word() for _ in range(n))


@unittest.skipUnless(shutil.which("tmux"), "needs tmux")
class Day(OnTerminals):
    TEMPLATE = TEMPLATE

    def setUp(self):
        super().setUp()
        host, port = self.daemon.listen.rsplit(":", 1)
        self.far, self.bad = Delay(host, int(port), AWAY), Delay(host, int(port), 0.02)
        self.addCleanup(self.far.end)
        self.addCleanup(self.bad.end)
        for role, place, profile, name, line in (("scribe", "Rum 1", "anna", "Anna", self.far), ("facilitator", "Rum 1", "bo", "Bo", self.far),
                                                 ("scribe", "Rum 2", "cilla", "Cilla", self.bad), ("moderator", "", "mod", "Mo", None),
                                                 ("organiser", "", "org", "Org", None), ("screen", "Stora salen", "sal", "sal", self.far)):
            link = self.cli.link(role, place)
            if line is not None:
                link = link.replace(f":{port}/", f":{line.port}/")
                self.assertIn(str(line.port), link)
            self.cli.json("join", link, "--profile", profile, "--as", name)

    def scribe(self, who, **more):
        s = self.terminals.open("--seminar", who, "scribe", **more)
        s.see("F1", "Rum ", gone=["Connecting", "Catching"])
        return s

    def write(self, screen, pen, n, between=lambda i: None):
        """Types n words, one by one; what is typed last is on the own screen sooner than the daemon can answer."""
        for i in range(n):
            word = pen.word()
            screen.type(" " + word)
            between(i)
        screen.see(word)

    # --- the day, hour by hour ----------------------------------------------------------------------------
    def morning(self):
        self.hall.see("█")
        self.mod.type("2")
        self.mod.see("Stora salen: 1 screen")
        self.mod.keys("End", "Up")
        self.mod.see("Join page")
        self.mod.keys("Enter")
        self.mod.see("On the screen: Join page")
        self.hall.see("Phones are not let in just now")
        self.mod.type("D")
        self.mod.see("The door is open")
        self.hall.see(JOIN)
        self.mod.type("b")
        self.hall.see(gone=[JOIN, "█"])
        self.mod.type("b")
        self.hall.see(JOIN)
        self.mod.keys("Escape")
        self.mod.see("[1 Rooms]")

    def start(self, title):
        """The moderator starts it; those who write are told and go there by themselves."""
        self.mod.type("g")
        self.mod.see(f'Start "{title}" now?')
        self.mod.keys("Enter")
        self.mod.see(f"Started: {title}")
        for s in self.writing():
            s.see(title, "left") if title == "Pass 1" else s.see(f"{title} has begun")
            s.keys("F5")
            s.see(f"│ {title} ", "left", gone=["has begun"])

    def writing(self):
        return self.anna, self.bo, self.cilla

    def cards(self, s, pen, first):
        """Two cards on the timeline: a title, what, who."""
        s.see("+ card")
        s.type(first)
        for _ in range(2):
            s.keys("Tab")
            s.type(pen.words(2))
            s.keys("Tab")
            s.type(pen.word())
            s.see("Who: " + Pen.written[-1])
            self.on_card.setdefault(first, Pen.written[-3:])
            s.keys("BTab", "BTab", "Enter")
            s.see("The card: Card")
            s.type(pen.word())
            s.see("The card: " + Pen.written[-1])

    def two_in_one_field(self):
        """The same bullet, from both ends, 300 ms away, while a window changes its size."""
        for s in (self.anna, self.bo):
            s.keys("M-2")
            s.see("1. Vad fungerar?")
        self.anna.type("mitten")
        Pen.written.append("mitten")
        self.bo.see("mitten")
        self.bo.keys("Up", "Up", "Home")
        self.bo.see("Anna is writing here")
        sizes = [(80, 24), (200, 60), (61, 20), (100, 30)]
        a, b = [], []
        for i in range(16):
            a.append(self.pens["anna"].word())
            b.append(self.pens["bo"].word())
            self.anna.type(" " + a[-1])
            self.bo.type(b[-1] + " ")
            if i % 4 == 3:
                self.anna.resize(*sizes[i // 4])
        for s in (self.anna, self.bo):
            s.see(f"{b[0]} {b[1]}", f"{b[-1]} mitten {a[0]}", f"{a[-2]} {a[-1]}")

    def line_breaks(self):
        """Room 2 writes while its line is cut, stalls and comes back; a page is pasted meanwhile."""
        pen, s = self.pens["cilla"], self.cilla
        s.keys("M-2")
        s.see("1. Vad fungerar?")
        s.type(pen.word())
        self.write(s, pen, 10, lambda i: self.bad.cut() if i == 4 else None)
        s.see("Offline", "kept on this computer")
        s.keys("Enter")
        s.paste("\n".join(pen.word() for _ in range(25)) + "\n")
        s.see("Pasted as 25 items")
        self.bad.mend()
        s.keys("C-u")
        s.see("Saved", gone=["Offline"])
        s.keys("Enter")
        self.bad.stall()
        s.type(pen.word())
        self.write(s, pen, 5)
        self.bad.mend()
        s.see("Saved")

    def killed(self):
        """The daemon is gone, then a client in the middle of a word, then both are back."""
        pen = self.pens["cilla"]
        self.daemon.stop(signal.SIGKILL)
        self.cilla.see("Offline")
        self.cilla.keys("Enter")
        word = pen.word()
        self.cilla.type(word[:5])
        self.cilla.see(word[:5])
        self.cilla.kill()
        self.cilla = s = self.terminals.open("--seminar", "cilla", "scribe")
        s.see("kept on this computer")
        s.keys("M-2")
        self.until_on(s, word[:5] + " ")
        s.keys("End")
        s.type(word[5:])
        s.see(word)
        self.anna.see("Offline")
        self.anna.keys("Enter")
        self.anna.type(self.pens["anna"].word())
        self.write(self.anna, self.pens["anna"], 6)
        last = Pen.written[-1]
        self.hall.see("no connection", JOIN)  # the last picture stays
        self.daemon.start()
        for one in self.writing():
            one.keys("C-u")
            one.see("Saved", gone=["Offline"])
        self.hall.see(JOIN, gone=["no connection"])
        self.mod.see("Saved", gone=["Offline"])
        self.bo.see(last)

    def message_and_call(self):
        self.mod.type("NFika klockan tio, åäö")
        self.mod.keys("Enter")
        for s in (self.anna, self.cilla):
            s.see("Fika klockan tio, åäö")
            s.keys("Escape")
            s.see(gone=["Fika"])
        self.mod.type("4")
        self.mod.see("seen: Rum 1, Rum 2")
        self.mod.keys("Escape")
        self.mod.see("[1 Rooms]")
        self.cilla.keys("F6")
        self.cilla.see("Technical help")
        self.cilla.keys("Down", "Enter")
        self.cilla.see("What is it about?")
        call = self.pens["cilla"].word()
        self.cilla.type(call)
        self.cilla.keys("Enter")
        self.mod.see("Rum 2 asks for technical help: " + call)
        self.mod.type("a")
        self.cilla.see("help is coming")
        self.mod.keys("Right")
        self.mod.see("▶ Rum 2")
        self.mod.type("a")
        self.cilla.see(gone=["help is"])
        self.cilla.keys("F4")
        self.cilla.see("Parked: what was it about?")
        self.cilla.type(self.pens["cilla"].word())
        self.cilla.keys("Enter")
        self.cilla.see("Saved", gone=["Parked: what"])

    def in_detail(self):
        """From what pass 1 produced: the own board is beside; a card of the other room's is copied, and both find obstacles."""
        self.anna.see("I detalj")
        self.anna.resize(170, 45)
        self.anna.see("Rum 1 – Pass 1 / Bästa vägen", "Bostadsplan", "F3: go there, to copy")
        self.anna.keys("F3")
        self.anna.see("Tab: other sheets and rooms")
        for other in ("Frågor", "Bästa vägen (3 of 4)"):
            self.anna.keys("Tab")
            self.anna.see(other)
        self.anna.see("Rum 2 – Pass 1", "Jobbcoach")
        self.anna.keys("Enter")
        self.anna.see("Copied: Jobbcoach")
        self.anna.keys("F3")  # and away with it
        self.anna.see("I detalj", "Jobbcoach", gone=["Rum 2 – Pass 1"])
        self.bo.see("Jobbcoach")
        for s, who in ((self.anna, "anna"), (self.cilla, "cilla")):
            pen = self.pens[who]
            s.see("I detalj", "Obstacles to all of it")
            self.until_on(s, "+ obstacle")
            for i in range(3):
                s.keys("Enter") if i > 0 else None
                s.type(pen.words(2))
                s.see(Pen.written[-1])

    def proposals(self):
        """Each obstacle of pass 2 is a row that begins pass 3."""
        for s, who in ((self.anna, "anna"), (self.cilla, "cilla")):
            pen = self.pens[who]
            s.see("Förslag", "3 unanswered")
            for _ in range(3):
                self.until_on(s, "What:")
                s.type(pen.words(2))
                s.keys("Tab")
                s.type(pen.word())
                s.see(Pen.written[-1])
                s.keys("Tab")

    def until_on(self, s, words, key="Tab"):
        """Presses that key until one is where it says the words."""
        for _ in range(60):
            was = s.here()
            if words in was[0]:
                return
            s.keys(key)
            s.until(lambda: s.here() != was, "the key does nothing")
        raise AssertionError(f"{words} is not reached:\n" + s.look())

    def plenum(self):
        """A room's sheet on the screen, then clusters of what both rooms propose."""
        self.mod.type("s")
        self.mod.keys("Enter")
        self.mod.see("On the screen: Rum 2: Förslag")
        self.hall.see("Rum 2 · Pass 3", Pen.written[-1], gone=[JOIN])
        self.mod.type("3")
        self.mod.see("Not gathered yet")
        self.mod.keys("End")
        self.mod.type("c")
        self.mod.see("The cluster's name:")
        name = self.pens["mod"].word()
        self.mod.keys("C-a")  # it begins with the proposal's own words
        self.mod.type(name)
        self.mod.keys("Enter")
        self.mod.see("Laid into " + name)
        self.mod.keys("End", "Enter")
        self.mod.see("A new cluster")
        self.mod.keys("Home", "Enter")
        self.mod.see("Laid into " + name)
        self.mod.keys("Home")
        self.mod.type("*")
        self.mod.see("* " + name)
        self.mod.type("s")
        self.mod.see("On the screen")
        self.hall.see(name)

    def counted(self):
        """Everything that was typed is in the export, and there once."""
        for s in self.writing():
            s.see("Saved", gone=["Saving", "Offline"])
        whole = json.dumps(self.cli.json("--seminar", "org", "export"), ensure_ascii=False)
        copied = self.on_card["Jobbcoach"]  # the card and its copy
        for word in ["Jobbcoach", "Bostadsplan", *Pen.written]:
            self.assertEqual(whole.count(word), 2 if word in ["Jobbcoach", *copied] else 1, word)
        self.assertEqual(len(re.findall(r"(?:anna|bo|cill|mode)\d{3}", whole)), len(Pen.written) - 1 + len(copied))
        return len(Pen.written)

    def test_the_day(self):
        began = time.monotonic()
        Pen.written, self.on_card = [], {}
        self.pens = {"anna": Pen("anna", "å"), "bo": Pen("bo", "ä"), "cilla": Pen("cill", "ö"), "mod": Pen("mode", "é")}
        self.mod = self.terminals.open("--seminar", "mod", "moderator", w=120, h=40)
        self.hall = self.terminals.open("--seminar", "sal", "plenary", w=140, h=45)
        self.anna, self.bo, self.cilla = self.scribe("anna"), self.scribe("bo"), self.scribe("cilla")
        self.mod.see("Rum 1", "Rum 2", gone=["Connecting", "Catching"])
        self.morning()
        self.start("Pass 1")
        self.cards(self.anna, self.pens["anna"], "Bostadsplan")
        self.cards(self.cilla, self.pens["cilla"], "Jobbcoach")
        self.two_in_one_field()
        self.line_breaks()
        self.killed()
        self.message_and_call()
        self.start("Pass 2")
        self.in_detail()
        self.start("Pass 3")
        self.proposals()
        self.plenum()
        words = self.counted()
        self.mod.type("q")
        self.mod.ended()
        for s in self.writing():
            s.keys("C-q")
            s.ended()
        self.hall.type("q")
        self.hall.ended()
        print(f"{words} words, each there once; {self.far.passed + self.bad.passed} bytes over the slow network; "
              f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
