#!/usr/bin/env python3
"""What terminals are and do: colours or none, letters or only plain ones, the mouse, other sizes, the shell's own keys.

    test_tui_terminal.py SAMVERKA SAMVERKAD TEMPLATES

What: the scribe's view in terminals of many kinds, on a real daemon. Nothing that a terminal does or lacks loses a letter.
"""
import fcntl
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import test_cli  # noqa: E402
from terminal import Line  # noqa: E402
from tui_world import OnTerminals  # noqa: E402

TEMPLATE = """
name: terminaler
language: sv
title: Terminaler
compositions: [{key: a, name: A, rule: cross}]
rooms: {count: 1}
sessions:
  - title: Pass 1
    form: groups
    composition: a
    start: "09:00"
    minutes: 60
    sheets:
      - {title: Frågor, form: questions, each: room, audience: [own], questions: [Vad fungerar?, Vad saknas?]}
      - {title: Förslag, form: actions, each: room, audience: [own]}
"""
# what xterm-direct says, for systems that do not have it: colours are told as red, green and blue
DIRECT = r"""direct|colours that are mixed,
	RGB, colors#0x1000000, pairs#0x10000,
	setab=\E[%?%p1%{8}%<%t4%p1%d%e48\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m,
	setaf=\E[%?%p1%{8}%<%t3%p1%d%e38\:2\:\:%p1%{65536}%/%d\:%p1%{256}%/%{255}%&%d\:%p1%{255}%&%d%;m,
	use=xterm-256color,
"""


