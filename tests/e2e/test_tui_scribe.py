#!/usr/bin/env python3
"""The scribe's screen on a real terminal (tmux) against a real daemon.

    test_tui_scribe.py SAMVERKA SAMVERKAD TEMPLATES

What: every form is typed into by keys; two people type in one bullet; client and daemon are killed in the middle of a
word; the daemon is stopped as if the cable were out; the window changes its size; a page is pasted. What was typed is in
the seminar exactly once. No sleeps to be sure of something: the screen is looked at until it shows what it must.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import test_cli  # noqa: E402
from terminal import LIMIT  # noqa: E402
from tui_world import OnTerminals  # noqa: E402

TEMPLATE = """
name: alla-former
language: sv
title: Alla former
compositions: [{key: a, name: A, rule: cross}]
rooms: {count: 2}
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
      - {title: Frågor, form: questions, each: room, audience: [own, places], questions: [Vad fungerar?, Vad saknas?]}
      - {title: Tidslinje, form: timeline, each: room, audience: [own, places], phases: [Före, Efter], lanes: [Boende, Arbete]}
      - {title: Tabell, form: table, each: room, audience: [own], columns: [{title: Vad}, {title: Vem, type: who}]}
      - {title: Förslag, form: actions, each: room, audience: [own]}
      - {title: Karta, form: map, each: room, audience: [own], phases: [Behov], lanes: [Bostad]}
      - {title: Plan, form: plan, each: room, audience: [own], questions: [Mål?]}
  - {title: Pass 2, key: pass2, form: groups, composition: a, start: "10:00", minutes: 60, sheets: [{title: Sedan, form: questions, each: room, audience: [own], questions: [Och sedan?]}]}
