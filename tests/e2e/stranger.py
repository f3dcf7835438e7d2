"""stranger.py - a whole client of samverkad, written from proto/PROTOCOL.md by somebody who has read nothing else.

What: HELLO and coming back, the replica, own operations with their numbers and frozen bytes, one text operation on
      its way per field, verdicts, FETCH after a snapshot, offers after a restored file, ballots and groups.
Not:  a reconnect loop; tests decide when it connects. The outbox lives in this object and survives a connection.
Uses: Debian's python3-websockets and python3-msgpack. One event loop; nothing here sleeps.
For tests: `mute` drops what would be sent, `deaf` what comes, so that a cut has a known place.
"""
import asyncio
import secrets

import msgpack
import websockets

from stranger_text import Text, apply, merge
from stranger_tree import COME, LEAVE, SET, TXT, Tree

HELLO, OPS, PRES, PING, FETCH, PICK, BYE, BALLOT, JOIN = 1, 2, 4, 5, 6, 7, 8, 9, 10
WELCOME, SNAP, EV, RES, PONG, PAST, PRESENCE, ERR, GOAWAY, SUMMARY, RECEIPT = range(33, 44)
OP_ADD, OP_SET, OP_TXT, OP_MOVE, OP_DEL, OP_UNDEL, OP_CLOCK, OP_LOCK, OP_OFFER = range(1, 10)
OK, DUP, NOOP, BAD_SEEN, ORDER, RATE, BUSY = 0, 1, 2, 13, 15, 30, 31
RETRY = (ORDER, RATE, BUSY)
MAX_OPS, PATIENCE = 64, 8


class Sent:
    """An operation with a number: its bytes stay as they are."""

    def __init__(self, n, seen, op):
        self.n, self.op = n, op
        self.bytes = msgpack.packb([n, seen, *op])
        self.key = (op[1], op[2]) if op[0] == OP_TXT else None


