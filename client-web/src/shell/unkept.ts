/* unkept.ts - what was typed and is not known to be on the disk yet, as texts that can be typed again elsewhere.
 *
 * What: a tab may learn late that another one took its outbox over (both believed the other to be gone). What it wrote
 *       since is in nobody's outbox. Here it is kept field by field, so that the tab's next outbox can take it.
 * Not:  moves and removals: they are seen not to have happened, and no words are in them.
 * Invariant: what another tab took over is never in here: an entry leaves when its write has succeeded. */
import { ground, below } from "../core/textfield.ts";
import { shownKind } from "../core/shown.ts";
import type { Own, State } from "../core/state.ts";
import { count, merge3 } from "../core/text.ts";
import * as work from "../core/work.ts";
import type { Value } from "../core/wire.ts";
import { fieldInfo } from "../core/schema.ts";

export type Typed =
  | { readonly what: "text"; readonly id: number; readonly field: number; readonly before: string; readonly now: string }
  | { readonly what: "add"; readonly id: number; readonly kind: number; readonly parent: number; readonly after: number; readonly fields: readonly (readonly [number, Value])[] }
  | { readonly what: "set"; readonly id: number; readonly field: number; readonly value: Value };

interface Text {
  before: string;
  /** As it read at each round, the last one last. */
  rounds: { round: number; text: string }[];
}

export class Unkept {
  private round = 0;
  private texts = new Map<string, Text>();
  private onDisk = new Map<string, string>();
  private others: { round: number; o: Own }[] = [];

  /** Before a step: what is new in own work. Returns the round, to be given to kept(). */
  note(c: State): number {
    this.round++;
    for (const o of c.own) {
      if (!o.dirty) continue;
      if (o.op === "txt") this.typed(c, o);
      else if (o.op === "add" || o.op === "set") this.others.push({ round: this.round, o });
    }
    return this.round;
  }

  private typed(c: State, o: Own): void {
    const key = `${o.id}:${o.field}`;
    const there = this.texts.get(key) ?? { before: this.onDisk.get(key) ?? ground(c, o.id, o.field), rounds: [] };
    there.rounds.push({ round: this.round, text: below(c, o.id, o.field) });
    this.texts.set(key, there);
  }

  /** After a step that others' work may have come in with: it belongs to what was there before as well. */
  carried(c: State): void {
    for (const [key, t] of this.texts) {
      const now = this.shown(c, key);
      const last = t.rounds.at(-1);
      if (!last || last.text === now) continue;
      t.before = merge3(last.text, now, t.before);
      for (const r of t.rounds.slice(0, -1)) r.text = merge3(last.text, now, r.text);
      last.text = now;
    }
    for (const key of [...this.onDisk.keys()]) {
      if (this.texts.has(key)) continue;
      const [id, field] = ids(key);
      if (c.own.some((o) => o.op === "txt" && o.id === id && o.field === field)) this.onDisk.set(key, this.shown(c, key));
      else this.onDisk.delete(key);
    }
  }
  private shown(c: State, key: string): string {
    const [id, field] = ids(key);
    return below(c, id, field);
  }

  /** Everything up to that round is on the disk. */
  kept(round: number): void {
    this.others = this.others.filter((x) => x.round > round);
    for (const [key, t] of [...this.texts]) {
      const done = t.rounds.filter((r) => r.round <= round).at(-1);
      if (!done) continue;
      t.before = done.text;
      t.rounds = t.rounds.filter((r) => r.round > round);
      if (t.rounds.length > 0) continue;
      this.texts.delete(key);
      this.onDisk.set(key, done.text);
    }
  }

  /** What nobody's outbox has, in an order in which it can be made again. */
  all(): Typed[] {
    const born = new Map<number, Typed>();
    const sets = new Map<string, Typed>();
    for (const { o } of this.others) {
      if (o.op === "add") born.set(o.id, { what: "add", id: o.id, kind: o.kind, parent: o.parent, after: o.after, fields: o.value as [number, Value][] });
      else sets.set(`${o.id}:${o.field}`, { what: "set", id: o.id, field: o.field, value: o.value as Value });
    }
    const texts = [...this.texts].flatMap(([key, t]): Typed[] => {
      const [id, field] = ids(key);
      const now = t.rounds.at(-1)?.text ?? t.before;
      return now === t.before ? [] : [{ what: "text", id, field, before: t.before, now }];
    });
    return [...born.values(), ...sets.values(), ...texts];
  }
}

const ids = (key: string): [number, number] => key.split(":").map(Number) as [number, number];

/** Makes it again with another client. Returns what cannot be done, or not yet: a node that is still to come. */
export function typeAgain(c: State, all: readonly Typed[]): Typed[] {
  const renamed = new Map<number, number>();
  const to = (id: number): number => renamed.get(id) ?? id;
  return all.filter((t) => {
    if (t.what === "add") {
      const there = shownKind(c, to(t.after)) !== 0 ? to(t.after) : 0;
      const id = work.add(c, t.kind, to(t.parent), there, t.fields);
      if (id !== 0) renamed.set(t.id, id);
      return id === 0;
    }
    const info = fieldInfo(shownKind(c, to(t.id)), t.field);
    if (!info) return true;
    if (t.what === "set") return !work.set(c, to(t.id), t.field, t.value);
    const text = merge3(t.before, t.now, below(c, to(t.id), t.field));
    return count(text) > (info.bound ?? Infinity) || !work.write(c, to(t.id), t.field, text);
  }).map((t): Typed => (t.what === "add" ? { ...t, parent: to(t.parent), after: to(t.after) } : { ...t, id: to(t.id) }));
}

/** In words, for copying. */
export const wordsOf = (all: readonly Typed[]): string[] =>
  all.flatMap((t) => (t.what === "text" ? [t.now] : t.what === "add" ? t.fields.map((f) => f[1]) : [t.value])).filter((v): v is string => typeof v === "string" && v.trim() !== "");
