"""The organiser's and the host's calls over HTTP: who may, what they do, what they refuse (proto/PROTOCOL.md, "HTTP")."""
import json
import os
import sqlite3
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from samverkad import Daemon, Socket, read_answer  # noqa: E402

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")
TEMPLATES = os.path.join(ROOT, "templates")
TEMPLATE = os.path.join(TEMPLATES, "tom.yaml")


class Case(unittest.TestCase):
    args = ()

    def setUp(self):
        self.d = Daemon(*self.args)
        self.h = self.d.host()
        self.addCleanup(self.end)
        with open(os.path.join(self.d.data, "host.key"), encoding="ascii") as f:
            self.key = f.read().strip()

    def end(self):
        self.h.close()
        code = self.d.stop()
        said = self.d.said()
        self.d.clean()
        self.assertEqual(code, 0, said)

    def new(self, name="dag", template=TEMPLATE, **more):
        self.made = self.h.new(name, template, rooms=["Ek", "Alm"], **more)
        return self.made

    def secret(self, role):
        return next(x for x in self.made["links"] if x["role"] == role)["secret"]

    def raw(self, method, path, token=None, body=b"", host="127.0.0.1:1", length=None):
        auth = f"Authorization: Bearer {token}\r\n" if token is not None else ""
        n = len(body) if length is None else length
        sized = f"Content-Length: {n}\r\n" if method == "POST" else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{auth}{sized}\r\n".encode()
        return self.d.http(head + body)

    def call(self, method, path, token=None, body=None, **more):
        """Status and JSON. body: an object, or bytes."""
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        status, headers, got = self.raw(method, path, token, sent, **more)
        self.assertEqual(headers.get("content-type"), "application/json", (path, status, got))
        out = json.loads(got)
        self.assertEqual(out["ok"], status == 200, out)
        if status != 200:
            self.assertGreater(len(out["error"]), 10)
            self.assertRegex(out["code"], "^[a-z]+$")
        return status, out

    def own(self, method, verb, role="organiser", body=None, name="dag"):
        return self.call(method, f"/{name}/api/{verb}", self.secret(role), body)

    def host(self, method, verb, body=None, **more):
        return self.call(method, f"/host/api/{verb}", self.key, body, **more)

    def enter(self, secret, name="dag"):
        w = Socket(self.d, path=f"/{name}/ws")
        self.addCleanup(w.close)
        self.assertEqual(w.status, 101)
        return w, w.hello(secret)

    def audit(self):
        with open(os.path.join(self.d.data, "audit.log"), encoding="utf-8") as f:
            return f.read()


