/* store.ts - the Seminar that screens read, on top of a core Client: fine-grained signals, UTF-16, promises.
 *
 * What: one version signal per node, bumped when the node, a field, its child list or own work on it changes; a step's
 *       changes are one batch. Converts between code points (core) and UTF-16 units (screens).
 * Not:  no socket and no storage: the shell steps the client and performs its updates.
 *
 * The seam to the shell:
 *   const client = new Client({ token, name, build, cid, group, readOnly, seed });
 *   client.restore(records); client.takeKept(bytes);                         // before start
 *   const store = new SeminarStore({ name, client, flush, mono, life });
 *   - Every event goes through const update = client.step({ type, mono, bytes, code }). Perform it in this order: records
 *     durably, frames, link; then store.absorb(update.news, mono); then a tick at update.wake (mono).
 *   - flush() is called after each piece of own work: step the client with "local" and perform the update (at once or in a
 *     microtask). What was made is shown already.
 *   - mono is the steady clock whose times the events carry; it must not stand still while the computer sleeps, or tell.
 *   - retry() is what to do when a person asks for a new try: step with "start". close() asks for stop().
 *   - store.tick() once a second while the page is visible; store.setDurable(false) when records cannot be kept;
 *     store.setElsewhere() when another tab has taken this outbox.
 *   - After NEWS.epoch with client.ended.reason of 2 or 3 what was kept (replica, outbox) is to be deleted first: the
 *     update's record is all there is.
 * Invariants: as in seminar.ts. people holds this tab too (ord = me.ord). */
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Client } from "../core/client.ts";
import { mayField, mayKindField, mayNode } from "../core/rights.ts";
import { kindInfo, roleName } from "../core/schema.ts";
import { shownChildren, shownGone, shownKind, shownMark, shownParent, shownValue } from "../core/shown.ts";
import { NEWS, ownOf } from "../core/state.ts";
import { apply, cleaned, diff, position, toPoints, toUnits, type Op } from "../core/text.ts";
import { below } from "../core/textfield.ts";
import { ROOT } from "../core/tree.ts";
import type { Value as CoreValue } from "../core/wire.ts";
import * as work from "../core/work.ts";
import { CLOSES, KINDS, type FieldName, type KindName } from "../protocol.gen.ts";
import { Answers } from "./answers.ts";
import { presenceField } from "./cursor.ts";
import { countsOf, peopleOf, progressOf } from "./lists.ts";
import { LogClock } from "./logclock.ts";
import type {
  Carry, Connection, EpochNews, Fields, Id, LinkState, Me, PastOp, Person, Refused, RoomProgress, Saved, Seminar, Value,
} from "./seminar.ts";

const ACTIONS = ["start", "pause", "resume", "extend", "end"] as const;
const EPOCH_REASONS = [null, "restored", "rewritten", "erased"] as const;
export interface StoreConfig {
  readonly name: string;
  readonly client: Client;
  readonly flush: () => void;
  readonly retry?: () => void;
  readonly stop?: () => void;
  readonly mono?: () => number;
  readonly wall?: () => number;
}

interface Watch { readonly id: Id; readonly field: number; last: string; readonly call: (text: string, carry: Carry) => void }
type AnyField = { readonly number: number; readonly type: string };

const fieldOf = (kind: KindName, field: string): AnyField | undefined => (KINDS[kind].fields as Record<string, AnyField>)[field];

export class SeminarStore implements Seminar {
  readonly name: string;
  private readonly client: Client;
  private readonly config: StoreConfig;
  private readonly mono: () => number;
  private readonly wall: () => number;
  private readonly versions = new Map<Id, Signal<number>>();
  private readonly watches = new Set<Watch>();
  private readonly savedTimes = new Map<Id, number>();
  private readonly answers: Answers;
  private readonly logClock: LogClock;
  private elsewhere = false;
  private presenceAt = 0;
  /** Of the shell's steady clock before performance.now(), where it gives no clock. */
  private ahead = 0;

  private readonly meNow: Signal<Me>;
  private readonly connectionNow: Signal<Connection>;
  /** Told not to come back, or another tab has the outbox: what would be typed now would be nobody's. */
  private readonly shutOut: ReadonlySignal<boolean>;
  private readonly savedNow = signal<Saved>({ pending: 0, at: 0, durable: true });
  private readonly refusedNow = signal<readonly Refused[]>([]);
  private readonly peopleNow = signal<readonly Person[]>([]);
  private readonly countsNow = signal<ReadonlyMap<Id, number>>(new Map());
  private readonly progressNow = signal<readonly RoomProgress[]>([]);
  private readonly epochNow = signal<EpochNews | null>(null);
  private readonly readyNow = signal(false);
  private readonly clockNow: Signal<number>;