def luminance(number):
    """Of one of the 256 colours, as WCAG has it."""
    steps = [0, 95, 135, 175, 215, 255]
    n = number - 16
    rgb = [8 + 10 * (number - 232)] * 3 if number >= 232 else [steps[n // 36], steps[n // 6 % 6], steps[n % 6]]
    parts = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@unittest.skipUnless(shutil.which("tmux"), "needs tmux")
class Terminal(OnTerminals):
    TEMPLATE = TEMPLATE
    ROOMS = "Rum 1"

    def setUp(self):
        super().setUp()
        self.cli.join("scribe", "Rum 1", "anna", "Anna")
        self.cli.join("facilitator", "Rum 1", "bo", "Bo")
        self.cli.join("moderator", "", "mod", "Mo")

    def scribe(self, *args, **more):
        s = self.terminals.open("--seminar", "anna", "scribe", *args, **more)
        s.see("F1", "1. Vad fungerar?", gone=["Connecting", "Catching"])
        return s

    def points(self):
        return [n["title"] for n in self.cli.json("--seminar", "mod", "show", "Pass 1/Rum 1/Frågor/1")["nodes"] if n["kind"] == "point"]

    def line(self, *args, **env):
        line = Line([test_cli.SAMVERKA, "--seminar", "anna", "scribe", *args], dict(self.cli.env(), **env), 100, 30)
        self.addCleanup(line.close)
        return line

    def painted(self, *args, **env):
        """What it writes for a whole screen, with a bullet in it."""
        line = self.line(*args, **env)
        out = b""
        while b"Vad saknas" not in out:
            more, _, _ = line.read(0.3, first_within=20)
            self.assertTrue(more, out)
            out += more
        line.close()
        return out.decode(errors="replace")

    # --- colours ------------------------------------------------------------------------------------------
    def test_colours(self):
        self.cli.run_cli("--seminar", "anna", "add", "point", "--under", "Pass 1/Frågor/1", "text=En punkt", "star=yes")
        many = self.painted(TERM="xterm-256color")
        used = {int(n) for n in re.findall(r"38;5;(\d+)m", many)}
        self.assertTrue(used)
        for n in used:  # legible on black and on white: the terminal's own background is never asked for, nor changed
            light = luminance(n)
            self.assertGreaterEqual(min(1.05 / (light + .05), (light + .05) / .05), 4, n)
        self.assertNotRegex(many, r"\x1b\[[0-9;]*48;5")
        self.assertEqual({int(n) for n in re.findall(r"38;5;(\d+)m", self.painted(TERM="xterm-256color", COLORTERM="truecolor"))}, used)
        eight = self.painted(TERM="linux")
        self.assertRegex(eight, r"\x1b\[(?:[0-9]+;)*3[1-7]m")
        self.assertNotIn("38;5", eight)
        for none in (self.painted(TERM="vt100"), self.painted("--no-colour", TERM="xterm-256color"), self.painted(TERM="xterm-256color", NO_COLOR="1")):
            self.assertNotRegex(none, r"\x1b\[[0-9;]*[34][0-7][;m]")
            self.assertNotIn("38;5", none)

    @unittest.skipUnless(shutil.which("tic"), "needs tic")
    def test_mixed_colours(self):
        source, folder = os.path.join(self.tmp, "direct.ti"), os.path.join(self.tmp, "terminfo")
        with open(source, "w", encoding="ascii") as f:
            f.write(DIRECT)
        subprocess.run(["tic", "-x", "-o", folder, source], check=True, capture_output=True)
        mixed = self.painted(TERM="direct", TERMINFO=folder)
        self.assertIn("\x1b[38:2::118:118:118m", mixed)  # what is secondary, as grey as in 256 colours
        self.assertNotIn("38;5", mixed)

    def test_no_such_terminal(self):
        line = self.line(TERM="no-such-terminal", LANGUAGE="en")
        out, _, _ = line.read(0.5, first_within=20)
        self.assertIn("this kind of terminal is not known (TERM); try: samverka scribe --linear", out.decode())

    # --- letters --------------------------------------------------------------------------------------------
    def test_without_utf8(self):
        for i, value in enumerate(("C", "POSIX")):
            s = self.scribe(env={"LC_ALL": value}, w=80, h=24)
            s.see("This terminal is not set to UTF-8: letters look plain here, but are kept as you type them.")
            s.keys("Escape")
            s.see("Fragor", gone=["UTF-8"])
            if i == 0:
                s.type("Båten går på ån: ÅÄÖ")
                s.see("Baten gar pa an: AAO", "Saved")
            shown = s.look()
            self.assertTrue(shown.isascii(), shown)
            s.keys("C-q")
            s.ended()
        self.assertEqual(self.points(), ["Båten går på ån: ÅÄÖ"])

    def test_hostile_words(self):
        for text in ("\u202ebakvänt\u202c \u05e9\u05dc\u05d5\u05dd", "z" + "\u0301" * 40 + " 👩‍👩‍👧 漢字", "\u009b2J\u009d0;titel\u009c", "x" * 1900):
            self.cli.run_cli("--seminar", "bo", "add", "point", "--under", "Pass 1/Frågor/1", "text=" + text)
        s = self.scribe(w=100, h=40)
        s.see("bakvänt", "漢字", "xxxxxxxx")
        bars = [line.find("│") for line in s.look().split("\n")[1:36]]
        self.assertEqual(set(bars), {21})  # the line beside the steps is straight
        s.type("skriver")
        s.see("skriver")

    # --- the mouse, sizes, the shell --------------------------------------------------------------------------
    def test_mouse(self):
        for text in ("Första punkten", "Andra punkten"):
            self.cli.run_cli("--seminar", "anna", "add", "point", "--under", "Pass 1/Frågor/1", "text=" + text)
        s = self.scribe("--mouse")
        s.see("Andra punkten")
        rows = s.look().split("\n")
        y = next(i for i, line in enumerate(rows) if "Andra punkten" in line)
        x = rows[y].index("punkten")
        s.bytes(f"\x1b[M {chr(33 + x)}{chr(33 + y)}")
        s.until(lambda: s.cursor() == (x, y), "the click goes nowhere")
        s.type("bästa ")
        s.see("Andra bästa punkten")
        s.bytes(f"\x1b[Ma{chr(33 + x)}{chr(33 + y)}")  # the wheel
        s.until(lambda: s.cursor() != (x + 6, y), "the wheel does nothing")
        self.assertEqual(self.points(), ["Första punkten", "Andra bästa punkten"])

    def test_shell(self):
        s = self.terminals.shell()
        s.type(f"{test_cli.SAMVERKA} --seminar anna scribe\n")
        s.see("F1 Help", "1. Vad fungerar?", "saved")
        s.type("Före pausen")
        s.see("Före pausen", "Saved")
        with open(f"/proc/{s.pid}/task/{s.pid}/children", encoding="ascii") as f:
            child = int(f.read().split()[0])
        os.kill(child, signal.SIGTSTP)
        s.see("Stopped", gone=["F1 Help"])
        s.type("echo mitt emellan\n")
        s.see("echo mitt emellan mitt emellan")
        self.assertNotIn("NDELAY", s.look())  # the shell's own input is as it was
        self.cli.run_cli("--seminar", "bo", "add", "point", "--under", "Pass 1/Frågor/1", "text=Från en annan")
        s.type("fg\n")
        s.see("F1 Help", "Före pausen", "Från en annan", gone=["Stopped"])
        s.type(", efter")
        s.see("Före pausen, efter", "Saved")
        s.keys("C-q")
        s.see("$ fg", gone=["F1 Help"])  # the shell's own screen is back
        self.assertEqual(self.points(), ["Före pausen, efter", "Från en annan"])

    def test_storm_of_sizes(self):
        chance = random.Random(4)
        s = self.scribe(w=100, h=30)
        words = [f"ord{i:02d}" for i in range(30)]
        for word in words:
            s.type(word + " ")
            s.resize(chance.randint(10, 220), chance.randint(3, 60))
        s.resize(120, 40)
        s.see(*words)
        s.resize(30, 5)
        s.see("This window has 30 columns")
        s.resize(100, 30)
        s.see(words[0], "F1 Help", gone=["This window"])
        line = self.line(TERM="xterm-256color", LANGUAGE="en")
        line.read(1, first_within=20)
        for i in range(500):  # as fast as the kernel takes them, typing meanwhile
            fcntl.ioctl(line.fd, termios.TIOCSWINSZ, struct.pack("HHHH", chance.randint(1, 90), chance.randint(1, 300), 0, 0))
            if i % 50 == 0:
                line.write("\x1b[F")
                line.write("y")
            line.read(0, 0.001)
        fcntl.ioctl(line.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        line.read(1, first_within=20)
        line.write("z")
        out, _, _ = line.read(0.5, first_within=20)
        self.assertIn(b"z", out)
        # End is the end of a line, and lines are what the width makes them: each letter is there once, wherever
        s.until(lambda: sorted(c for c in self.points()[0] if c in "yz") == [*"yyyyyyyyyyz"], "letters are missing")
        self.assertEqual(self.points()[0].replace("y", "").replace("z", "").split(), words)

    def test_counted(self):
        """What a letter costs on a slow line: some bytes, not a screen."""
        line = self.line(TERM="xterm-256color")
        line.read(1, first_within=20)
        sizes = []
        for letter in "nagra vanliga bokstaver":
            line.write(letter)
            out, _, _ = line.read(0.3, first_within=20)
            sizes.append(len(out))
        self.assertLess(sorted(sizes)[len(sizes) // 2], 400, sizes)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
