"""Section by section: does a client written from the page alone keep what its people type?"""
import asyncio
import hashlib
import os
import random
import secrets
import unittest

from world import (ACTION, ANSWER, AUDIENCE, CHOICE, CODE, DISCUSSION, DOOR, EACH, FORM, GROUP, OF_GROUP, OF_ROOM,
                   POLL, QUESTION, ROOM, SEMINAR, SHEET, STATE, WORD, World, find)
from stranger import DUP, JOIN, NOOP, OK, OP_DEL, OP_LOCK, OP_MOVE, OP_SET, OP_UNDEL, PICK, Stranger

SEED = int(os.environ.get("SMV_SEED", "20261121"))
LETTERS = "abcdefghijklmnopqrstuvwxyzåäö     🚲é\n"
LOCKED, FORBIDDEN, BAD_SEEN = 22, 20, 13
STATUS = 6  # of an action


class Case(unittest.IsolatedAsyncioTestCase):
    args = ()

    async def asyncSetUp(self):
        self.w = World(*self.args)
        self.clients = []
        self.org = await self.enter("organiser")
        self.org.do(OP_SET, SEMINAR, STATE, 1)
        self.org.do(OP_SET, SEMINAR, DOOR, 1)
        await self.org.until(self.org.quiet)
        self.rooms = {n.fields[1][0]: n.id for n in find(self.org.tree, ROOM)}

    async def asyncTearDown(self):
        for c in self.clients:
            self.assertIsNone(c.failure)
            await c.leave()
        code, said = self.w.daemon.stop(), self.w.daemon.said()
        self.w.daemon.clean()
        self.assertEqual(code, 0, said)
        for secret in [*self.w.links.values(), CODE]:
            self.assertNotIn(secret, said)

    async def enter(self, role, place=None, **more):
        c = Stranger(self.w.address, "dag", self.w.links[(role, place)], **more)
        self.clients.append(c)
        return await c.connect()

    async def phone(self, group=0, token=CODE):
        c = Stranger(self.w.address, "dag", token, name="", group=group)
        self.clients.append(c)
        return await c.connect()

    def sheet(self, form, room="Ek"):
        return find(self.org.tree, SHEET, f2=form, f3=self.rooms[room])[0].id

    def question(self, room="Ek", i=0):
        return [n.id for n in find(self.org.tree, QUESTION) if n.parent == self.sheet(0, room)][i]

    async def settled(self, *clients):
        """All have verdicts on everything, and all are where the furthest is."""
        for c in clients:
            await c.until(c.quiet)
        for c in clients:
            await c.sync()
            self.assertEqual([r[:2] for r in c.refused], [])

    async def same(self, *clients):
        """Each tells the same as somebody new with the same eyes: every value, stamp and order."""
        await self.settled(*clients)
        for c in clients:
            fresh = Stranger(self.w.address, "dag", c.token, group=c.group)
            await fresh.connect()
            await c.sync()
            mine, theirs = c.tree.told(), fresh.tree.told()
            await fresh.leave()
            for i in sorted(set(mine) | set(theirs)):
                self.assertEqual(mine.get(i), theirs.get(i), f"node {i}")
            self.assertEqual(c.h8 if c.seq == fresh.seq else None, fresh.h8 if c.seq == fresh.seq else None)
            for key, t in c.texts.items():
                self.assertEqual(t.shown, c.confirmed(*key))

    def scribble(self, c, rng, id_, field, most=400):
        text = c.shown(id_, field)
        at = rng.randrange(len(text) + 1)
        gone = min(rng.choice((0, 0, 0, 1, 2, 7)), len(text) - at) if len(text) < most else len(text) - at
        new = "".join(rng.choice(LETTERS) for _ in range(rng.choice((0, 1, 1, 2, 5, 30))))
        c.type(id_, field, at, gone, new)


