/* desk.ts - what one person does with structure: add, remove, move, choose; and how it is taken back.
 *
 * What: every structural change of a board goes through here, so that Ctrl+Z outside text takes back the own last
 *       one, a removed thing is followed by a note with "Ångra", and the caret lands in what was made.
 * Not:  no undo of text: the field has that. Nothing that somebody else did is ever taken back.
 * Uses: seminar.ts, ui/UndoNote.
 * Invariants: an entry is only taken back if what it made still stands as it was left. */
import { signal } from "@preact/signals";
import { type FieldName, KINDS, type KindName } from "../protocol.gen.ts";
import type { Fields, Id, Seminar, Value } from "../state/seminar.ts";
import { announce } from "../ui/announce.ts";
import { dropUndo, offerUndo } from "../ui/UndoNote.tsx";

type Back = () => boolean;
type Caret = "start" | "end" | readonly [number, number];

const NOTE_MS = 5000;
const WANTED_MS = 4000; // a caret that was asked for and found no field by then is not wanted any more
const DEPTH = 100;

export const at = (id: Id, field: string): string => `${id}:${field}`;

/** The typed texts of a node, to see whether it is as it was left. */
export function texts(s: Seminar, id: Id): readonly string[] {
  const kind = s.kind(id);
  if (!kind) return [];
  const out: string[] = [];
  for (const [name, field] of Object.entries(KINDS[kind].fields)) {
    if (field.type === "text") out.push(s.text(id, kind, name as never));
  }
  return out;
}
/** Nothing typed in it and nothing hanging on it. */
export const blank = (s: Seminar, id: Id): boolean =>
  texts(s, id).every((t) => t.trim() === "") && s.children(id).length === 0;

export class Desk {
  /** A short answer to a key that was pressed; gone by itself. */
  readonly note = signal("");
  /** The thing that is being worked on: question, card, row. Where copies land and what is parked. */
  readonly at = signal<Id>(0);
  /** The card that is open for writing; see Timeline. */
  readonly open = signal<Id>(0);
  private stack: Back[] = [];
  private group: Back[] | null = null;
  private wanted: { key: string; caret: Caret; until: number } | null = null;
  private fade: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly s: Seminar) {}

  // --- changes

  add<K extends KindName>(kind: K, parent: Id, after: Id, fields: Fields<K> = {}): Id {
    const { s } = this;
    const id = s.add(kind, parent, after, fields);
    if (!id) return 0;
    const made = texts(s, id).join("\0");
    this.push(() => {
      if (s.deleted(id) || texts(s, id).join("\0") !== made || s.children(id).length > 0) return false;
      return s.remove(id);
    });
    return id;
  }
  remove(id: Id, said: string): boolean {
    const { s } = this;
    const empty = blank(s, id);
    if (!s.remove(id)) return false;
    const back: Back = () => s.ownMark(id) && s.restore(id);
    this.push(back);
    if (!empty) offerUndo(said, () => this.takeBack(back));
    return true;
  }
  move(id: Id, parent: Id, after: Id): boolean {
    const { s } = this;
    const kind = s.kind(id);
    if (!kind) return false;
    const old = s.parent(id);
    const before = s.children(old, kind);
    const rank = before.indexOf(id);
    const ahead = before.slice(0, rank).reverse();
    if (parent === old && (ahead[0] ?? 0) === after) return false;
    if (!s.move(id, parent, after)) return false;
    this.push(() => {
      if (s.deleted(id) || s.parent(id) !== parent || !s.exists(old)) return false;
      const now = s.children(old, kind);
      return s.move(id, old, ahead.find((a) => now.includes(a)) ?? 0);
    });
    return true;
  }
  set<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string, value: Value): boolean {
    const { s } = this;
    const info = (KINDS[kind].fields as Record<string, { type: string }>)[field];
    const read = (): Value => (info?.type === "str" ? s.str(id, kind, field) : s.num(id, kind, field));
    const old = read();
    if (old === value || !s.set(id, kind, field, value)) return false;
    this.push(() => read() === value && s.set(id, kind, field, old));
    return true;
  }
  toggle<K extends KindName>(id: Id, kind: K, field: FieldName<K> & string): boolean {
    return this.set(id, kind, field, this.s.num(id, kind, field) ? 0 : 1);
  }
  /** Several changes that are one for the hand. */
  together(change: () => void): void {
    if (this.group) return change();
    const group: Back[] = [];
    this.group = group;
    try {
      change();
    } finally {
      this.group = null;
    }
    if (group.length) this.push(() => [...group].reverse().map((back) => back()).some(Boolean));
  }

  // --- taking back

  private push(back: Back): void {
    if (this.group) {
      this.group.push(back);
      return;
    }
    this.stack.push(back);
    if (this.stack.length > DEPTH) this.stack.shift();
  }
  private takeBack(back: Back): void {
    this.stack = this.stack.filter((b) => b !== back);
    back();
  }
  /** The own last structural change that still can be; false: there is none. */
  undo(): boolean {
    for (let back = this.stack.pop(); back; back = this.stack.pop()) {
      if (back()) {
        dropUndo();
        return true;
      }
    }
    return false;
  }
  say(text: string): void {
    clearTimeout(this.fade);
    this.note.value = text;
    announce(text);
    this.fade = setTimeout(() => this.hush(), NOTE_MS);
  }

  hush(): void {
    clearTimeout(this.fade);
    this.note.value = "";
  }

  // --- the caret

  /** Puts the caret in a field, now or as soon as it is drawn. */
  focus(id: Id, field: string, caret: Caret = "end"): void {
    const key = at(id, field);
    this.wanted = { key, caret, until: performance.now() + WANTED_MS };
    const box = document.querySelector<HTMLElement>(`[data-at="${key}"]`);
    if (box) this.arrived(key, box);
  }
  /** The thing is about to be drawn elsewhere: the caret goes along, to the same letter. */
  follow(id: Id): void {
    const e = document.activeElement;
    const key = e?.closest<HTMLElement>("[data-at]")?.dataset["at"] ?? "";
    if (!key.startsWith(`${id}:`) || !(e instanceof HTMLTextAreaElement)) return;
    this.wanted = { key, caret: [e.selectionStart, e.selectionEnd], until: performance.now() + WANTED_MS };
  }
  /** A field tells that it is drawn. */
  arrived(key: string, box: HTMLElement): void {
    const w = this.wanted;
    if (w?.key !== key) return;
    if (performance.now() > w.until) {
      this.wanted = null;
      return;
    }
    const input = box.matches("input, textarea, select, button, [tabindex]")
      ? box
      : box.querySelector<HTMLElement>("textarea, input, select, button");
    if (!input) return;
    this.wanted = null;
    input.focus({ preventScroll: true });
    input.scrollIntoView({ block: "nearest" }); // whole, with its margin: focus alone is content with a half
    if (input instanceof HTMLTextAreaElement || (input instanceof HTMLInputElement && input.type === "text")) {
      const end = input.value.length;
      const [from, to] = w.caret === "end" ? [end, end] : w.caret === "start" ? [0, 0] : w.caret;
      input.setSelectionRange(from, to);
    }
  }
}