  constructor(config: StoreConfig) {
    this.name = config.name;
    this.config = config;
    this.client = config.client;
    this.mono = config.mono ?? (() => performance.now() + this.ahead);
    this.wall = config.wall ?? (() => Date.now());
    this.answers = new Answers(this.client, config.flush);
    this.logClock = new LogClock(this.client, this.mono, this.wall());
    this.clockNow = signal(this.wall());
    this.meNow = signal<Me>({ role: "", name: config.client.config.name, place: 0, ord: 0, link: 0 });
    this.connectionNow = signal<Connection>({ state: "connecting", since: this.wall(), why: 0, nextTry: 0 });
    this.shutOut = computed(() => ["denied", "elsewhere"].includes(this.connectionNow.value.state));
    this.absorb(NEWS.state | NEWS.saved | NEWS.refused);
  }

  get me(): ReadonlySignal<Me> { return this.meNow; }
  get connection(): ReadonlySignal<Connection> { return this.connectionNow; }
  get saved(): ReadonlySignal<Saved> { return this.savedNow; }
  get refused(): ReadonlySignal<readonly Refused[]> { return this.refusedNow; }
  get people(): ReadonlySignal<readonly Person[]> { return this.peopleNow; }
  get counts(): ReadonlySignal<ReadonlyMap<Id, number>> { return this.countsNow; }
  get progress(): ReadonlySignal<readonly RoomProgress[]> { return this.progressNow; }
  get epochNews(): ReadonlySignal<EpochNews | null> { return this.epochNow; }
  get ready(): ReadonlySignal<boolean> { return this.readyNow; }
  get clock(): ReadonlySignal<number> { return this.clockNow; }

  // --- for the shell ------------------------------------------------------------------------------------------
  absorb(news: number, mono?: number): void {
    const c = this.client;
    if (mono !== undefined) this.ahead = mono - performance.now();
    const moved = c.changedAll || c.presence?.people !== undefined && c.changed.size > 0;
    const told: (() => void)[] = [];
    batch(() => {
      if (news & NEWS.state) this.takeState();
      if (news & (NEWS.saved | NEWS.state) || c.confirmed.size > 0) this.takeSaved();
      if (news & NEWS.refused) {
        this.refusedNow.value = c.refused();
      }
      if (news & NEWS.epoch) this.takeEpoch();
      if (c.changed.size > 0 || c.changedAll) this.takeForeign(told);
      this.bump();
      if (c.presence === null) {
        if (this.peopleNow.peek().length > 0) this.peopleNow.value = [];
      } else if (news & NEWS.presence || moved) {
        if (news & NEWS.presence) this.presenceAt = this.wall();
        this.peopleNow.value = peopleOf(c, c.presence, this.presenceAt);
        if (news & NEWS.presence) this.countsNow.value = countsOf(c.presence);
      }
      if (news & NEWS.summary && c.summary !== null) this.progressNow.value = progressOf(c.summary);
      if (this.readyNow.peek() !== c.have) this.readyNow.value = c.have || this.readyNow.peek();
    });
    for (const call of told) call();
    this.answers.take();
  }

  tick(): void {
    this.clockNow.value = this.now();
  }

  setDurable(durable: boolean): void {
    if (this.savedNow.peek().durable !== durable) this.savedNow.value = { ...this.savedNow.peek(), durable };
  }

  setElsewhere(): void {
    this.elsewhere = true;
    this.takeState();
  }

  private takeState(): void {
    const c = this.client;
    const { role, place, ord, linkId } = c;
    const me: Me = { role: roleName(role), name: c.config.name, place, ord, link: linkId };
    const was = this.meNow.peek();
    if (me.role !== was.role || me.name !== was.name || me.place !== was.place || me.ord !== was.ord || me.link !== was.link) this.meNow.value = me;
    const names: Record<typeof c.state, LinkState> = {
      idle: "connecting", connecting: "connecting", hello: "syncing", sync: "syncing", live: "live", suspect: "doubtful", backoff: "offline",
      denied: c.why === CLOSES.taken.number ? "elsewhere" : "denied",
    };
    const state = this.elsewhere ? "elsewhere" : names[c.state];
    const before = this.connectionNow.peek();
    // Tries in between do not end the time without a connection.
    const away = (s: LinkState): boolean => s === "connecting" || s === "syncing" || s === "offline";
    const since = before.state === state || (away(before.state) && away(state)) ? before.since : this.wall();
    const nextTry = c.state === "backoff" ? this.wall() + c.deadline - c.now : 0;
    this.connectionNow.value = { state, since, why: c.state === "denied" ? c.why : 0, nextTry };
    if (state !== "live" && state !== "doubtful") this.answers.giveUp();
  }