class Organiser(Case):
    def test_who_may(self):
        self.new()
        verbs = {"status": ("GET", "om"), "export": ("GET", "om"), "backup": ("GET", "o"), "close": ("POST", "o"),
                 "reopen": ("POST", "o"), "erase": ("POST", "o"), "clear-rehearsal": ("POST", "o")}
        for verb, (method, allowed) in verbs.items():
            for role in ("moderator", "facilitator", "scribe", "screen"):
                if role[0] not in allowed:
                    self.assertEqual(self.own(method, verb, role)[0], 403, (verb, role))
            for token in ("", "x" * 32, self.made["code"], self.secret("organiser")[:-1], self.key, None):
                status, out = self.call(method, f"/dag/api/{verb}", token)
                self.assertEqual((status, out["code"]), (401, "who"), (verb, token))
            other = "POST" if method == "GET" else "GET"
            self.assertEqual(self.own(other, verb)[0], 405)
        self.assertEqual(self.own("GET", "nej")[0], 404)
        self.assertEqual(self.own("GET", "status", name="annan")[0], 404)
        self.assertEqual(self.call("GET", "/host/api/seminars", self.secret("organiser"))[0], 401)
        self.assertEqual(self.raw("OPTIONS", "/dag/api/status", self.secret("organiser"))[0], 405)

    def test_a_link_that_was_taken_back(self):
        self.new()
        links = self.h.ask("links", name="dag")["links"]
        moderator = next(x["id"] for x in links if x["role"] == "moderator")
        self.assertEqual(self.own("GET", "status", "moderator")[0], 200)
        self.h.ask("links", name="dag", revoke=moderator)
        self.assertEqual(self.own("GET", "status", "moderator")[1]["code"], "revoked")

    def test_wrong_secrets_are_slowed(self):
        """As wrong codes are; a right one from the same address then waits too, but is answered."""
        self.new()
        for _ in range(62):
            self.call("GET", "/dag/api/status", "x" * 32)
        self.assertEqual(self.own("GET", "status")[0], 200)
        metrics = self.d.http(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")[2].decode()
        self.assertIn("samverka_wrong_codes_total 62", metrics)

    def test_status(self):
        self.new(title="Dagen", open=True)
        w, _ = self.enter(self.secret("scribe"))
        w.send([4, 0, 0, 0, 0, 0, 3])  # PRES: three changes are not confirmed yet
        w.send([5, 1, 0])
        w.message(37)
        status, out = self.own("GET", "status")
        self.assertEqual((status, out["title"], out["state"], out["over"]), (200, "Dagen", "open", False))
        self.assertGreater(out["size"], 4096)
        self.assertEqual(out["backup_ms"], 0)
        self.assertEqual(out["roles"], {"scribe": 1})
        self.assertEqual([(b["role"], b["place"], b["pending"], b["away"]) for b in out["behind"]],
                         [("scribe", "Ek", 3, False)])

    def test_close_and_reopen(self):
        self.new(open=True)
        w, _ = self.enter(self.secret("scribe"))
        w.send([4, 0, 0, 0, 0, 0, 1])
        w.send([5, 1, 0])
        w.message(37)
        status, out = self.own("POST", "close")
        self.assertEqual((status, out["code"], len(out["behind"])), (409, "behind", 1))
        self.assertEqual(self.own("POST", "close", body={"force": True})[1]["over"], True)
        self.assertEqual(self.own("POST", "close", body={"force": True})[0], 200)  # twice is once
        self.assertTrue(self.own("GET", "status")[1]["over"])
        self.assertEqual(self.own("POST", "reopen")[1]["over"], False)
        self.assertFalse(self.own("GET", "status")[1]["over"])
        self.assertIn("over dag (link ", self.audit())

    def test_export(self):
        self.new("dag", os.path.join(TEMPLATES, "aterfall.yaml"), title='Å "dag"\\')
        status, headers, body = self.raw("GET", "/dag/api/export", self.secret("organiser"))
        self.assertEqual((status, headers["content-type"], headers["cache-control"]),
                         (200, "application/json", "no-store"))
        self.assertRegex(headers["content-disposition"], r'^attachment; filename="dag-\d{4}-\d\d-\d\d\.json"$')
        export = json.loads(body)
        self.assertEqual((export["format"], export["seminar"], export["read_as"]),
                         ("samverka-export-1", "dag", "organiser"))
        self.assertEqual(export["root"]["fields"]["title"], 'Å "dag"\\')
        self.assertNotIn("code", export["root"]["fields"])
        kinds = set()

        def walk(node):
            kinds.add(node["kind"])
            for kid in node["children"]:
                walk(kid)
        walk(export["root"])
        self.assertNotIn("link", kinds)
        self.assertTrue({"session", "sheet", "question", "room"} <= kinds)
        for x in self.made["links"]:
            self.assertNotIn(x["secret"], body.decode())
        # what a moderator may not read is not in a moderator's; and it can be taken in again
        self.assertEqual(json.loads(self.raw("GET", "/dag/api/export", self.secret("moderator"))[2])["read_as"],
                         "moderator")
        answer = self.h.ask("import", name="igen", export=export)
        self.assertTrue(answer["ok"], answer)
        self.made = answer
        again = json.loads(self.raw("GET", "/igen/api/export", self.secret("organiser"))[2])
        self.assertEqual(strip(again["root"]), strip(export["root"]))

    def test_a_moderator_takes_no_list_of_people(self):
        self.new()
        w, welcome = self.enter(self.secret("organiser"))
        ident = (welcome[7] << 30) + 1
        w.send([2, [[1, welcome[3], 1, ident, 3, 1, 0, [[1, "Anna Testsson"], [5, "anna@example.org"]]]]])
        added = w.message(35)
        bodies = {role: self.raw("GET", "/dag/api/export", self.secret(role))[2].decode()
                  for role in ("organiser", "moderator")}
        self.assertIn("anna@example.org", bodies["organiser"])
        for word in ("Anna", "anna@", "participant\""):
            self.assertNotIn(word, bodies["moderator"])
        # and what is in the bin only when it is asked for
        w.send([2, [[2, added[2], 5, ident]]])
        w.message(35)
        self.assertNotIn("Anna", self.raw("GET", "/dag/api/export", self.secret("organiser"))[2].decode())
        self.assertIn("Anna", self.raw("GET", "/dag/api/export?deleted=1", self.secret("organiser"))[2].decode())

    def test_backup(self):
        self.new()
        status, headers, body = self.raw("GET", "/dag/api/backup", self.secret("organiser"))
        self.assertEqual(status, 200)
        self.assertRegex(headers["content-disposition"], r'\.samverka"$')
        with tempfile.NamedTemporaryFile(suffix=".db") as f:
            f.write(body)
            f.flush()
            self.assertEqual(sqlite3.connect(f.name).execute("pragma integrity_check").fetchone(), ("ok",))
        self.assertEqual([n for n in os.listdir(self.d.data) if "download" in n], [])
        self.assertGreater(self.own("GET", "status")[1]["backup_ms"], 0)
        self.assertIn("backup dag (link ", self.audit())

    def test_erase_takes_two_steps(self):
        self.new()
        w, _ = self.enter(self.secret("organiser"))
        status, out = self.own("POST", "erase", body={"confirm": ""})
        self.assertEqual(status, 200)
        self.assertIn("nothing has been removed", out["note"])
        self.assertGreater(len(out["out_of_reach"]), 3)
        word = out["confirm"]
        for wrong in ("x" * 8, word[:-1], word + "x", word.upper()):
            self.assertEqual(self.own("POST", "erase", body={"confirm": wrong})[1]["code"], "unconfirmed")
        # the word is bound to what was asked and to who asked
        self.assertEqual(self.own("POST", "clear-rehearsal", body={"confirm": word})[0], 403)
        self.assertFalse(self.h.ask("erase", name="dag", confirm=word)["ok"])
        self.assertEqual(self.host("POST", "erase", {"name": "dag", "confirm": word})[0], 403)
        minted = self.h.ask("links", name="dag", mint={"role": "organiser"})["link"]["secret"]
        self.assertEqual(self.call("POST", "/dag/api/erase", minted, {"confirm": word})[0], 403)
        status, out = self.own("POST", "erase", body={"confirm": word})
        self.assertEqual(status, 200)
        self.assertEqual(len(out["removed"]), 3)
        self.assertEqual(w.until_close(), 1001)  # and learns it when it comes back: test_shell_gone
        self.assertEqual([n for n in os.listdir(self.d.data) if n.startswith("dag")], [])
        self.assertEqual(self.own("POST", "erase", body={"confirm": word})[0], 404)

    def test_clear_rehearsal(self):
        self.new()
        w, _ = self.enter(self.secret("scribe"))
        word = self.own("POST", "clear-rehearsal", body={"confirm": ""})[1]["confirm"]
        status, out = self.own("POST", "clear-rehearsal", body={"confirm": word})
        self.assertEqual((status, out["name"]), (200, "dag"))
        self.assertIn("nodes", out)
        self.assertEqual(w.until_close(), 1001)
        self.assertEqual(self.enter(self.secret("scribe"))[1][0], 33)  # the links stay
        self.assertEqual(self.own("POST", "clear-rehearsal", body={"confirm": word})[0], 403)  # once

    def test_bodies(self):
        self.new()
        token = self.secret("organiser")
        for body in (b"nej", b"[]", b'{"a":1,"a":2}', b'"x"', b"\xff\xfe"):
            self.assertEqual(self.call("POST", "/dag/api/close", token, body)[0], 400, body)
        self.assertEqual(self.raw("POST", "/dag/api/close", token, b" " * 1025)[0], 413)
        self.assertEqual(self.raw("POST", "/dag/api/close", token, length=10**18)[0], 413)
        with self.d.connect() as s:
            s.sendall(f"POST /dag/api/close HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            self.assertEqual(read_answer(s)[0], 411)
        with self.d.connect() as s:  # who is not let in is told before the body has come
            s.sendall(b"POST /dag/api/close HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n")
            self.assertEqual(read_answer(s)[0], 401)
            self.assertEqual(s.recv(1), b"")

    @unittest.skipUnless(os.environ.get("SMV_SLOW"), "takes half a minute; SMV_SLOW=1")
    def test_a_slow_body_is_cut(self):
        self.new()
        token = self.secret("organiser")
        with self.d.connect(timeout=60) as s:
            s.sendall(f"POST /dag/api/close HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                      "Content-Length: 900\r\n\r\n".encode())
            ended = False
            for _ in range(40):
                s.settimeout(1)
                try:
                    s.sendall(b" ")
                    if s.recv(1) == b"":
                        ended = True
                        break
                except TimeoutError:
                    continue
                except ConnectionError:
                    ended = True
                    break
            self.assertTrue(ended)

    def test_visitors_who_leave(self):
        self.new("dag", os.path.join(TEMPLATES, "aterfall.yaml"))
        token = self.secret("organiser")
        for verb in ("export", "backup", "status") * 10:
            with self.d.connect() as s:
                s.sendall(f"GET /dag/api/{verb} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        self.assertEqual(self.own("GET", "status")[0], 200)


def strip(node):
    """Without what an import makes anew: ids, and the references that are ids."""
    def is_id(v):
        return isinstance(v, str) and v.replace(".", "", 1).isdigit() and "." in v
    fields = {k: v for k, v in node.get("fields", {}).items()
              if not is_id(v) and not (isinstance(v, list) and all(map(is_id, v)))}
    return node["kind"], fields, [strip(kid) for kid in node["children"]]


class HostApi(Case):
    def test_key(self):
        path = os.path.join(self.d.data, "host.key")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        self.assertRegex(self.key, r"^[A-Za-z0-9_-]{43}$")
        self.assertEqual(self.h.ask("host")["url"].split("/host/#")[1], self.key)
        for token in ("", self.key[:-1], self.key + "x", "x" * 43, None):
            self.assertEqual(self.call("GET", "/host/api/seminars", token)[0], 401)
        self.assertEqual(self.host("GET", "seminars")[0], 200)
        renewed = self.h.ask("host", renew=True)["url"].split("#")[1]
        self.assertEqual(self.host("GET", "seminars")[0], 401)
        self.key = renewed
        self.assertEqual(self.host("GET", "seminars")[0], 200)
        self.assertNotIn(self.key, self.d.said() + self.audit())

    def test_templates(self):
        _, out = self.host("GET", "templates")
        named = {t["name"]: t for t in out["templates"]}
        for file in os.listdir(TEMPLATES):
            if file.endswith(".yaml"):
                self.assertIn(file[:-5], named)
        self.assertEqual(named["aterfall"]["lang"], "sv")
        self.assertFalse(named["tom"]["own"])
        os.mkdir(os.path.join(self.d.data, "templates"))
        with open(TEMPLATE, encoding="utf-8") as f:
            text = f.read()
        for name, content in (("egen", text), ("tom", text), ("trasig", "x: [\n")):
            with open(os.path.join(self.d.data, "templates", name + ".yaml"), "w", encoding="utf-8") as f:
                f.write(content)
        named = {t["name"]: t for t in self.host("GET", "templates")[1]["templates"]}
        self.assertTrue(named["egen"]["own"] and named["tom"]["own"] and named["trasig"]["mistakes"])
        self.assertEqual(sorted(named), list(named))
        status, _, body = self.raw("GET", "/host/api/template?name=egen", self.key)
        self.assertEqual((status, body.decode()), (200, text))
        for name in ("nej", "../tom", "..%2ftom", "", "a" * 100):
            self.assertEqual(self.raw("GET", f"/host/api/template?name={name}", self.key)[0], 404, name)

    def test_check(self):
        with open(TEMPLATE, "rb") as f:
            right = f.read()
        _, out = self.host("POST", "template/check", right)
        self.assertEqual(out["mistakes"], [])
        self.assertGreater(out["nodes"], 0)
        _, out = self.host("POST", "template/check", b"nej: ja\n" + right)
        self.assertEqual((out["mistakes"][0]["line"], out["nodes"]), (1, 0))
        self.assertEqual(self.raw("POST", "/host/api/template/check", self.key, length=1048577)[0], 413)

    def test_new_and_list_and_links(self):
        _, made = self.host("POST", "new", {"name": "dag", "template": "aterfall", "rooms": ["Ek", "Alm"],
                                            "title": "Dagen", "open": True}, host="localhost:8440")
        self.made = made
        organiser = self.secret("organiser")
        self.assertEqual(made["links"][0]["url"], f"http://localhost:8440/dag/#{organiser}")
        self.assertEqual(self.own("GET", "status")[1]["title"], "Dagen")
        _, out = self.host("GET", "seminars")
        self.assertEqual([(s["name"], s["state"], s["title"]) for s in out["seminars"]], [("dag", "open", "Dagen")])
        self.assertEqual(self.host("POST", "new", {"name": "dag", "template": "tom"})[1]["code"], "exists")
        self.assertEqual(self.host("POST", "new", {"name": "host", "template": "tom"})[0], 400)
        self.assertEqual(self.host("POST", "new", {"name": "b", "template": "nej"})[0], 404)
        status, out = self.host("POST", "new", {"name": "b", "template": "nej: ja\n"})
        self.assertEqual((status, out["code"], out["mistakes"][0]["line"]), (422, "mistakes", 1))
        self.assertEqual(self.host("POST", "new", {"name": "b", "template": "tom", "rooms": 3})[0], 200)
        # the organiser's link was lost
        fresh = self.host("POST", "links", {"name": "dag"})[1]["link"]
        self.assertEqual(fresh["role"], "organiser")
        self.assertEqual(self.own("GET", "status")[0], 401)
        self.assertEqual(self.call("GET", "/dag/api/status", fresh["secret"])[0], 200)
        listed = self.host("POST", "links", {"name": "dag", "list": True})[1]["links"]
        ident = next(x["id"] for x in listed if x["role"] == "organiser")
        self.assertEqual(self.host("POST", "links", {"name": "dag", "revoke": ident})[0], 200)
        minted = self.host("POST", "links", {"name": "dag"})[1]["link"]  # none is left: one is made
        self.assertEqual(self.call("GET", "/dag/api/status", minted["secret"])[0], 200)
        self.assertEqual(self.host("POST", "links", {"name": "nej"})[0], 404)

    def test_close_open_erase(self):
        self.new()
        self.assertEqual(self.host("POST", "close", {"name": "dag"})[0], 200)
        self.assertEqual(self.host("GET", "seminars")[1]["seminars"][0]["state"], "closed")
        self.assertEqual(self.own("GET", "status")[1]["code"], "missing")
        self.assertEqual(self.host("POST", "close", {"name": "dag"})[1]["code"], "state")
        self.assertEqual(self.host("POST", "open", {"name": "dag"})[0], 200)
        self.assertEqual(self.own("GET", "status")[0], 200)
        word = self.host("POST", "erase", {"name": "dag", "confirm": ""})[1]["confirm"]
        self.assertEqual(self.host("POST", "erase", {"name": "dag", "confirm": "nej"})[0], 403)
        self.assertEqual(self.host("POST", "erase", {"name": "dag", "confirm": word})[0], 200)
        self.assertEqual(self.host("GET", "seminars")[1]["seminars"], [])
        self.assertIn("erase dag complete (host)", self.audit())

    def test_restore(self):
        self.new("dag", os.path.join(TEMPLATES, "aterfall.yaml"))
        _, _, file = self.raw("GET", "/dag/api/backup", self.secret("organiser"))
        _, _, export = self.raw("GET", "/dag/api/export", self.secret("organiser"))
        status, out = self.host("POST", "restore?name=fil", file)
        self.assertEqual((status, out["name"]), (200, "fil"))
        self.assertEqual(self.own("GET", "status", name="fil")[0], 200)  # with the links that it had
        status, out = self.host("POST", "restore?name=text", export)
        self.assertEqual(status, 200)
        self.assertEqual(self.call("GET", "/text/api/status", out["links"][0]["secret"])[0], 200)
        self.assertEqual(self.host("POST", "restore?name=fil", file)[1]["code"], "exists")
        self.assertEqual(self.host("POST", "restore", file)[0], 400)
        self.assertEqual(self.host("POST", "restore?name=../fil", file)[0], 400)
        self.assertEqual(self.host("POST", "restore?name=tom", b"")[0], 400)
        for bad in (b"nej", b'{"format":"annat"}', export[:-100], file[:5000], file[:100] + b"\0" * 9000,
                    b"SQLite format 3\0" + b"x" * 10000, export.replace(b'"seminar",', b'"semi",', 1)):
            status, out = self.host("POST", "restore?name=bad", bad)
            self.assertIn(status, (400, 422), out)
            self.assertEqual([n for n in os.listdir(self.d.data) if n.startswith("bad")], [], out)
        self.assertEqual([n for n in os.listdir(self.d.data) if "upload" in n], [])
        self.assertEqual(self.host("POST", "restore?name=bad", file)[0], 200)  # the name is free

    def test_a_large_file_does_not_stop_the_others(self):
        """While it comes, and while it is read, others are answered."""
        self.new()
        body = b'{"format":"samverka-export-1","x":"' + b"y" * (20 << 20) + b'"}'
        head = (f"POST /host/api/restore?name=stor HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n").encode()
        with self.d.connect() as s:
            s.sendall(head + body[:1 << 20])
            self.assertEqual(self.own("GET", "status")[0], 200)
            s.sendall(body[1 << 20:])
            self.assertEqual(self.own("GET", "status")[0], 200)
            self.assertEqual(read_answer(s)[0], 422)
        self.assertEqual(self.raw("POST", "/host/api/restore?name=stor", self.key, length=(1 << 30) + 1)[0], 413)

    def test_the_daemon_stops_while_it_reads(self):
        self.new("dag", os.path.join(TEMPLATES, "aterfall.yaml"))
        _, _, export = self.raw("GET", "/dag/api/export", self.secret("organiser"))
        sockets = []
        for name, body in (("a", export), ("b", b'{"x":"' + b"y" * (10 << 20) + b'"}')):
            s = self.d.connect()
            self.addCleanup(s.close)
            s.sendall((f"POST /host/api/restore?name={name} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.key}\r\n"
                       f"Content-Length: {len(body)}\r\n\r\n").encode() + body)
            sockets.append(s)
        self.assertEqual(self.d.stop(), 0, self.d.said())
        left = [n for n in os.listdir(self.d.data) if n.startswith(("a.sam", "b.sam", "upload"))]
        self.assertIn(left, ([], ["a.samverka"], ["a.samverka", "a.samverka.mark"], ["a.samverka.mark", "a.samverka"]))

    def test_who_leaves_in_the_middle(self):
        self.new("dag", os.path.join(TEMPLATES, "aterfall.yaml"))
        _, _, export = self.raw("GET", "/dag/api/export", self.secret("organiser"))
        for cut in (1000, len(export)):
            with self.d.connect() as s:
                s.sendall((f"POST /host/api/restore?name=kvar{cut} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                           f"{self.key}\r\nContent-Length: {len(export)}\r\n\r\n").encode() + export[:cut])
        self.assertEqual(self.host("GET", "seminars")[0], 200)


class Public(Case):
    args = ("--public-url", "https://dag.example.org")

    def test_links_are_as_people_reach_us(self):
        made = self.host("POST", "new", {"name": "dag", "template": "tom"}, host="localhost:1")[1]
        self.assertTrue(made["links"][0]["url"].startswith("https://dag.example.org/dag/#"))


if __name__ == "__main__":
    unittest.main()
