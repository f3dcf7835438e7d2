"""stranger_text.py - section 9 of PROTOCOL.md in Python: text operations, and one text field of a client.

Written from that page alone. Positions are code points, which is what Python counts in a str.
"""

LEFT, RIGHT = "left", "right"


def size(c):
    """Code points of the old text that a component uses up."""
    return c if isinstance(c, int) else 0 if isinstance(c, str) else c["d"]


class Writer:
    """Joins neighbours of a kind, drops what is empty; done() drops a keep at the end."""

    def __init__(self):
        self.op = []

    def put(self, c):
        last = self.op[-1] if self.op else None
        if isinstance(c, str):
            if c and isinstance(last, str):
                self.op[-1] = last + c
            elif c:
                self.op.append(c)
        elif isinstance(c, int):
            if c and isinstance(last, int):
                self.op[-1] = last + c
            elif c:
                self.op.append(c)
        elif c["d"]:
            if isinstance(last, dict):
                self.op[-1] = {"d": last["d"] + c["d"]}
            else:
                self.op.append({"d": c["d"]})

    def done(self):
        if self.op and isinstance(self.op[-1], int):
            self.op.pop()
        return self.op


class Taker:
    def __init__(self, op):
        self.rest = list(op)

    def next_is_insert(self):
        return bool(self.rest) and isinstance(self.rest[0], str)

    def take(self, n):
        if not self.rest:
            return n
        c = self.rest[0]
        if isinstance(c, str) or size(c) <= n:
            return self.rest.pop(0)
        left = size(c) - n
        self.rest[0] = left if isinstance(c, int) else {"d": left}
        return n if isinstance(c, int) else {"d": n}


def apply(text, op):
    out, at = [], 0
    for c in op:
        if isinstance(c, str):
            out.append(c)
            continue
        if at + size(c) > len(text):
            raise ValueError("the operation reaches past the end of the text")
        if isinstance(c, int):
            out.append(text[at:at + c])
        at += size(c)
    out.append(text[at:])
    return "".join(out)


def transform(a, b, side):
    """a as it must read after b; both were written on the same text."""
    out, take = Writer(), Taker(a)
    for c in b:
        if isinstance(c, str):
            if side == LEFT and take.next_is_insert():
                out.put(take.take(0))
            out.put(len(c))
            continue
        n = size(c)
        while n:
            piece = take.take(n)
            if isinstance(c, int) or isinstance(piece, str):
                out.put(piece)
            n -= size(piece)
    for c in take.rest:
        out.put(c)
    return out.done()


def difference(old, new):
    """What was typed: one replaced stretch. Deletes first, then inserts."""
    if old == new:
        return []
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    out = Writer()
    out.put(head)
    out.put({"d": len(old) - head - tail})
    out.put(new[head:len(new) - tail])
    return out.done()


def merge(base, mine, theirs):
    return apply(theirs, transform(difference(base, mine), difference(base, theirs), LEFT))


class Text:
    """One text field under somebody's hands: confirmed, one operation in flight, and what is shown."""

    def __init__(self, confirmed):
        self.confirmed = self.shown = confirmed
        self.inflight = None   # carried, for display; its bytes are frozen elsewhere
        self.loose = False     # a set came while one was in flight
        self.past = False      # after a snapshot: waiting for PAST, all below is as before it
        self.since = 0         # the position that it was as below
        self.held = []         # items that came while waiting
        self.upto = 0          # PAST told up to here
        self.doubt = None      # after PAST said "forgotten": the text at that time; verdict decides
        self.verdict = None

    def own_work(self):
        return self.inflight is not None or self.shown != self.confirmed

    def sent_text(self):
        return apply(self.confirmed, self.inflight or [])

    def waiting(self):
        return difference(self.sent_text(), self.shown)

    def start(self):
        """Takes what waits into flight and gives the operation."""
        assert self.inflight is None
        self.inflight, self.loose = difference(self.confirmed, self.shown), False
        return self.inflight

    def other(self, r):
        """Somebody else's operation came."""
        waiting, mine = self.waiting(), self.inflight or []
        r1 = transform(r, mine, RIGHT)
        if self.inflight is not None:
            self.inflight = transform(mine, r, LEFT)
        r2 = transform(r1, waiting, RIGHT)
        after = transform(waiting, r1, LEFT)
        self.confirmed = apply(self.confirmed, r)
        self.shown = apply(self.shown, r2)
        assert self.shown == apply(self.sent_text(), after), "shown is confirmed, inflight, waiting"

    def own(self, op):
        """The one in flight is in the log, and reads like this there: as carried here, unless a set came between."""
        carried, waiting = self.sent_text(), self.waiting()
        self.confirmed = apply(self.confirmed, op)
        assert self.loose or carried == self.confirmed, "the daemon's carrying and mine differ"
        if carried != self.confirmed:
            waiting = transform(waiting, difference(carried, self.confirmed), LEFT)
            self.shown = apply(self.confirmed, waiting)
        self.inflight = None

    def replaced(self, text):
        """A set on a text field: the daemon's difference may be another one than mine."""
        self.loose = True
        self.other(difference(self.confirmed, text))

    def take_back(self):
        """The one in flight was refused; gives what it would have made, for the person."""
        copy, waiting = self.sent_text(), self.waiting()
        undo = difference(copy, self.confirmed)
        self.shown = apply(self.confirmed, transform(waiting, undo, LEFT))
        self.inflight = None
        return copy
