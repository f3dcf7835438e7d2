/* seminar.ts - what every screen reads from and writes to.
 *
 * What: one seminar as this tab sees it: confirmed state with own work on top, as fine-grained signals. A component
 *       that calls text(id, field) is drawn again when that node changes, and at no other time. Writing goes
 *       into the outbox first and is shown at once.
 * Not:  no DOM, no socket (shell/), no merging (core/).
 * Invariants: reading never fails: what is not there reads as 0, "" or []. Texts are strings of JavaScript; positions
 *       that cross this border are UTF-16 units of the shown text. Ids are numbers below 2^53; the root is 1. */
import type { ReadonlySignal } from "@preact/signals";
import type { FieldName, KindName, RoleName } from "../protocol.gen.ts";

export type Id = number;
export type Value = number | string | readonly number[] | Uint8Array;
/** Fields by their names in the schema, such as {title: "Mötet", lane: 1073741830}. */
export type Fields<K extends KindName> = Partial<Record<FieldName<K> & string, Value>>;

export type LinkState = "connecting" | "syncing" | "live" | "doubtful" | "offline" | "denied" | "elsewhere";

export interface Connection {
  readonly state: LinkState;
  /** Wall clock ms of this device since when it is so. */
  readonly since: number;
  /** denied: the close code; else 0. */
  readonly why: number;
  /** offline: wall clock ms of the next try, 0 none planned. */
  readonly nextTry: number;
}

export interface Saved {
  /** Operations made here that have no verdict yet, waiting typing included. 0: everything is on the daemon's disk. */
  readonly pending: number;
  /** When the last confirmation came, the log's clock in ms; 0 none in this tab. */
  readonly at: number;
  /** false: the browser keeps nothing (forbidden or full); then a reload would lose what is pending. */
  readonly durable: boolean;
}

export interface Me {
  readonly role: RoleName | "";
  readonly name: string;
  /** Room, group or stage; 0 none. */
  readonly place: Id;
  readonly ord: number;
  readonly link: Id;
}

/** Own work that the daemon refused; kept until dismissed. text: what was typed, to copy. */
export interface Refused {
  readonly n: number;
  readonly code: number;
  readonly node: Id;
  readonly field: number;
  readonly text: string;
}

export interface Person {
  readonly ord: number;
  readonly role: RoleName;
  readonly place: Id;
  readonly name: string;
  readonly node: Id;
  readonly field: number;
  /** In the text shown here, UTF-16 units. */
  readonly anchor: number;
  readonly head: number;
  readonly pending: number;
  /** Device wall clock ms when it was last heard of. */
  readonly heard: number;
}

export type QuestionState = "empty" | "begun" | "summary" | "done" | "skipped";
/** One place in one session, as counted by the daemon; moderators and organisers only. */
export interface RoomProgress {
  readonly place: Id;
  readonly session: Id;
  /** Log's clock, ms; 0 nothing yet. */
  readonly lastMs: number;
  readonly newest: Id;
  readonly questions: readonly { readonly question: Id; readonly state: QuestionState }[];
}

export interface PastOp {
  readonly seq: number;
  readonly ts: number;
  readonly ord: number;
  readonly name: string;
  /** The whole operation as asked for: [op number, args...]. */
  readonly op: readonly unknown[];
}

/** What became of this history: restored (offers are on their way), rewritten or erased (local copies are gone). */
export interface EpochNews {
  readonly reason: "restored" | "rewritten" | "erased";
  /** Unsent texts, shown once for copying by hand. */
  readonly texts: readonly string[];
}

/** Where the caret of a text field is to be after somebody else's change; see textOps. */
export interface Carry {
  (position: number): number;
}

