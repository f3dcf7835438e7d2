#!/usr/bin/python3
"""Templates by the terminal client and over HTTP: show, new, check, export, against a real daemon.

    test_template.py SAMVERKA SAMVERKAD TEMPLATES
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

SAMVERKA, SAMVERKAD, TEMPLATES = [os.path.abspath(p) for p in sys.argv[1:4]]
os.environ["SAMVERKAD"] = SAMVERKAD
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from samverkad import Daemon  # noqa: E402

FORMATS = ["aterfall", "dialogmote", "stad-for-stad", "tilbakeforing", "tom"]


class Template(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon()
        cls.addClassCleanup(cls.daemon.clean)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="smv-template-")
        self.addCleanup(folder.cleanup)
        self.tmp = folder.name

    def cli(self, *args, code=0, lang=None):
        env = dict(os.environ, SAMVERKA_HOME=os.path.join(self.tmp, "home"), SAMVERKA_TEMPLATES=TEMPLATES,
                   LC_ALL="C.UTF-8", SAMVERKA_ADMIN=os.path.join(self.daemon.data, "admin.sock"))
        env.pop("SAMVERKA_SEMINAR", None)
        p = subprocess.run([SAMVERKA, *(["--lang", lang] if lang else []), *args], env=env, cwd=self.tmp,
                           capture_output=True, text=True, timeout=60)
        self.assertEqual(p.returncode, code, f"samverka {args}: {p.stdout}{p.stderr}")
        self.err = p.stderr
        return p.stdout

    def made(self, name, template):
        made = json.loads(self.cli("--json", "new", name, "--template", template))
        self.address = made["url"].rstrip("/")
        return {link["role"]: link["url"] for link in reversed(made["links"])}

    def get(self, secret, query=""):
        request = urllib.request.Request(f"{self.address}/api/template{query}",
                                         headers={"Authorization": f"Bearer {secret}"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def test_new_is_a_copy_to_change(self):
        self.cli("template", "new", "min-dag")
        self.cli("template", "check", "min-dag.yaml")
        with open(os.path.join(self.tmp, "min-dag.yaml"), encoding="utf-8") as f:
            text = f.read()
        with open(os.path.join(TEMPLATES, "tom.yaml"), encoding="utf-8") as f:
            self.assertEqual(text, f.read().replace("\nname: tom\n", "\nname: min-dag\n"))
        self.cli("template", "new", "min-dag", code=2)
        self.assertIn("min-dag.yaml is there already", self.err)
        for bad in ("Min dag", "../x", ".yaml", "å"):
            self.cli("template", "new", bad, code=2)
        self.cli("template", "new", "bord.yaml", "--from", "tilbakeforing")
        self.assertEqual(json.loads(self.cli("--json", "template", "show", "./bord.yaml"))["name"], "bord")

    def test_show_tells_the_agenda(self):
        shown = json.loads(self.cli("--json", "template", "show", "aterfall", lang="sv"))
        sessions = [p for p in shown["plan"] if p["kind"] == "session"]
        self.assertEqual([p["start"] for p in sessions][:3], ["09:00", "09:30", "10:45"])
        board = next(p for p in shown["plan"] if p["form"] == "timeline")
        self.assertEqual((board["whose"], board["holds"]), ("each room", {"phase": 7, "lane": 6}))
        self.assertIn("Pass 2: I detalj", self.cli("template", "show", "aterfall"))
        self.cli("template", "show", code=4)  # nothing has been joined

    def test_a_seminar_goes_home_as_a_template(self):
        for name in FORMATS:
            links = self.made(f"hem-{name}", name)
            self.cli("join", links["organiser"], "--profile", name, "--as", "Annika")
            plan = self.cli("--seminar", name, "template", "export", "--name", f"ny-{name}", "--about", "En: rad")
            self.cli("--seminar", name, "template", "export", "--name", f"ny-{name}", "--about", "En: rad",
                     "--output", f"ny-{name}.yaml")
            with open(os.path.join(self.tmp, f"ny-{name}.yaml"), encoding="utf-8") as f:
                self.assertEqual(f.read(), plan)
            self.cli("template", "check", f"ny-{name}.yaml")
            # a seminar made of it has the same plan
            again = self.made(f"ny-{name}", f"./ny-{name}.yaml")
            self.cli("join", again["organiser"], "--profile", "again", "--as", "Annika")
            self.assertEqual(self.cli("--seminar", "again", "template", "export", "--about", "En: rad"), plan)
            self.assertEqual(self.get(again["organiser"].split("#")[1])[2],
                             plan.replace("about: \"En: rad\"\n", ""))
            self.cli("--seminar", "again", "leave")

    def test_who_may(self):
        links = self.made("vem", "dialogmote")
        status, headers, text = self.get(links["organiser"].split("#")[1], "?name=egen")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/yaml; charset=utf-8"))
        self.assertIn("attachment", headers["Content-Disposition"])
        self.assertTrue(text.startswith("name: egen\n"))
        self.assertEqual(self.get(links["organiser"].split("#")[1], "?name=..%2Fx")[0], 400)
        self.assertEqual(self.get(links["moderator"].split("#")[1])[0], 403)
        self.assertEqual(self.get("x" * 32)[0], 401)
        self.cli("join", links["scribe"], "--profile", "skriv", "--as", "Sara")
        self.cli("--seminar", "skriv", "template", "show", code=5)
        self.cli("join", links["moderator"], "--profile", "mod", "--as", "Mo")
        self.assertIn("Rundabordssamtal 1", self.cli("--seminar", "mod", "template", "show"))
        self.cli("--seminar", "mod", "template", "export", code=5)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