"""


@unittest.skipUnless(shutil.which("tmux"), "needs tmux")
class Scribe(OnTerminals):
    TEMPLATE = TEMPLATE

    def setUp(self):
        super().setUp()
        self.cli.join("scribe", "Rum 1", "anna", "Anna")
        self.cli.join("facilitator", "Rum 1", "bo", "Bo")
        self.cli.join("moderator", "", "mod", "Mo")
        self.cli.run_cli("--seminar", "mod", "clock", "Pass 1", "start")

    def env(self):
        return self.cli.env()

    def scribe(self, who="anna", *args, **more):
        s = self.terminals.open("--seminar", who, "scribe", *args, **more)
        s.see("F1")
        s.see("Pass 1", gone=["Connecting", "Catching"])
        return s

    def titles(self, path, kind):
        return [n["title"] for n in self.cli.json("--seminar", "mod", "show", path)["nodes"] if n["kind"] == kind]

    # --- stories ----------------------------------------------------------------------------------------
    def test_all_forms(self):
        s = self.scribe()
        s.see("1. Vad fungerar?")
        s.type("Bostad före frigivning, åäö")
        s.keys("Enter")
        s.type("En kontakt")
        s.keys("Tab", "Tab")
        s.type("De ringer varandra.")
        s.keys("Enter")
        s.type("Men för sent.")
        s.keys("M-2")
        s.see("Boende")
        s.type("Möte")
        s.keys("Tab")
        s.type("Tre månader före")
        s.keys("Tab")
        s.type("Kommunen")
        s.keys("M-3")
        s.see("Tabell", "new row")
        s.type("Ring värden")
        s.keys("Tab")
        s.type("Eva")
        s.keys("M-4")
        s.see("new proposal")
        s.type("Kontaktperson")
        s.keys("Tab")
        s.type("Åsa")
        s.keys("Tab", "Tab")
        s.type("31/12/2026")
        s.keys("Tab", "Right")
        s.see("2026-12-31", "agreed")
        s.keys("M-5")
        s.see("new challenge")
        s.type("Ingen adress")
        s.keys("M-6")
        s.see("Check list")
        s.type("Delmål ett")
        s.keys("F4")
        s.see("Parked: what was it about?")
        s.type("Vem betalar?")
        s.keys("Enter")
        s.see("Saved")
        s.keys("C-q")
        s.ended()
        for path, texts in {
                "Pass 1/Rum 1/Frågor": ["Bostad före frigivning, åäö", "En kontakt", "De ringer varandra.\\nMen för sent."],
                "Pass 1/Rum 1/Tidslinje": ["Möte", "Tre månader före", "Kommunen"],
                "Pass 1/Rum 1/Tabell": ["Ring värden", "Eva"],
                "Pass 1/Rum 1/Förslag": ["Kontaktperson", "Åsa", "20261231"],
                "Pass 1/Rum 1/Karta": ["Ingen adress"],
                "Pass 1/Rum 1/Plan": ["Delmål ett"],
                "Rum 1/Parkering": ["Vem betalar?"]}.items():
            shown = self.whole(path)
            for text in texts:
                self.assertIn(text, shown, path)

    def whole(self, path):
        """Every field of every node of a sheet, as JSON text with its letters as they are."""
        found = []
        for node in self.cli.json("--seminar", "mod", "show", path)["nodes"]:
            found.append(self.cli.json("--seminar", "mod", "show", node["id"]))
        return json.dumps(found, ensure_ascii=False)

    def test_two_in_one_bullet(self):
        a, b = self.scribe("anna"), self.scribe("bo")
        a.type("mitten")
        b.see("mitten")
        b.keys("Up", "Up", "Home")
        b.see("Anna is writing here")
        for i in range(12):
            a.type(f" a{i}")
            b.type(f"b{i} ")
        a.see("b11 mitten a0")
        b.see("b11 mitten a0")
        a.see("a11")
        a.keys("F10")
        a.see("What happened", "Bo wrote in the text", "Anna added it")
        a.keys("Escape")
        [text] = self.titles("Pass 1/Rum 1/Frågor/1", "point")
        self.assertEqual(text, "".join(f"b{i} " for i in range(12)) + "mitten" + "".join(f" a{i}" for i in range(12)))

    def test_killed_in_the_middle_of_a_word(self):
        s = self.scribe()
        s.type("Hela ordet frig")
        s.see("Hela ordet frig")
        os.kill(s.pid, signal.SIGKILL)
        s.ended()
        s = self.scribe()
        s.see("Hela ordet frig")
        s.keys("End")
        s.type("ivning")
        s.see("Hela ordet frigivning")
        self.daemon.stop(signal.SIGKILL)
        s.see("Offline")
        s.type(" utan nät")
        s.see("frigivning utan nät", "kept on this computer")
        os.kill(s.pid, signal.SIGKILL)
        s.ended()
        s = self.terminals.open("--seminar", "anna", "scribe")
        s.see("frigivning utan nät", "kept on this computer")
        s.keys("End")
        s.type(" alls")
        s.see("utan nät alls")
        self.daemon.start()
        s.keys("C-u")
        s.see("Saved", gone=["Offline"])
        s.keys("C-q")
        s.ended()
        self.assertEqual(self.titles("Pass 1/Rum 1/Frågor/1", "point"), ["Hela ordet frigivning utan nät alls"])

    def test_cable_out(self):
        s, other = self.scribe("anna"), self.scribe("bo")
        s.type("Före.")
        other.see("Före.")
        self.daemon.process.send_signal(signal.SIGSTOP)
        s.type(" Under.")
        s.see("Före. Under.", "slow to answer")
        s.type(" Mer.")
        self.daemon.process.send_signal(signal.SIGCONT)
        other.see("Före. Under. Mer.")
        s.see("Saved")
        self.assertEqual(self.titles("Pass 1/Rum 1/Frågor/1", "point"), ["Före. Under. Mer."])

    def test_paste_and_resize(self):
        s = self.scribe()
        lines = [f"Rad {i:02d} med åäö" for i in range(40)]
        s.type("x")
        s.keys("BSpace")
        s.paste("\n".join(lines) + "\n")
        s.see("Pasted as 40 items")
        for w, h in ((80, 24), (59, 15), (200, 60), (40, 10), (100, 30)):
            s.resize(w, h)
            s.see("are needed" if w < 60 else "Rad 39")
        s.see("Saved")
        self.assertEqual(self.titles("Pass 1/Rum 1/Frågor/1", "point"), lines)
        s.keys("C-z")
        s.see("write the first bullet", gone=["Rad 20"])
        s.keys("C-y")
        s.see("Rad 39")

    def test_session_notice_call(self):
        s = self.scribe(lang="sv")
        s.type("Mitt i en mening")
        self.cli.run_cli("--seminar", "mod", "notice", "Fika klockan tio")
        s.see("Fika klockan tio")
        self.cli.run_cli("--seminar", "mod", "clock", "Pass 1", "end")
        self.cli.run_cli("--seminar", "mod", "clock", "Pass 2", "start")
        s.see("Pass 2", "F5")
        s.type(", som blir klar")
        s.see("Mitt i en mening, som blir klar")
        s.keys("Escape")
        s.see("Pass 2", gone=["Fika"])
        s.keys("F5")
        s.see("1. Och sedan?")
        s.keys("F6")
        s.keys("Enter")
        s.type("Projektorn")
        s.keys("Enter")
        calls = lambda: self.cli.run_cli("--seminar", "mod", "call", "--list")
        end = time.monotonic() + LIMIT
        while "Projektorn" not in calls():
            self.assertLess(time.monotonic(), end)

    def test_linear(self):
        p = subprocess.run([test_cli.SAMVERKA, "--seminar", "anna", "scribe", "--linear"], env=self.env(), timeout=LIMIT,
                           input="h\ns\na Första punkten\na Andra punkten\nl\ng 4\na Ett förslag\nt\n", capture_output=True, text=True)
        self.assertEqual(p.returncode, 0, p.stdout + p.stderr)
        self.assertIn("Första punkten", p.stdout)
        self.assertEqual(self.titles("Pass 1/Rum 1/Frågor/1", "point"), ["Första punkten", "Andra punkten"])
        self.assertEqual(self.titles("Pass 1/Rum 1/Förslag", "action"), ["Ett förslag"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