export interface Seminar {
  /** Name in the path. */
  readonly name: string;
  readonly me: ReadonlySignal<Me>;
  readonly connection: ReadonlySignal<Connection>;
  readonly saved: ReadonlySignal<Saved>;
  readonly refused: ReadonlySignal<readonly Refused[]>;
  readonly people: ReadonlySignal<readonly Person[]>;
  /** Participants connected, by group; key 0: without a group. */
  readonly counts: ReadonlySignal<ReadonlyMap<Id, number>>;
  readonly progress: ReadonlySignal<readonly RoomProgress[]>;
  readonly epochNews: ReadonlySignal<EpochNews | null>;
  /** true once there is a tree to show (from the daemon, or kept on this device). */
  readonly ready: ReadonlySignal<boolean>;
  /** Ticks once a second while the page is visible: the log's clock, ms. Countdown uses now() between ticks. */
  readonly clock: ReadonlySignal<number>;

  /** The log's clock now, ms since 1970; steady, right within half the quickest round trip. */
  now(): number;

  // --- reading; each call makes the calling component or effect depend on that node alone
  exists(id: Id): boolean;
  /** Kind's name, "" when there is no such node for us. */
  kind(id: Id): KindName | "";
  parent(id: Id): Id;
  /** Shown children in order, deleted ones left out unless asked for; kind filters. */
  children(id: Id, kind?: KindName, withDeleted?: boolean): readonly Id[];
  /** Is it, or an ancestor, in the bin? own: the mark of this node alone. */
  deleted(id: Id): boolean;
  ownMark(id: Id): boolean;
  text<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): string;
  num<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): number;
  str<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): string;
  list<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): readonly Id[];
  /** Last change of the node or one of its fields: the log's clock, ms; 0 not confirmed yet. */
  touched(id: Id): number;
  /** Who added it: ordinal, 0 the fold or unknown. */
  author(id: Id): number;
  /** Marks of the last change of a field: somebody overwrote what they had not seen; written after a lock. */
  mark(id: Id, field: number): { readonly blind: boolean; readonly late: boolean };
  /** Unconfirmed own work on this node (or its text fields)? For "Sparar…" beside a field. */
  unsaved(id: Id): boolean;
  /** When own work on this node was last confirmed: the log's clock, ms; 0 never in this tab. */
  savedAt(id: Id): number;
  /** May this tab's role write that field (or, without a field, add and delete that kind) on that node's sheet? Locks count. */
  mayWrite<K extends KindName>(id: Id, kind: K, field?: FieldName<K> & string): boolean;

  // --- writing; shown at once, sent when it can be. Ids are final at once. 0 / false: cannot be (a sentence is logged)
  add<K extends KindName>(kind: K, parent: Id, after: Id, fields?: Fields<K>): Id;
  set<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string, value: Value): boolean;
  /** A text field becomes this string: the difference is what travels. */
  write<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string, text: string): boolean;
  move(id: Id, parent: Id, after: Id): boolean;
  remove(id: Id): boolean;
  restore(id: Id): boolean;
  clockAction(session: Id, action: "start" | "pause" | "resume" | "extend" | "end", ms?: number): boolean;
  lock(sheet: Id, on: boolean): boolean;
  /** Cursor for the others, in the shown text, UTF-16 units; node 0: nowhere. Throttled here. */
  presence(node: Id, field: number, anchor: number, head: number): void;
  /** Resolves when the daemon has confirmed it, rejects with a code's name. Participants and secretaries. */
  ballot(poll: Id, answer: string | readonly Id[]): Promise<void>;
  /** Found or take a self-formed group; resolves with the group and the secret that is the way back in. */
  join(table: string, name: string): Promise<{ group: Id; secret: string }>;
  pick(group: Id): void;
  /** History of a node, newest last; before: continue below that position. Rejects when offline. */
  history(id: Id, before?: number): Promise<readonly PastOp[]>;
  dismissRefused(n: number): void;
  dismissEpochNews(): void;

  // --- for text fields
  /** Calls back when somebody else's change (never own typing) has altered this field's shown text.
   *  carry moves a position of the old shown text to the new one. Returns the unsubscriber. */
  onForeign(id: Id, field: number, callback: (text: string, carry: Carry) => void): () => void;

  // --- life
  /** Try to connect at once (a button, the network is back, the page is visible again). */
  retry(): void;
  rename(name: string): void;
  close(): void;
}
