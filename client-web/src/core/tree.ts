/* tree.ts - the seminar as a tree of nodes, and how a change alters it.
 *
 * What: nodes with fields, order among siblings, tombstones; the wire form of a node.
 * Not:  decides nothing: checks form (so that a client survives a bad daemon), not rights.
 * Invariants: the root has id 1; every other node is in its parent's list exactly once; the list holds deleted nodes in
 *       their place; a field that was never written has no slot. Kinds and fields of a later version are kept. */
import { KINDS } from "../protocol.gen.ts";
import { fieldInfo, kindInfo } from "./schema.ts";
import { apply, count, type Op } from "./text.ts";
import { fail, isUint, list, readValue, uint, type Value } from "./wire.ts";

export type Id = number;
export const ROOT: Id = 1;
const COUNTER = 2 ** 30;
export const idOrd = (id: Id): number => Math.floor(id / COUNTER);
export const idCounter = (id: Id): number => id % COUNTER;
export const makeId = (ord: number, counter: number): Id => ord * COUNTER + counter;
export const COUNTER_MAX = COUNTER - 1;

export interface Slot { value: Value; seq: number; ord: number; old: number; flags: number }
export interface Stamp { readonly seq: number; readonly ts: number; readonly ord: number }

export class Node {
  parent: Node | null = null;
  readonly children: Node[] = [];
  readonly fields = new Map<number, Slot>();
  deleted = false;
  ord = 0;
  seq = 0;
  placeSeq = 0;
  delSeq = 0;
  touched = 0;
  touchedMs = 0;
  constructor(readonly id: Id, readonly kind: number) {}

  value(field: number): Value | undefined {
    return this.fields.get(field)?.value;
  }
  text(field: number): string {
    const v = this.value(field);
    return typeof v === "string" ? v : "";
  }
  num(field: number): number {
    const v = this.value(field);
    return typeof v === "number" ? v : 0;
  }
  under(top: Node): boolean {
    for (let n: Node | null = this; n !== null; n = n.parent) if (n === top) return true;
    return false;
  }
  /** The sibling before it; 0 when it is first. */
  before(): Id {
    const siblings = this.parent?.children ?? [];
    return siblings[siblings.indexOf(this) - 1]?.id ?? 0;
  }
  *walk(): Generator<Node> {
    yield this;
    for (const child of this.children) yield* child.walk();
  }
  touch(stamp: Stamp): void {
    this.touched = stamp.seq;
    this.touchedMs = stamp.ts;
  }
  wire(): unknown[] {
    const fields = [...this.fields].sort((a, b) => a[0] - b[0]).map(([field, s]) => [field, s.value, s.seq, s.ord, s.old]);
    return [this.id, this.kind, this.parent?.id ?? 0, this.ord, this.seq, this.placeSeq, this.delSeq, this.touched,
      this.touchedMs, this.deleted ? 1 : 0, fields];
  }
}

export class Tree {
  readonly root = new Node(ROOT, KINDS.seminar.number);
  private readonly nodes = new Map<Id, Node>([[ROOT, this.root]]);

  find(id: Id): Node | undefined {
    return this.nodes.get(id);
  }
  get size(): number {
    return this.nodes.size;
  }
  private get(id: Id): Node {
    return this.nodes.get(id) ?? fail("no such node");
  }
  private unlink(n: Node): void {
    const siblings = n.parent!.children;
    siblings.splice(siblings.indexOf(n), 1);
  }
  /** after undefined: last. */
  private link(n: Node, parentId: Id, after: Id | undefined): void {
    const parent = this.get(parentId);
    const info = kindInfo(n.kind);
    if (parent.under(n) || (info !== undefined && kindInfo(parent.kind) !== undefined && !info.parents.has(parent.kind))) fail("cannot stand there");
    let at = after === undefined ? parent.children.length : 0;
    if (after !== undefined && after !== 0) {
      const sibling = this.get(after);
      if (sibling.parent !== parent || sibling === n) fail("no such sibling");
      at = parent.children.indexOf(sibling) + 1;
    }
    parent.children.splice(at, 0, n);
    n.parent = parent;
  }

  add(id: Id, kind: number, parent: Id, after: Id, fields: readonly [number, Value][], stamp: Stamp): Node {
    if (id === 0 || this.nodes.has(id)) fail("the id is taken");
    const n = new Node(id, kind);
    this.link(n, parent, after);
    this.nodes.set(id, n);
    n.ord = stamp.ord;
    n.seq = n.placeSeq = stamp.seq;
    for (const [field, value] of fields) n.fields.set(field, { value, seq: stamp.seq, ord: stamp.ord, old: 0, flags: 0 });
    n.touch(stamp);
    return n;
  }
  set(id: Id, field: number, value: Value, flags: number, stamp: Stamp): void {
    const n = this.get(id);
    n.fields.set(field, { value, seq: stamp.seq, ord: stamp.ord, old: n.fields.get(field)?.old ?? 0, flags });
    n.touch(stamp);
  }
  type(id: Id, field: number, op: Op, flags: number, stamp: Stamp): void {
    const n = this.get(id);
    const info = fieldInfo(n.kind, field);
    const text = apply(n.text(field), op) ?? fail("reaches past the end");
    if (info !== undefined && (info.type !== "text" || (text.length > info.bound! && count(text) > info.bound!))) fail("no text of that length");
    this.set(id, field, text, flags, stamp);
  }
  move(id: Id, parent: Id, after: Id, stamp: Stamp): void {
    const n = this.get(id);
    if (n.parent === null) fail("the root stays");
    if (this.get(parent).under(n) || after === id) fail("cannot stand there");
    this.unlink(n);
    this.link(n, parent, after);
    n.placeSeq = stamp.seq;
    n.touch(stamp);
  }
  mark(id: Id, deleted: boolean, stamp: Stamp): void {
    const n = this.get(id);
    if (n.parent === null) fail("the root stays");
    n.deleted = deleted;
    n.delSeq = stamp.seq;
    n.touch(stamp);
  }
  /** Take a subtree out; the id may be absent. */
  forget(id: Id): void {
    const n = this.nodes.get(id);
    if (n === undefined || n.parent === null) return;
    this.unlink(n);
    for (const gone of n.walk()) this.nodes.delete(gone.id);
  }

  /** One node as SNAP and come tell it; behind its parent's last child, or right behind after. */
  read(value: unknown, after?: Id): Node {
    const v = list(value, 11);
    const [id, kind, parent, ord, seq, placeSeq, delSeq, touched, touchedMs, deleted] = v.slice(0, 10).map((x) => uint(x)) as
      [number, number, number, number, number, number, number, number, number, number];
    if (id === ROOT && (kind !== this.root.kind || parent !== 0 || deleted !== 0)) fail("no root");
    if (id === 0 || deleted > 1 || (id !== ROOT && this.nodes.has(id))) fail("no node");
    const n = id === ROOT ? this.root : new Node(id, kind);
    if (id !== ROOT) this.link(n, parent, after);
    this.nodes.set(id, n);
    Object.assign(n, { ord, seq, placeSeq, delSeq, touched, touchedMs, deleted: deleted === 1 });
    n.fields.clear();
    let last = -1;
    for (const one of list(v[10])) {
      const [field, given, at, by, old] = list(one, 5);
      if (!isUint(field, 63) || field <= last) return fail("fields do not rise");
      last = field;
      n.fields.set(field, { value: readValue(fieldInfo(kind, field), given), seq: uint(at), ord: uint(by), old: uint(old), flags: 0 });
    }
    return n;
  }
  wire(): unknown[] {
    return [...this.root.walk()].map((n) => n.wire());
  }
}