class Typing(Case):
    async def test_two_in_one_field(self):
        """Random edits by three hands at different paces, nobody waiting for anybody."""
        rng = random.Random(SEED)
        a, b = await self.enter("scribe", "Ek"), await self.enter("scribe", "Ek")
        m = await self.enter("facilitator", "Ek")
        q = self.question()
        for i in range(300):
            c = rng.choice((a, a, b, m))
            self.scribble(c, rng, q, DISCUSSION)
            if rng.random() < 0.5:
                await c.until(lambda: c.text(q, DISCUSSION).inflight is None or rng.random() < 0.4)
        await self.same(a, b, m, self.org)
        self.assertEqual(len({c.shown(q, DISCUSSION) for c in (a, b, m)}), 1)
        others = sum(1 for i in a.items if i[4][:2] == [q, DISCUSSION] and i[1] != a.ord)
        self.assertGreater(others, 20)

    async def test_a_tree_grows(self):
        """Nodes added, typed in before the add is confirmed, moved, deleted and set, by three at once."""
        rng = random.Random(SEED + 1)
        writers = [await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")]
        sheet, q = self.sheet(3), self.question()
        mine = {c: [] for c in writers}
        for i in range(240):
            c = rng.choice(writers)
            todo = rng.randrange(9)
            known = [n.id for n in find(c.tree, ACTION) if n.parent == sheet]
            if todo < 3:
                id_ = c.add(ACTION, sheet, rng.choice(known + [0]), [[1, "Ring"], [STATUS, rng.randrange(5)]])
                mine[c].append(id_)
                c.type(id_, 1, 4, 0, " någon")
            elif todo == 3 and known:
                c.do(OP_SET, rng.choice(known), STATUS, rng.randrange(5))
            elif todo == 4 and len(known) > 1:
                x, y = rng.sample(known, 2)
                c.do(OP_MOVE, x, sheet, rng.choice((y, 0)))
            elif todo == 5 and known:
                c.do(rng.choice((OP_DEL, OP_UNDEL)), rng.choice(known))
            else:
                id_ = rng.choice(known + mine[c] + [q])
                self.scribble(c, rng, id_, DISCUSSION if id_ == q else 1, 100)
            if i % 10 == 0:
                await c.until(lambda: len(c.sent) < 20)
        await self.same(*writers, self.org)
        self.assertIn(NOOP, [code for c in writers for code, _ in c.verdicts.values()])

    async def test_history_of_a_node(self):
        a = await self.enter("scribe", "Ek")
        q = self.question()
        a.type(q, DISCUSSION, 0, 0, "Ring")
        await a.until(a.quiet)
        a.type(q, DISCUSSION, 4, 0, " mig")
        await a.until(a.quiet)
        a.history = None
        a.say(6, 1, q, 0, 0)
        await a.until(lambda: a.history)
        code, _, ops = a.history
        self.assertEqual((code, [op[3] for op in ops]), (0, ["främling"] * 2))
        self.assertEqual([op[4:] for op in ops], [[3, q, DISCUSSION, ["Ring"]], [3, q, DISCUSSION, [4, " mig"]]])
        a.history = None
        a.say(6, 1, q, 0, ops[0][0])
        await a.until(lambda: a.history)
        self.assertEqual(a.history[2], [])


class Coming(Case):
    async def cut_in_the_middle(self, between):
        """Own work in three states when the line goes: in the log without a verdict, lost on the way, not sent."""
        rng = random.Random(SEED + 2)
        a, b = await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")
        q, q2, sheet = self.question(), self.question(i=1), self.sheet(3)
        for c in (a, b, a):
            self.scribble(c, rng, q, DISCUSSION)
            c.type(q2, DISCUSSION, 0, 0, "början ")
        await self.settled(a, b)
        confirmed = dict(a.verdicts)
        a.deaf = True
        a.type(q, DISCUSSION, 0, 0, "<i loggen>")
        first = a.add(ACTION, sheet, 0, [[1, "Först"]])
        a.do(OP_SET, first, STATUS, 2)
        a.do(OP_SET, first, STATUS, 2)                       # NOOP, also when it is asked again
        await b.until(lambda: b.tree.nodes.get(first) and b.tree.nodes[first].fields.get(STATUS))
        a.mute = True
        a.type(q2, DISCUSSION, 0, 0, "<borta på vägen>")
        second = a.add(ACTION, sheet, first, [[1, "Sedan"]])
        a.type(second, 1, 5, 0, " detta")
        a.type(q, DISCUSSION, 0, 0, "<efteråt>")
        await a.cut()
        a.type(q2, DISCUSSION, 0, 0, "<nedkopplad>")
        third = a.add(ACTION, sheet, second, [[1, "Sist"]])
        for _ in range(5):
            for id_ in (q, q2):
                b.type(id_, DISCUSSION, len(b.shown(id_, DISCUSSION)), 0, rng.choice(LETTERS) * 5)
                b.type(id_, DISCUSSION, 0, 0, rng.choice(LETTERS))
            await b.until(b.quiet)
        await between(b, q)
        await a.connect()
        await self.same(a, b, self.org)
        for c in (a, b):
            for words in ("<i loggen>", "<efteråt>"):
                self.assertEqual(c.shown(q, DISCUSSION).count(words), 1, (words, c.shown(q, DISCUSSION)))
            for words in ("<borta på vägen>", "<nedkopplad>"):
                self.assertEqual(c.shown(q2, DISCUSSION).count(words), 1)
            self.assertEqual([n.id for n in find(c.tree, ACTION) if n.parent == sheet and n.id >> 30 == a.ord],
                             [first, second, third])
            self.assertEqual(c.tree.nodes[second].fields[1][0], "Sedan detta")
        numbers = sorted(n for n in a.verdicts if n not in confirmed)
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(numbers))))
        return a

    async def test_cut_and_tail(self):
        async def nothing(_b, _q):
            pass
        a = await self.cut_in_the_middle(nothing)
        self.assertEqual((a.welcome["mode"], a.snaps), (0, 1))
        self.assertNotIn(DUP, [c for c, _ in a.verdicts.values()])  # the tail told them

    async def test_cut_and_snapshot(self):
        async def flood(b, _q):
            other = self.question(i=2)
            for i in range(45):
                b.type(other, DISCUSSION, 0, len(b.shown(other, DISCUSSION)), chr(0x1F600 + i) * 15000)
                await b.until(b.quiet)
        a = await self.cut_in_the_middle(flood)
        self.assertEqual((a.welcome["mode"], a.snaps), (1, 2))
        self.assertIn(DUP, [c for c, _ in a.verdicts.values()])

    async def test_forgotten_text(self):
        """The field's own operations are forgotten too: three-way, and the frozen one may be there or not."""
        for arrived in (True, False):
            a, b = await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")
            q = self.question(i=0 if arrived else 1)
            a.type(q, DISCUSSION, 0, 0, "början slut")
            await self.settled(a, b)
            a.deaf, a.mute = True, not arrived
            a.type(q, DISCUSSION, 6, 0, " <ett>")
            if arrived:
                await b.until(lambda: "<ett>" in (b.confirmed(q, DISCUSSION) or ""))
            a.type(q, DISCUSSION, 12 if arrived else 12, 0, " <två>")
            await a.cut()
            for i in range(45):
                text = b.shown(q, DISCUSSION)
                at = text.index("slut") + 4
                b.type(q, DISCUSSION, at, len(text) - at, chr(0x1F600 + i) * 12000)
                await b.until(b.quiet)
            await a.connect()
            await self.same(a, b)
            self.assertEqual(a.welcome["mode"], 1)
            self.assertEqual(b.shown(q, DISCUSSION)[:24], "början <ett> <två> slut" + chr(0x1F600 + 44))
            codes = [c for c, _ in a.verdicts.values()]
            self.assertIn(DUP if arrived else BAD_SEEN, codes)

    async def test_many_offline(self):
        """More than may be on its way at once, made with the line cut."""
        a = await self.enter("scribe", "Ek")
        await a.cut()
        sheet, made = self.sheet(3), []
        for i in range(300):
            made.append(a.add(ACTION, sheet, made[-1] if made else 0, [[1, f"nr {i}"]]))
        await a.connect()
        await self.same(a, self.org)
        self.assertEqual([n.id for n in find(a.tree, ACTION) if n.id >> 30 == a.ord], made)
        self.assertEqual([i for i in a.tree.nodes[sheet].children if i in made], made)

    async def test_kill_and_start_again(self):
        rng = random.Random(SEED + 3)
        a, b = await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")
        q, sheet, made = self.question(), self.sheet(3), {a: [], b: []}
        for round_ in range(4):
            target = len(a.verdicts) + rng.randrange(5, 40)
            while len(a.verdicts) < target:
                for c in (a, b):
                    self.scribble(c, rng, q, DISCUSSION)
                    made[c].append(c.add(ACTION, sheet, 0, [[1, f"{round_}"]]))
                before = len(a.verdicts)
                await a.until(lambda: len(a.verdicts) > before or len(a.sent) < 60)
            promised = [(c, n) for c in (a, b) for n in c.verdicts]
            self.assertTrue(a.sent or b.sent)
            self.w.kill()
            for c in (a, b, self.org):
                await c.until(lambda: not c.online)
                c.tasks[1].cancel()
            self.w.again()
            for c in (self.org, a, b):
                await c.connect()
                self.assertNotEqual(c.welcome["mode"], 2)
            await self.same(a, b, self.org)
            for c, n in promised:
                self.assertIn(c.verdicts[n][0], (OK, NOOP))     # others had deleted what it would delete
            for c in (a, b):
                there = [n.id for n in find(b.tree, ACTION) if n.id >> 30 == c.ord]
                self.assertEqual(there, made[c])

    async def test_taken(self):
        a = await self.enter("scribe", "Ek")
        twin = Stranger(self.w.address, "dag", a.token)
        twin.cid, twin.n = a.cid, a.n
        await twin.connect()
        await a.until(lambda: a.closed)
        self.assertEqual(a.closed, 4409)
        self.assertEqual(twin.ord, a.ord)
        await twin.leave()

    async def test_an_older_file(self):
        """A backup is put back: what was written since comes from those who know it, once and in its place."""
        a, b = await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")
        q, sheet = self.question(), self.sheet(3)
        a.type(q, DISCUSSION, 0, 0, "Före kopian.")
        await self.settled(a, b)
        copy = os.path.join(self.w.daemon.data, "kopia")
        self.assertTrue(self.w.ask("backup", name="dag", to=copy)["ok"])
        a.type(q, DISCUSSION, 12, 0, " Efter den.")
        made = [a.add(ACTION, sheet, 0, [[1, "Ett"], [STATUS, 3]])]
        made.append(b.add(ACTION, sheet, 0, [[1, "Två"]]))
        await self.settled(a, b)
        b.type(q, DISCUSSION, 0, 0, "B: ")
        await self.settled(a, b, self.org)
        self.assertEqual(self.w.daemon.stop(), 0)
        os.replace(copy, os.path.join(self.w.daemon.data, "dag.samverka"))
        for c in (a, b, self.org):
            await c.until(lambda: not c.online)
        a.type(q, DISCUSSION, 0, 0, "A: ")                     # never sent
        self.w.again()
        for c in (a, b, self.org):
            await c.connect()
            self.assertEqual((c.welcome["mode"], c.welcome["reason"]), (2, 1))
        await self.settled(a, b, self.org)
        await self.settled(a, b, self.org)
        self.assertEqual(a.shown(q, DISCUSSION), "A: B: Före kopian. Efter den.")
        self.assertEqual({n.id for n in find(b.tree, ACTION) if n.parent == sheet}, set(made))
        self.assertEqual(b.tree.nodes[made[0]].fields[STATUS][0], 3)
        await self.same(a, b, self.org)


