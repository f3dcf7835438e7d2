"""world.py - a daemon with one seminar that has a bit of everything, for the tests in this folder."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
sys.path.insert(0, os.path.dirname(__file__))
from samverkad import Daemon  # noqa: E402

TEMPLATE = """
name: prov
language: sv
title: Provdagen
participants:
  read: [agenda, stage, group, groups]
  found_groups: yes
compositions:
  - {key: a, name: A, rule: cross}
  - {key: egna, name: Bordsgrupper, rule: self}
rooms:
  count: 2
screens: [Stora salen]
sessions:
  - title: Pass 1
    key: pass1
    form: groups
    composition: a
    start: "09:00"
    minutes: 60
    sheets:
      - {key: fragor, title: Frågor, form: questions, each: room, audience: [own, places, group],
         questions: [Vad fungerar?, Vad saknas?, Och sedan?]}
      - {title: Förslag, form: actions, each: room, audience: [own]}
      - {title: Karta, form: timeline, each: room, audience: [own, places], phases: [Före, Efter]}
      - {title: Röster, form: poll, audience: [all],
         polls: [{text: Vad är viktigast?, form: choice, most: 1, choices: [Bostad, Arbete, Vård]}]}
  - title: Pass 2
    form: groups
    composition: egna
    start: "10:00"
    minutes: 60
    sheets:
      - {title: Bord, form: questions, each: group, audience: [own, group], questions: [Vad gör vi nu?]}
"""
# numbers of kinds and fields, from the tables of PROTOCOL.md
SEMINAR, GROUP, ROOM, LINK, SESSION, SHEET, PHASE, QUESTION = 1, 5, 7, 8, 10, 11, 12, 14
POINT, CARD, ACTION, POLL, CHOICE, ANSWER = 20, 21, 26, 44, 45, 46
STATE, DOOR, TITLE, FORM, OF_ROOM, OF_GROUP, EACH, AUDIENCE = 6, 8, 1, 2, 3, 4, 6, 7
DISCUSSION, WORD = 3, 4
ROOMS = ["Ek", "Tall"]
CODE = "K7RT4M"


class World:
    """started(): the daemon and its links; links[(role, place)] is a secret."""

    def __init__(self, *args, name="dag", **more):
        self.daemon = Daemon(*args, **more)
        self.name, self.links = name, {}
        if self.daemon.addresses and not os.path.exists(f"{self.daemon.data}/{name}.samverka"):
            self.make(name)

    def make(self, name, template=TEMPLATE):
        host = self.daemon.host()
        made = host.ask("new", name=name, template=template, rooms=ROOMS, code=CODE if name == self.name else None)
        host.close()
        assert made["ok"], made
        links = {(x["role"], x["place"]): x["secret"] for x in made["links"]}
        if name == self.name:
            self.links = links
        return links

    @property
    def address(self):
        return "%s:%d" % self.daemon.address

    def ask(self, verb, **more):
        host = self.daemon.host()
        try:
            return host.ask(verb, **more)
        finally:
            host.close()

    def kill(self):
        self.daemon.process.kill()
        self.daemon.process.wait()

    def again(self, *args):
        """The daemon anew, on the same data and port."""
        old = self.daemon
        new = Daemon("--listen", old.addresses[0], *args, data=old.data)
        new.own, old.own = old.own, False
        old.clean()
        self.daemon = new


def find(tree, kind, **wanted):
    """The nodes of a kind, in id order, whose fields are so: find(t, SHEET, f2=0, f3=room)."""
    return [n for _, n in sorted(tree.nodes.items()) if n.kind == kind
            and all(n.fields.get(int(k[1:]), [0])[0] == v for k, v in wanted.items())]
