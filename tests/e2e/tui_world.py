"""tui_world.py - a daemon with one seminar, and terminals to open the full-screen views in.

What: OnTerminals, a test case whose class says TEMPLATE and ROOMS; self.cli (the client's verbs and links), self.daemon,
self.terminals, self.tmp. Everything ends with the test, also a daemon that was stopped as if the cable were out.
Uses: test_cli.py, tests/lib/terminal.py.
"""
import os
import signal
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import test_cli  # noqa: E402
from terminal import Terminals  # noqa: E402


class OnTerminals(unittest.TestCase):
    TEMPLATE = ""
    ROOMS = "Rum 1,Rum 2"

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="smv-tui-")
        self.addCleanup(folder.cleanup)
        self.tmp = folder.name
        self.cli = test_cli.Cli("run")
        self.cli.tmp, self.cli.home = folder, os.path.join(self.tmp, "home")
        self.daemon = self.cli.daemon = test_cli.Daemon(self.tmp)
        self.addCleanup(self.end)
        self.terminals = Terminals(self.tmp, test_cli.SAMVERKA, self.cli.env)
        self.addCleanup(self.terminals.end)
        self.daemon.start()
        template = os.path.join(self.tmp, "dag.yaml")
        with open(template, "w", encoding="utf-8") as f:
            f.write(self.TEMPLATE)
        self.cli.made = self.cli.json("new", "dag-1", "--template", template, "--rooms", self.ROOMS)

    def end(self):
        if self.daemon.process.poll() is None:
            self.daemon.process.send_signal(signal.SIGCONT)
            self.daemon.stop()