class Rules(Case):
    async def test_blind_overwrite(self):
        a, b = await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")
        q = self.question()
        a.deaf = True
        await a.cut()
        a.do(OP_SET, q, WORD, 1)
        b.do(OP_SET, q, WORD, 2)
        await b.until(b.quiet)
        self.assertEqual(b.flags[(q, WORD)], 0)
        await a.connect()
        await self.settled(a, b)
        self.assertEqual((a.flags[(q, WORD)], b.flags[(q, WORD)]), (1, 1))
        b.do(OP_SET, q, WORD, 2)
        await self.same(a, b)
        self.assertEqual((a.flags[(q, WORD)], a.confirmed(q, WORD)), (0, 2))

    async def test_lock_and_late(self):
        a, b = await self.enter("scribe", "Ek"), await self.enter("facilitator", "Ek")
        mod = await self.enter("moderator")
        q, sheet = self.question(), self.sheet(0)
        await a.cut()
        a.type(q, DISCUSSION, 0, 0, "Skrivet före låset.")
        mod.do(OP_LOCK, sheet, 1)
        await mod.until(mod.quiet)
        await b.until(lambda: b.confirmed(sheet, 9) == 1)
        self.assertEqual(b.confirmed(sheet, 10), b.tree.nodes[sheet].fields[9][1])
        b.type(q, DISCUSSION, 0, 0, "för sent")
        await b.until(lambda: b.refused)
        self.assertEqual((b.refused[0][1], b.copies, b.shown(q, DISCUSSION)), (LOCKED, ["för sent"], ""))
        b.refused = []
        await a.connect()
        await self.settled(a, b, mod)
        self.assertEqual((b.shown(q, DISCUSSION), b.flags[(q, DISCUSSION)]), ("Skrivet före låset.", 2))
        mod.type(sheet, 1, 0, 0, "M: ")                        # locks do not bind moderators
        await self.same(a, b, mod)
        mod.do(OP_LOCK, sheet, 0)
        await self.settled(mod, b)
        b.type(q, DISCUSSION, 0, 0, "B: ")
        await self.same(a, b, mod)
        self.assertEqual((a.shown(q, DISCUSSION)[:6], a.flags[(q, DISCUSSION)]), ("B: Skr", 0))

    async def test_audience(self):
        """A sheet goes to the other room and away again; unsent words in it are kept for the person."""
        a, t = await self.enter("scribe", "Ek"), await self.enter("scribe", "Tall")
        mod = await self.enter("moderator")
        sheet = self.sheet(3)                                  # the proposals: own only
        item = a.add(ACTION, sheet, 0, [[1, "Förslag"]])
        await self.settled(a, t, mod)
        self.assertNotIn(sheet, t.tree.nodes)
        mod.do(OP_SET, sheet, AUDIENCE, 3)
        await self.settled(mod, a, t)
        await t.until(lambda: item in t.tree.nodes)
        a.type(item, 1, 7, 0, " ett")
        await self.same(a, t, mod)
        self.assertEqual(t.confirmed(item, 1), "Förslag ett")
        t.type(item, 1, 0, 0, "nej")
        await t.until(lambda: t.refused)
        self.assertEqual(t.refused[0][1], FORBIDDEN)
        t.refused = []
        mod.do(OP_SET, sheet, AUDIENCE, 1)
        await t.until(lambda: sheet not in t.tree.nodes)
        a.type(item, 1, 0, 0, "Nytt: ")
        await self.same(a, t, mod)
        self.assertNotIn(item, t.tree.nodes)

    async def test_participant_votes(self):
        mod = await self.enter("moderator")
        poll = find(mod.tree, POLL)[0].id
        choices = [n.id for n in find(mod.tree, CHOICE)]
        phones = [await self.phone() for _ in range(5)]
        self.assertEqual((phones[0].role, phones[0].ord), (7, 0))
        phones[0].ballot(poll, [choices[0]])
        await phones[0].until(lambda: phones[0].receipts)
        self.assertEqual(phones[0].receipts.pop(), (poll, 23))  # not open yet
        mod.do(OP_SET, poll, 3, 1)
        await mod.until(mod.quiet)
        for i, p in enumerate(phones):
            await p.until(lambda: p.confirmed(poll, 3) == 1)
            p.ballot(poll, [choices[i % 2]])
            await p.until(lambda: p.receipts)
            self.assertEqual(p.receipts, [(poll, OK)])
        phones[0].ballot(poll, [choices[2]])                    # thinks again: the last one counts
        await phones[0].until(lambda: len(phones[0].receipts) == 2)
        p = phones[1]
        p.deaf = True
        p.ballot(poll, [choices[2]])
        await p.cut()
        await p.connect()                                       # asks again by itself
        await p.until(lambda: len(p.receipts) == 2)
        await mod.until(lambda: self.count(mod, choices) == [2, 1, 2])
        self.assertEqual(mod.confirmed(poll, 6), 5)
        self.assertEqual(find(p.tree, ANSWER), [])
        mod.do(OP_SET, poll, 4, 1)
        await p.until(lambda: self.count(p, choices) == [2, 1, 2])
        await self.same(mod, *phones)

    def count(self, c, choices):
        counts = {n.fields[2][0]: n.fields.get(3, [0])[0] for n in find(c.tree, ANSWER)}
        return [counts.get(i, 0) for i in choices]

    async def test_self_formed_group(self):
        p, follower = await self.phone(), await self.phone()
        secret = secrets.token_urlsafe(24)
        p.say(JOIN, "3b", "Vi vid fönstret", hashlib.blake2b(secret.encode(), digest_size=32).digest())
        await p.until(lambda: p.receipts)
        group, code = p.receipts[0]
        self.assertEqual(code, OK)
        await p.leave()
        s = await self.phone(token=secret)
        self.assertEqual((s.role, s.place), (5, group))
        self.assertEqual(s.tree.nodes[group].fields[1][0], "Vi vid fönstret")
        sheet = find(s.tree, SHEET, f4=group)[0].id
        q = next(n.id for n in find(s.tree, QUESTION) if n.parent == sheet)
        s.type(q, DISCUSSION, 0, 0, "Vi ringer på måndag.")
        await s.until(s.quiet)
        before = follower.snaps
        await follower.until(lambda: group in follower.tree.nodes)
        follower.say(PICK, group)
        follower.group = group
        await follower.until(lambda: follower.snaps > before)
        self.assertEqual(follower.confirmed(q, DISCUSSION), "Vi ringer på måndag.")
        mod = await self.enter("moderator")
        link = next(n for n in find(self.org.tree, 8) if n.fields.get(2, [0])[0] == group)
        await self.same(s, follower, mod)
        mod.do(OP_SET, link.id, 5, 1)
        await s.until(lambda: s.closed)
        self.assertEqual(s.closed, 4403)


if __name__ == "__main__":
    unittest.main()
