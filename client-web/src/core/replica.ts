/* replica.ts - the confirmed tree: snapshots and events applied at one log position.
 *
 * What: SNAP parts gathered into a second tree that takes the first one's place when it is whole; EV items applied in
 *       order; what they mean for own work is handed to pending.ts and textfield.ts.
 * Not:  nothing of own work is in this tree.
 * Invariants: (epoch, applied, h8) change together; an item at or below applied is never applied again; after a mistake in
 *       the middle of a message the tree is not offered as a position to go on from. */
import { again, goLive, setState } from "./connection.ts";
import { confirm, unsend } from "./pending.ts";
import { afterSnapshot, partAll, partSubtree, rejoinSubtree } from "./resync.ts";
import { fieldInfo } from "./schema.ts";
import { NEWS, type State } from "./state.ts";
import { replacing, type Op } from "./text.ts";
import { textTold } from "./textfield.ts";
import { ROOT, Tree, idCounter, idOrd, type Id, type Stamp } from "./tree.ts";
import { Malformed, fail, list, readItem, readOp, readValue, uint, type FieldsOf, type Item, type Value } from "./wire.ts";

const RECENT = 300;

export function dropReplica(c: State): void {
  if (!c.have) return;
  partAll(c, "ask");
  c.have = false;
}

/** Ids made earlier, perhaps by an outbox that is lost, are never made again. */
function skipUsedId(c: State, id: Id): void {
  if (c.ord !== 0 && idOrd(id) === c.ord) c.idCounter = Math.max(c.idCounter, idCounter(id));
}
export function skipUsedIds(c: State): void {
  if (c.ord === 0) return;
  for (const n of c.tree.root.walk()) skipUsedId(c, n.id);
}

function finishSnapshot(c: State, tree: Tree, m: FieldsOf<"snap">): void {
  if (c.have || c.applied > 0) partAll(c, "ask");
  if (c.applied > m.seq && c.applied <= c.head) { // one of the daemon's store; the rest follows
    c.catchUp = Math.max(c.catchUp, c.applied);
    setState(c, "sync");
  }
  if (c.snapDue) c.moved = false; // made for the group that HELLO named
  c.tree = tree;
  c.snap = null;
  c.snapDue = false;
  c.applied = m.seq;
  c.h8 = m.h8;
  c.have = true;
  c.recent = [];
  skipUsedIds(c);
  unsend(c); // what came of it may be in the snapshot: asked again, DUP says so
  afterSnapshot(c);
  c.changedAll = true;
  c.news |= NEWS.tree;
  goLive(c);
}

export function applySnapshot(c: State, m: FieldsOf<"snap">): void {
  if (m.part === 0) c.snap = { tree: new Tree(), part: 0, parts: m.parts, seq: m.seq };
  const s = c.snap;
  if (s === null || m.part !== s.part || m.parts !== s.parts || m.part >= m.parts || m.seq !== s.seq) return fail("a part out of order");
  for (const node of list(m.nodes)) s.tree.read(node);
  s.part++;
  if (s.part === s.parts) finishSnapshot(c, s.tree, m);
}

// --- events -------------------------------------------------------------------------------------------------
function applyText(c: State, item: Item, id: Id, field: number, op: Op, flags: number): void {
  const before = c.tree.find(id)?.text(field) ?? "";
  c.tree.type(id, field, op, flags, item);
  c.recent.push({ id, field, op, seq: item.seq });
  if (c.recent.length > RECENT) c.recent.shift();
  textTold(c, id, field, before, { seq: item.seq, ord: item.ord, n: item.n, op });
}

function applySet(c: State, item: Item & { change: "set" }): void {
  const node = c.tree.find(item.id) ?? fail("no such node");
  const info = fieldInfo(node.kind, item.field);
  const value = readValue(info, item.value);
  if (info?.type === "text") applyText(c, item, item.id, item.field, replacing(node.text(item.field), value as string), item.flags);
  else c.tree.set(item.id, item.field, value, item.flags, item);
}