  private takeSaved(): void {
    const c = this.client;
    const was = this.savedNow.peek();
    const at = c.confirmed.size > 0 ? this.now() : was.at;
    for (const id of c.confirmed) {
      this.savedTimes.set(id, at);
      c.changed.add(id);
    }
    c.confirmed.clear();
    if (was.pending !== c.own.length || was.at !== at) this.savedNow.value = { ...was, pending: c.own.length, at };
  }

  private takeEpoch(): void {
    const ended = this.client.ended;
    const reason = EPOCH_REASONS[ended?.reason ?? 0];
    if (ended !== null && reason) this.epochNow.value = { reason, texts: ended.texts };
  }

  /** What the watched texts became by others; the calls come after the batch. */
  private takeForeign(told: (() => void)[]): void {
    const c = this.client;
    for (const w of this.watches) {
      if (!c.changedAll && !c.changed.has(w.id)) continue;
      const now = below(c, w.id, w.field);
      if (now === w.last) continue;
      const ops = c.foreign.filter((f) => f.id === w.id && f.field === w.field).map((f) => f.op);
      const led = ops.reduce<string | null>((text, op) => (text === null ? null : apply(text, op)), w.last);
      const before = w.last;
      w.last = now;
      told.push(() => w.call(now, carryOver(before, now, led === now ? ops : [diff(before, now)])));
    }
  }

  private bump(): void {
    const c = this.client;
    const ids = c.changedAll ? this.versions.keys() : c.changed;
    for (const id of ids) {
      const version = this.versions.get(id);
      if (version !== undefined) version.value = version.peek() + 1;
    }
    c.changed.clear();
    c.changedAll = false;
  }

  // --- reading ------------------------------------------------------------------------------------------------
  now(): number {
    return this.logClock.now();
  }

  private see(id: Id): void {
    let version = this.versions.get(id);
    if (version === undefined) this.versions.set(id, (version = signal(0)));
    version.value;
  }
  /** The node and all above it: what is asked depends on them. */
  private seeUp(id: Id): void {
    for (let at = id; at !== 0; at = shownParent(this.client, at)) this.see(at);
  }