class Stranger:
    def __init__(self, address, seminar, token, name="främling", group=0):
        self.url, self.token, self.name, self.group = f"ws://{address}/{seminar}/ws", token, name, group
        self.cid = secrets.token_bytes(16)
        self.tree, self.epoch, self.seq, self.h8 = Tree(apply), None, 0, None
        self.ord = self.role = self.place = self.head = self.last_n = 0
        self.n, self.counter = 1, 1          # the next ones
        self.sent, self.queue, self.texts = [], [], {}
        self.refused, self.copies = [], []   # [(n, code, op)]; texts kept for the person
        self.flags, self.items, self.verdicts = {}, [], {}
        self.ballots, self.receipts = {}, []
        self.old = None                      # replica of the lost history, while offers are on their way
        self.welcome, self.errors, self.closed = None, [], None
        self.snaps, self.parts, self.pings, self.pong = 0, None, 0, None
        self.mute = self.deaf = self.online = self.ready = False
        self.asked, self.retry, self.wait_ms = [], None, 250
        self.news, self.ws, self.tasks, self.failure = asyncio.Event(), None, [], None

    # --- connection ------------------------------------------------------------------------------------------
    async def connect(self, wait=True):
        self.mute = self.deaf = self.ready = False
        self.welcome, self.closed, self.parts, self.asked, self.retry = None, None, None, [], None
        for t in self.tasks:
            t.cancel()
        self.ws = await websockets.connect(self.url, subprotocols=["samverka.v1"], compression=None, max_size=None,
                                           ping_interval=None)
        self.out, self.online = asyncio.Queue(), True
        self.tasks = [asyncio.ensure_future(self.read()), asyncio.ensure_future(self.write())]
        resume = [self.epoch, self.seq, self.h8] if self.epoch else None
        self.say(HELLO, 1, 1, self.token, self.cid, self.name, resume, self.group, "stranger")
        if wait:
            await self.until(lambda: self.ready or self.closed)
            assert self.ready, (self.closed, self.errors)
        return self

    async def read(self):
        try:
            async for raw in self.ws:
                if not self.deaf:
                    self.hear(msgpack.unpackb(raw, strict_map_key=False))
                self.tell()
        except websockets.ConnectionClosed:
            pass
        except Exception as e:  # what the page did not lead me to expect
            self.failure = e
        self.closed, self.online, self.ready = self.ws.close_code or 1006, False, False
        self.tell()

    async def write(self):
        try:
            while True:
                data = await self.out.get()
                if not self.mute:
                    await self.ws.send(data)
        except websockets.ConnectionClosed:
            pass

    def say(self, *message):
        if self.online:
            self.out.put_nowait(msgpack.packb(message))

    def tell(self):
        self.news.set()

    async def until(self, what, seconds=PATIENCE):
        """Waits until it is so; every message that comes is a reason to look again."""
        async def look():
            while self.failure or not what():
                if self.failure:
                    raise self.failure
                self.news.clear()
                await self.news.wait()
        await asyncio.wait_for(look(), seconds)

    async def sync(self):
        """What the daemon had to tell when this began is applied. Twice: a PONG may overtake what waits."""
        for _ in range(2):
            self.pings += 1
            self.say(PING, self.pings, self.seq)
            await self.until(lambda: self.pong and self.pong[0] >= self.pings)

    async def cut(self):
        """The network goes: no close frame, nothing more in either direction."""
        self.deaf = self.mute = True
        self.ws.transport.abort()
        await asyncio.wait(self.tasks[:1], timeout=PATIENCE)
        self.tasks[1].cancel()
        self.online = self.ready = False

    async def leave(self):
        if self.online:
            self.say(BYE, "leaving")
            await asyncio.sleep(0)
            await self.ws.close(1000)
            await asyncio.wait(self.tasks[:1], timeout=PATIENCE)
        self.tasks[1].cancel()
        if self.retry:
            self.retry.cancel()

    # --- receiving -------------------------------------------------------------------------------------------
    def hear(self, m):
        kind, args = m[0], m[1:]
        if kind == WELCOME:
            self.on_welcome(args)
        elif kind == SNAP:
            self.on_snap(*args)
        elif kind == EV:
            self.on_ev(*args)
        elif kind == RES:
            for n, code, seq in args[0]:
                self.verdict(n, code, seq)
        elif kind == PAST:
            self.on_past(*args)
        elif kind == RECEIPT:
            self.receipts.append(tuple(args))
            self.ballots.pop(args[0], None)
        elif kind in (ERR, GOAWAY):
            self.errors.append(args)
        elif kind == PONG:
            self.pong = args
        elif kind not in (PRESENCE, SUMMARY) and kind < 128:
            raise ValueError(f"message {kind}")
        self.pump()

    def on_welcome(self, args):
        assert len(args) == 15, args
        (_, epoch, self.head, mode, reason, lost, ord_, last_n, self.role, _, self.place, _, _, self.frame_max,
         self.unconfirmed_max) = args
        self.welcome = {"mode": mode, "reason": reason, "lost": lost, "last_n": last_n, "ord": ord_}
        if mode == 2:
            self.new_history(epoch, reason, lost, ord_, last_n)
        else:
            self.ord, self.epoch, self.n = ord_, epoch, max(self.n, last_n + 1)
            self.freeze()  # what was made offline was made on what was held then
        if mode == 0:
            self.caught_up()

    def caught_up(self):
        if not self.ready and self.parts is None and self.seq >= self.head:
            self.ready = True
            for key in [k for k, t in self.texts.items() if t.past and k not in self.asked]:
                self.fetch(key)
            self.send(self.sent)
            for poll, answer in self.ballots.items():
                self.say(BALLOT, poll, answer)

    def on_snap(self, seq, h8, part, parts, nodes):
        if part == 0:
            self.parts = Tree(apply)
        for wire in nodes:
            self.parts.take(wire)
        if part + 1 < parts:
            return
        before, self.tree, self.parts = self.seq, self.parts, None
        self.seq, self.h8, self.head = seq, h8, max(self.head, seq)
        self.snaps += 1
        mine = [i & (2 ** 30 - 1) for i in self.tree.nodes if i >> 30 == self.ord] if self.ord else []
        self.counter = max([self.counter] + [c + 1 for c in mine])
        merging = self.welcome["mode"] == 2 and not self.ready
        for key, t in list(self.texts.items()):
            new = self.confirmed(*key)
            if new is None and not self.adding(key[0]):
                self.keep(t)
                del self.texts[key]
            elif merging:
                if t.own_work():
                    t.shown = merge(t.confirmed, t.shown, new or "")
                    t.confirmed, t.inflight = new or "", None
                else:
                    self.texts[key] = Text(new or "")
            elif new is None:
                pass                       # its add is still on its way
            elif t.own_work() or t.past:
                if not t.past:             # else the question that is on its way is the right one
                    t.past, t.verdict, t.since = True, None, before
                    self.fetch(key)
            else:
                self.texts[key] = Text(new)
        if self.old:
            self.offer()
        self.caught_up()

    def fetch(self, key):
        self.asked.append(key)
        self.say(FETCH, 0, *key, self.texts[key].since)

    def on_ev(self, seq_from, seq_to, h8, items):
        assert seq_from <= self.seq, "something is missing"
        had = self.seq
        for seq, ts, ord_, n, change, *args in items:
            assert seq_from < seq <= seq_to
            if seq > had:
                self.item(seq, ts, ord_, n, change, args)
        if seq_to > had:
            self.seq, self.h8 = seq_to, h8
        self.caught_up()

    def item(self, seq, ts, ord_, n, change, args):
        self.items.append((seq, ord_, n, change, args))
        own = ord_ == self.ord and ord_ != 0 and any(s.n == n for s in self.sent)
        self.tree.change(seq, ts, ord_, change, args)
        if change == SET:
            self.flags[(args[0], args[1])] = args[3]
        if change == TXT:
            self.flags[(args[0], args[1])] = args[3]
            t = self.texts.get((args[0], args[1]))
            mine = own and any(s.n == n and s.key == (args[0], args[1]) for s in self.sent)  # no offer's
            if t and t.past:
                t.held.append((seq, mine, args[2]))
            elif t and seq > t.upto:
                t.own(args[2]) if mine else t.other(args[2])
        elif change == SET and (args[0], args[1]) in self.texts:
            self.texts[(args[0], args[1])].replaced(args[2])
        elif change in (LEAVE, COME):
            self.reread()
        if own:
            self.verdict(n, OK, seq)

    def reread(self):
        """Nodes came or went: texts that I hold must be those of the tree."""
        for key, t in list(self.texts.items()):
            now = self.confirmed(*key)
            if now is None and not self.adding(key[0]):
                self.keep(t)
                del self.texts[key]
            elif now is not None and now != t.confirmed and not t.past:
                t.replaced(now)

    def keep(self, t):
        if t.own_work():
            self.copies.append(t.shown)

    def on_past(self, what, node, field, code, seq, ops):
        if what == 1 or (node, field) not in self.asked:
            self.history = (code, seq, ops)
            return
        key = (node, field)
        self.asked.remove(key)
        t = self.texts.get(key)
        if not t:
            return
        t.past, held, t.held = False, t.held, []
        if code == OK:
            for _, ord_, _, op in ops:
                t.own(op) if ord_ == self.ord and t.inflight is not None else t.other(op)
            t.upto = seq
            for at, own, op in held:
                if at > seq:
                    t.own(op) if own else t.other(op)
            assert t.confirmed == self.confirmed(*key), "the result equals the new text"
        elif code == BAD_SEEN:             # forgotten
            if t.inflight is None:
                self.rebase(t, t.confirmed, key)
            else:
                t.doubt = True
                if t.verdict is not None:
                    self.settle(t, key)
        else:
            self.keep(t)
            del self.texts[key]

    def rebase(self, t, base, key):
        new = self.confirmed(*key)
        t.shown, t.confirmed, t.inflight, t.doubt = merge(base, t.shown, new), new, None, None

    def settle(self, t, key):
        """The frozen one has its verdict: applied long ago (then it is in the base) or not at all."""
        self.rebase(t, t.sent_text() if t.verdict in (OK, DUP) else t.confirmed, key)

    # --- verdicts ----------------------------------------------------------------------------------------------
    def verdict(self, n, code, seq):
        s = next((s for s in self.sent if s.n == n), None)
        if s is None:
            assert code in RETRY, f"a second verdict on {n}: {code}"
            return
        if code in RETRY:
            if not self.retry:
                self.retry = asyncio.get_running_loop().call_later(self.wait_ms / 1000, self.again)
                self.wait_ms = min(2 * self.wait_ms, 5000)
            return
        assert n not in self.verdicts, f"two verdicts on {n}"
        self.verdicts[n], self.wait_ms = (code, seq), 250
        self.sent.remove(s)
        t = self.texts.get(s.key)
        if t and (t.past or t.doubt):
            t.verdict = code
            if t.doubt:
                self.settle(t, s.key)
        elif t and t.inflight is not None and code == BAD_SEEN:
            t.inflight = None              # what is shown goes again, from here
        elif t and t.inflight == [] and code == NOOP:
            t.inflight = None              # others had deleted all of it
        elif t and t.inflight is not None and code in (OK, DUP, NOOP):
            raise AssertionError(f"text operation {n} done ({code}) without an item")
        if code not in (OK, DUP, NOOP, BAD_SEEN):
            self.refused.append((n, code, s.op))
            if t and t.inflight is not None and not t.past:
                self.copies.append(t.take_back())
            elif s.op[0] == OP_ADD:
                for key in [k for k in self.texts if k[0] == s.op[1]]:
                    self.keep(self.texts.pop(key))

    def again(self):
        self.retry = None
        if self.ready:
            self.send(self.sent)

    # --- sending -------------------------------------------------------------------------------------------------
    def freeze(self):
        """Gives numbers and bytes to what may be on its way now; returns those."""
        fresh = []
        while self.queue and len(self.sent) < self.unconfirmed_max:
            fresh.append(self.number(self.queue.pop(0)))
        for key, t in self.texts.items():
            if len(self.sent) >= self.unconfirmed_max or self.queue:
                break
            busy = t.past or t.doubt or t.inflight is not None or any(s.key == key for s in self.sent)
            if not busy and t.shown != t.confirmed:
                fresh.append(self.number([OP_TXT, *key, t.start()]))
        return fresh

    def number(self, op):
        s = Sent(self.n, self.seq, op)
        self.n += 1
        self.sent.append(s)
        return s

    def pump(self):
        if self.ready:
            self.send(self.freeze())

    def send(self, entries):
        part, bytes_ = [], 0
        for s in entries + [None]:
            if s is None or len(part) == MAX_OPS or bytes_ + len(s.bytes) + 8 > self.frame_max:
                if part and self.online:
                    head = msgpack.Packer().pack_array_header(2) + msgpack.packb(OPS)
                    head += msgpack.Packer().pack_array_header(len(part))
                    self.out.put_nowait(head + b"".join(part))
                part, bytes_ = [], 0
            if s is not None:
                part.append(s.bytes)
                bytes_ += len(s.bytes)

    def do(self, *op):
        self.queue.append(list(op))
        self.pump()

    def add(self, kind, parent, after=0, fields=()):
        id_ = self.ord * 2 ** 30 + self.counter
        self.counter += 1
        self.do(OP_ADD, id_, kind, parent, after, [list(f) for f in fields])
        return id_

    def adding(self, id_):
        return next((op for op in [s.op for s in self.sent] + self.queue
                     if op[0] in (OP_ADD, OP_OFFER) and op[1] == id_), None)

    # --- what is seen, and typing --------------------------------------------------------------------------------
    def confirmed(self, id_, field):
        n = self.tree.nodes.get(id_)
        return None if n is None else n.fields.get(field, [""])[0]

    def text(self, id_, field):
        if (id_, field) not in self.texts:
            now = self.confirmed(id_, field)
            if now is None:
                now = dict(self.adding(id_)[5]).get(field, "")
            self.texts[(id_, field)] = Text(now)
        return self.texts[(id_, field)]

    def shown(self, id_, field):
        return self.text(id_, field).shown

    def type(self, id_, field, at, delete, insert):
        t = self.text(id_, field)
        t.shown = t.shown[:at] + insert + t.shown[at + delete:]
        self.pump()

    def quiet(self):
        """Nothing of mine is without a verdict."""
        return (self.ready and not self.sent and not self.queue and not self.asked
                and not any(t.own_work() for t in self.texts.values()))

    # --- another history -------------------------------------------------------------------------------------------
    def new_history(self, epoch, reason, lost, ord_, last_n):
        before, self.epoch, self.n, self.verdicts = self.ord, epoch, last_n + 1, {}
        if reason in (2, 3):
            self.copies += [t.shown for t in self.texts.values() if t.own_work()]
            self.sent, self.queue, self.texts = [], [], {}
        waiting = [s.op for s in self.sent if s.op[0] != OP_TXT] + self.queue
        self.ord, self.sent, self.queue, new_ids = ord_, [], [], {}
        if before != ord_:
            self.counter = 1
            for op in waiting:
                if op[0] == OP_ADD and op[1] >> 30 == before:
                    new_ids[op[1]], self.counter = ord_ * 2 ** 30 + self.counter, self.counter + 1
        for op in waiting:
            if op[0] != OP_OFFER:
                places = (1, 3, 4) if op[0] == OP_ADD else (1, 2, 3) if op[0] == OP_MOVE else (1,)
                self.queue.append([new_ids.get(v, v) if i in places else v for i, v in enumerate(op)])
        self.texts = {(new_ids.get(i, i), f): t for (i, f), t in self.texts.items()}
        if reason == 1 and lost[0] and self.tree.nodes and ord_:
            self.old, self.lost = self.tree, lost[1]

    def offer(self):
        """Everything that the restored file cannot know, parents first, siblings in order."""
        offers, todo, lost = [], [(1, 0)], self.lost
        while todo:
            id_, after = todo.pop(0)
            n = self.old.nodes[id_]
            todo = [(c, n.children[i - 1] if i else 0) for i, c in enumerate(n.children)] + todo
            fields = [[f, v[0], v[1]] for f, v in sorted(n.fields.items()) if v[1] > lost]
            place, deletion = (s if s > lost else 0 for s in (n.place_seq, n.del_seq))
            if place or deletion or fields or n.seq > lost:
                offers.append([OP_OFFER, id_, n.kind, n.parent, after, place, n.deleted, deletion, fields])
        self.queue, self.old = offers + self.queue, None

    # --- participants ------------------------------------------------------------------------------------------------
    def ballot(self, poll, answer):
        self.ballots[poll] = answer
        self.say(BALLOT, poll, answer)
