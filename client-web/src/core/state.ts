/* state.ts - what the files of the core share: the client's whole state, one own operation, a text field that is apart.
 *
 * Not:  nobody outside core/ changes any of it; others read it through Client (client.ts).
 * Invariants: own is ordered by rising n; an operation that is not frozen is never before one that is; an apart entry
 *       exists for a text field exactly while what is shown there does not stand on the replica's text. */
import { LIMITS, type OpName } from "../protocol.gen.ts";
import type { Op } from "./text.ts";
import { Tree, type Id } from "./tree.ts";
import type { FieldsOf } from "./wire.ts";

export const CONNECT_MS = 8000;
export const PING_MS = 10000;
export const RETRY_MS = 250;
export const RETRY_MAX_MS = 5000;
export const BALLOT_MS = 1500;
export const FETCH_MS = 15000;
export const OWN_MAX = 50000;
export const OP_TEXT = 24000; // bytes inserted by one text operation; a longer one is cut
export const ID_BLOCK = 256;
export const BOUNCES = 6; // times an operation is made anew after BAD_SEEN
/** A text's position that is not one of this history. */
export const NO_SEQ = Infinity;

export interface Config {
  token: string;
  name: string;
  build: string;
  cid: Uint8Array;
  group: Id;
  /** Keeps no outbox and writes nothing: screens, participants. */
  readOnly: boolean;
  seed: number;
}

export type ClientState = "idle" | "connecting" | "hello" | "sync" | "live" | "suspect" | "backoff" | "denied";
export type Link = "none" | "connect" | "close";

export const NEWS = {
  state: 1, tree: 2, saved: 4, refused: 8, presence: 16, summary: 32, past: 64, receipt: 128, epoch: 256,
} as const;

/** One operation of mine without a verdict; also, in another list, a refused one. */
export interface Own {
  n: number;
  op: OpName;
  id: Id;
  parent: Id;
  after: Id;
  kind: number;
  field: number;
  /** add: [[field, value]...]; offer: [[field, value, seq]...]; set: the value. */
  value: unknown;
  /** txt: on what is shown below it now. */
  ot: Op;
  /** clock's action; lock's on; offer's deleted. */
  action: number;
  ms: number;
  placeSeq: number;
  delSeq: number;
  /** The bytes [n, seen, op, args...] that were sent first and are sent always. */
  frozen: Uint8Array | null;
  /** txt, frozen: the text it was made on; else only between restore and start. */
  base: string;
  baseSeq: number;
  /** waits: the operation on base, exactly. */
  raw: Op;
  /** Restored behind another one: exact once the texts have met again at baseSeq. */
  waits: boolean;
  sent: boolean;
  dirty: boolean;
  /** What the outbox holds as its base, so that it is not written again with every key. */
  kept: { base: string; seq: number } | null;
  bounces: number;
  code: number;
  text: string;
}

/** ask: a snapshot came, the ops between are to be fetched; asked: FETCH is on its way; verdict: not to be had, merge when
 *  the one in flight has its verdict; merge: another history, merge when all offers are confirmed; gone: not readable. */
export type Why = "ask" | "asked" | "verdict" | "merge" | "gone";
export interface Told { seq: number; ord: number; n: number; op: Op }
export interface Apart {
  id: Id;
  field: number;
  why: Why;
  /** The text that own work stands on, and its position. */
  old: string;
  seq: number;
  asked: number;
  /** merge: what was in flight when the history ended. */
  sent: Op;
  /** What EV told since FETCH was sent. */
  told: Told[];
}

export interface Foreign { id: Id; field: number; op: Op }
export interface Ballot {
  poll: Id;
  answer: string | readonly Id[];
  sent: boolean;
  /** Another answer is on its way: its receipt is not this one's, which waits until then. */
  newer: boolean;
}
export type Answer =
  | { what: "past"; past: FieldsOf<"past"> }
  | { what: "receipt"; receipt: FieldsOf<"receipt">; poll: boolean };

/** Numbers at random from a seed; not for secrets. */
export class Rng {
  private s: number;
  constructor(seed: number) {
    this.s = seed >>> 0;
  }
  below(n: number): number {
    this.s = (this.s + 0x6d2b79f5) >>> 0; // mulberry32
    let t = this.s;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  }
}

export class State {
  now = 0;
  readonly rng: Rng;