  exists(id: Id): boolean {
    this.see(id);
    return shownKind(this.client, id) !== 0;
  }
  kind(id: Id): KindName | "" {
    this.see(id);
    return kindInfo(shownKind(this.client, id))?.name ?? "";
  }
  parent(id: Id): Id {
    this.see(id);
    return shownParent(this.client, id);
  }
  children(id: Id, kind?: KindName, withDeleted = false): readonly Id[] {
    this.see(id);
    const all = shownChildren(this.client, id);
    const number = kind === undefined ? 0 : KINDS[kind].number;
    return all.filter((k) => (number === 0 || shownKind(this.client, k) === number) && (withDeleted || !shownMark(this.client, k)));
  }
  deleted(id: Id): boolean {
    this.seeUp(id);
    return shownGone(this.client, id);
  }
  ownMark(id: Id): boolean {
    this.see(id);
    return shownMark(this.client, id);
  }
  private value(id: Id, kind: KindName, field: string): CoreValue | undefined {
    this.see(id);
    const info = fieldOf(kind, field);
    if (info === undefined || shownKind(this.client, id) !== KINDS[kind].number) return undefined;
    return info.type === "text" ? below(this.client, id, info.number) : shownValue(this.client, id, info.number);
  }
  text<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): string {
    const v = this.value(id, kind, field);
    return typeof v === "string" ? v : "";
  }
  num<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): number {
    const v = this.value(id, kind, field);
    return typeof v === "number" ? v : 0;
  }
  str<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): string {
    return this.text(id, kind, field);
  }
  list<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): readonly Id[] {
    const v = this.value(id, kind, field);
    return Array.isArray(v) ? v : [];
  }
  touched(id: Id): number {
    this.see(id);
    return this.client.tree.find(id)?.touchedMs ?? 0;
  }
  author(id: Id): number {
    this.see(id);
    return this.client.tree.find(id)?.ord ?? (shownKind(this.client, id) !== 0 ? this.client.ord : 0);
  }
  mark(id: Id, field: number): { readonly blind: boolean; readonly late: boolean } {
    this.see(id);
    const flags = this.client.tree.find(id)?.fields.get(field)?.flags ?? 0;
    return { blind: (flags & 1) !== 0, late: (flags & 2) !== 0 };
  }
  unsaved(id: Id): boolean {
    this.see(id);
    return ownOf(this.client, id).length > 0;
  }
  savedAt(id: Id): number {
    this.see(id);
    return this.savedTimes.get(id) ?? 0;
  }
  mayWrite<K extends KindName>(id: Id, kind: K, field?: FieldName<K> & string): boolean {
    const c = this.client;
    this.seeUp(id);
    this.see(ROOT);
    this.meNow.value;
    if (this.shutOut.value) return false;
    if (field === undefined) return mayNode(c, id, KINDS[kind].number);
    const number = fieldOf(kind, field)?.number ?? 0;
    return shownKind(c, id) === KINDS[kind].number ? mayField(c, id, number) : mayKindField(c, id, KINDS[kind].number, number);
  }

  // --- writing ------------------------------------------------------------------------------------------------
  /** What was made is shown at once, then sent. */
  private made<T>(what: string, done: T): T {
    if (!done) {
      console.warn(`${what}: cannot be done here`);
      return done;
    }
    this.absorb(NEWS.saved);
    this.config.flush();
    return done;
  }

  private clean(kind: KindName, field: string, value: Value): CoreValue {
    if (typeof value !== "string") return value;
    const text = cleaned(value);
    return fieldOf(kind, field)?.type === "str" ? text.replace(/[\n\t]+/g, " ") : text;
  }

  add<K extends KindName>(kind: K, parent: Id, after: Id, fields?: Fields<K>): Id {
    const given = Object.entries((fields ?? {}) as Record<string, Value>)
      .map(([name, v]): [number, CoreValue] => [fieldOf(kind, name)?.number ?? 0, this.clean(kind, name, v)])
      .sort((a, b) => a[0] - b[0]);
    return this.made("add", work.add(this.client, KINDS[kind].number, parent, after, given));
  }
  set<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string, value: Value): boolean {
    const number = shownKind(this.client, id) === KINDS[kind].number ? fieldOf(kind, field)?.number : undefined;
    return this.made("set", number !== undefined && work.set(this.client, id, number, this.clean(kind, field, value)));
  }
  write<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string, text: string): boolean {
    const number = shownKind(this.client, id) === KINDS[kind].number ? fieldOf(kind, field)?.number : undefined;
    const clean = cleaned(text);
    const done = number !== undefined && work.write(this.client, id, number, clean);
    if (done) for (const w of this.watches) if (w.id === id && w.field === number) w.last = clean;
    return this.made("write", done);
  }
  move(id: Id, parent: Id, after: Id): boolean {
    return this.made("move", work.move(this.client, id, parent, after));
  }
  remove(id: Id): boolean {
    return this.made("remove", work.remove(this.client, id));
  }
  restore(id: Id): boolean {
    return this.made("restore", work.undelete(this.client, id));
  }
  clockAction(session: Id, action: (typeof ACTIONS)[number], ms = 0): boolean {
    return this.made("clock", work.clockAction(this.client, session, ACTIONS.indexOf(action), ms));
  }
  lock(sheet: Id, on: boolean): boolean {
    return this.made("lock", work.lock(this.client, sheet, on));
  }
  presence(node: Id, field: number, anchor: number, head: number): void {
    const at = presenceField(this.client, node, field);
    if (work.presence(this.client, node, field, at(anchor), at(head))) this.config.flush();
  }

  ballot(poll: Id, answer: string | readonly Id[]): Promise<void> {
    return this.answers.ballot(poll, answer);
  }
  join(table: string, name: string): Promise<{ group: Id; secret: string }> {
    return this.answers.join(table, name);
  }
  pick(group: Id): void {
    work.pick(this.client, group);
    this.config.flush();
  }

  history(id: Id, before = 0): Promise<readonly PastOp[]> {
    return this.answers.history(id, before);
  }
  dismissRefused(n: number): void {
    this.client.refusedSeen(n);
    this.absorb(NEWS.refused);
    this.config.flush();
  }
  dismissEpochNews(): void {
    this.client.ended = null;
    this.epochNow.value = null;
  }

  // --- text fields and life -----------------------------------------------------------------------------------
  onForeign(id: Id, field: number, call: (text: string, carry: Carry) => void): () => void {
    const watch: Watch = { id, field, call, last: below(this.client, id, field) };
    this.watches.add(watch);
    return () => void this.watches.delete(watch);
  }
  retry(): void {
    this.config.retry?.();
  }
  rename(name: string): void {
    this.client.rename(cleaned(name).replace(/[\n\t]+/g, " ").trim());
    this.config.flush();
  }
  close(): void {
    this.config.stop?.();
  }
}

/** UTF-16 units of the text before to those of the text after, over the operations between. */
function carryOver(before: string, after: string, ops: readonly Op[]): Carry {
  return (at) => toUnits(after, ops.reduce((p, op) => position(p, op), toPoints(before, at)));
}