function applyAdd(c: State, item: Item & { change: "add" }): void {
  skipUsedId(c, item.id);
  let last = -1;
  const fields = list(item.fields).map((one): [number, Value] => {
    const [number, value] = list(one, 2);
    const field = uint(number, 63);
    if (field <= last) fail("fields do not rise");
    last = field;
    return [field, readValue(fieldInfo(item.kind, field), value)];
  });
  const node = c.tree.add(item.id, item.kind, item.parent, item.after, fields, item);
  rejoinSubtree(c, node);
}

function applyCome(c: State, item: Item & { change: "come" }): void {
  const nodes = list(item.nodes);
  const top = uint(list(nodes[0])[0]);
  if (top === ROOT) fail("the root does not come");
  const old = c.tree.find(top);
  if (old !== undefined) {
    partSubtree(c, old);
    changedBelow(c, top);
    c.tree.forget(top);
  }
  nodes.forEach((node, i) => c.tree.read(node, i === 0 ? item.after : undefined));
  rejoinSubtree(c, c.tree.find(top)!);
  changedBelow(c, top);
}

function applyLeave(c: State, id: Id): void {
  const node = c.tree.find(id);
  if (id === ROOT) fail("the root does not leave");
  if (node === undefined) return;
  partSubtree(c, node);
  changedBelow(c, id);
  c.tree.forget(id);
}

/** A node, all below it, and where it stands. */
function changedBelow(c: State, id: Id): void {
  const node = c.tree.find(id);
  if (node === undefined) return;
  for (const n of node.walk()) c.changed.add(n.id);
  if (node.parent !== null) c.changed.add(node.parent.id);
}

function changedPlace(c: State, id: Id): void {
  c.changed.add(id);
  const parent = c.tree.find(id)?.parent;
  if (parent) c.changed.add(parent.id);
}

function applyItem(c: State, item: Item): void {
  const stamp: Stamp = item;
  switch (item.change) {
    case "add": applyAdd(c, item); break;
    case "set": applySet(c, item); break;
    case "txt": applyText(c, item, item.id, item.field, readOp(item.op), item.flags); break;
    case "move":
      changedPlace(c, item.id);
      c.tree.move(item.id, item.parent, item.after, stamp);
      break;
    case "del": c.tree.mark(item.id, true, stamp); break;
    case "undel": c.tree.mark(item.id, false, stamp); break;
    case "come": return applyCome(c, item);
    case "leave": return applyLeave(c, item.id);
  }
  if (item.change === "set" || item.change === "txt") c.changed.add(item.id);
  else changedPlace(c, item.id);
}

function applyItems(c: State, m: FieldsOf<"ev">): void {
  let last = m.seq_from;
  for (const one of list(m.items)) {
    const item = readItem(one, 0); // no frame is as large as an item's bounds
    if (item === null) continue; // a change of a later version
    if (item.seq < last || item.seq > m.seq_to) fail("items out of order");
    last = item.seq;
    if (item.seq <= c.applied) continue;
    applyItem(c, item);
    if (item.ord === c.ord && item.ord !== 0 && item.n !== 0) confirm(c, item.n);
  }
}

export function applyEvents(c: State, m: FieldsOf<"ev">): void {
  if (m.seq_to < m.seq_from) fail("it goes back");
  if (c.snapDue || c.snap !== null) return; // the snapshot overtakes it; if it does not, the next one shows a gap
  if (!c.have || m.seq_from > c.applied) {
    again(c); // something is missing: resume from where we are
    return;
  }
  if (m.seq_to <= c.applied) return;
  try {
    applyItems(c, m);
  } catch (error) {
    if (error instanceof Malformed) dropReplica(c);
    throw error;
  }
  c.applied = m.seq_to;
  c.head = Math.max(c.head, c.applied);
  c.h8 = m.h8;
  c.news |= NEWS.tree;
  goLive(c);
}