  // connection (client.ts)
  state: ClientState = "idle";
  why = 0;
  deadline = 0;
  tries = 0;
  goaway: { min: number; max: number } | null = null;
  /** The close code that ERR announced on this connection; 0 none. */
  announced = 0;
  mistakes = 0;
  mistakeAt = 0;
  resets: number[] = [];
  helloAt = 0;
  group: Id;
  /** PICK was sent: whose view the replica is, only the next WELCOME's snapshot tells. */
  moved = false;

  // ping and clock (clock.ts)
  pingMs = PING_MS;
  pingNext = 0;
  pingLast = 0;
  pingSince = 0;
  heard = 0;
  woken = 0;
  probes = 0;
  samples: { at: number; delay: number; offset: number }[] = [];

  // replica (replica.ts)
  tree = new Tree();
  have = false;
  snapDue = false;
  snap: { tree: Tree; part: number; parts: number; seq: number } | null = null;
  epoch: Uint8Array | null = null;
  h8: Uint8Array = new Uint8Array(8);
  applied = 0;
  head = 0;
  catchUp = 0;
  ord = 0;
  role = -1;
  linkId: Id = 0;
  place: Id = 0;
  frameMax: number = LIMITS.frame_in;
  unconfirmedMax: number = LIMITS.unconfirmed;

  // own work (pending.ts, work.ts)
  own: Own[] = [];
  rejected: Own[] = [];
  lastN = 0;
  idCounter = 0;
  idReserved = 0;
  confirmedTotal = 0;
  /** Own text operations that came back otherwise than they were carried here: a set or an offer was between. */
  corrections = 0;
  retryAt = 0;
  retries = 0;
  ballots: Ballot[] = [];
  pres: FieldsOf<"pres"> | null = null;
  presDue = false;
  presAt = 0;

  // text (textfield.ts, resync.ts)
  apart: Apart[] = [];
  /** Late text operations of others, to carry cursors over. */
  recent: (Foreign & { seq: number })[] = [];

  // outbox (outbox.ts)
  journal: unknown[] = [];
  metaDirty = true;
  ordDirty = false;
  metaThere = false;

  // the update being filled, and what the screen has not fetched yet
  frames: Uint8Array[] = [];
  link: Link = "none";
  news = 0;
  presence: FieldsOf<"presence"> | null = null;
  summary: FieldsOf<"summary"> | null = null;
  answers: Answer[] = [];
  /** Operations of others as the shown texts must take them. */
  foreign: Foreign[] = [];
  /** Nodes of which something may be shown otherwise. */
  changed = new Set<Id>();
  changedAll = false;
  /** Nodes on which own work was confirmed. */
  confirmed = new Set<Id>();
  /** Why the last history ended, and what was unsent then. */
  ended: { reason: number; texts: string[] } | null = null;
  /** Own operations by node; null: to be made anew. See ownOf. */
  index: Map<Id, Own[]> | null = null;

  constructor(readonly config: Config) {
    this.rng = new Rng(config.seed);
    this.group = config.group;
  }
}

const NONE: readonly Own[] = [];
/** Own operations on a node, in order of n. */
export function ownOf(c: State, id: Id): readonly Own[] {
  if (c.own.length === 0) return NONE;
  if (c.index === null) {
    c.index = new Map();
    for (const o of c.own) {
      const there = c.index.get(o.id);
      if (there === undefined) c.index.set(o.id, [o]);
      else there.push(o);
    }
  }
  return c.index.get(id) ?? NONE;
}

/** Own operations on a text field: each stands on the one before. */
export const chain = (c: State, id: Id, field: number): Own[] =>
  ownOf(c, id).filter((o) => o.op === "txt" && o.field === field);

export const apartOf = (c: State, id: Id, field: number): Apart | undefined =>
  c.apart.find((a) => a.id === id && a.field === field);

export const connected = (c: State): boolean => c.state === "sync" || c.state === "live" || c.state === "suspect";

export const sameBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a !== null && b !== null && a.length === b.length && a.every((x, i) => x === b[i]);

/** Something about own work on a node is otherwise: the node, and where it stands or stood. */
export function ownChanged(c: State, o: Own): void {
  c.index = null;
  c.changed.add(o.id);
  if (o.op === "add" || o.op === "move" || o.op === "offer" || o.op === "del" || o.op === "undel") {
    if (o.parent !== 0) c.changed.add(o.parent);
    const parent = c.tree.find(o.id)?.parent?.id;
    if (parent !== undefined) c.changed.add(parent);
    for (const p of ownOf(c, o.id)) if (p.parent !== 0) c.changed.add(p.parent);
  }
  c.news |= NEWS.saved | NEWS.tree;
}
