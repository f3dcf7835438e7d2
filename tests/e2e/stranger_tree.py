"""stranger_tree.py - section 8 of PROTOCOL.md in Python: the confirmed replica, and how items change it."""

ADD, SET, TXT, MOVE, DEL, UNDEL, COME, LEAVE = range(1, 9)


class Node:
    def __init__(self, wire):
        (self.id, self.kind, self.parent, self.ord, self.seq, self.place_seq, self.del_seq, self.touched,
         self.touched_ms, self.deleted, fields) = wire
        self.fields = {f: [value, seq, ord_, old] for f, value, seq, ord_, old in fields}
        self.children = []

    def told(self):
        """Everything that a snapshot says, in a form that compares."""
        return (self.kind, self.parent, self.ord, self.seq, self.place_seq, self.del_seq, self.touched,
                self.touched_ms, self.deleted, {f: tuple(v) for f, v in self.fields.items()}, tuple(self.children))


class Tree:
    def __init__(self, apply_text):
        self.nodes = {}
        self.apply_text = apply_text

    def told(self):
        return {i: n.told() for i, n in self.nodes.items()}

    def take(self, wire):
        """One node of a snapshot: behind its parent's last child."""
        n = Node(wire)
        assert n.id not in self.nodes, "a node twice"
        self.nodes[n.id] = n
        if n.parent:
            self.nodes[n.parent].children.append(n.id)

    def place(self, n, after):
        siblings = self.nodes[n.parent].children
        siblings.insert(siblings.index(after) + 1 if after else 0, n.id)

    def forget(self, id_):
        n = self.nodes[id_]
        for c in list(n.children):
            self.forget(c)
        self.nodes[n.parent].children.remove(id_)
        del self.nodes[id_]

    def change(self, seq, ts, ord_, what, args):
        if what == COME:
            after, wires = args
            for i, w in enumerate(wires):
                if w[0] in self.nodes:
                    self.forget(w[0])
                n = Node(w)
                self.nodes[n.id] = n
                if i == 0:
                    self.place(n, after)
                else:
                    self.nodes[n.parent].children.append(n.id)
            return
        if what == LEAVE:
            self.forget(args[0])
            return
        if what == ADD:
            id_, kind, parent, after, fields = args
            assert id_ not in self.nodes, "added twice"
            n = Node([id_, kind, parent, ord_, seq, seq, 0, seq, ts, 0,
                      [[f, v, seq, ord_, 0] for f, v in fields]])
            self.nodes[id_] = n
            self.place(n, after)
            return
        n = self.nodes[args[0]]
        if what == SET:
            _, field, value, _flags = args
            n.fields[field] = [value, seq, ord_, 0]
        elif what == TXT:
            _, field, op, _flags = args
            n.fields[field] = [self.apply_text(n.fields.get(field, [""])[0], op), seq, ord_, 0]
        elif what == MOVE:
            _, parent, after = args
            self.nodes[n.parent].children.remove(n.id)
            n.parent = parent
            self.place(n, after)
            n.place_seq = seq
        elif what == DEL or what == UNDEL:
            n.deleted = 1 if what == DEL else 0
            n.del_seq = seq
        else:
            raise ValueError(f"change {what}")
        n.touched, n.touched_ms = seq, ts
