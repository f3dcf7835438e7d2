/* env.ts - what every board and its parts are given.
 *
 * What: the seminar, the sheet, the desk, and who may do what here. One object per board, stable while the sheet is
 *       shown, so that parts are drawn anew only when what they read changes.
 * Not:  no drawing.    Uses: seminar.ts, desk.ts. */
import type { KindName } from "../protocol.gen.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import type { Desk } from "./desk.ts";

export interface BoardProps {
  readonly s: Seminar;
  readonly sheet: Id;
  /** Shown only; rights and locks are minded anyway. */
  readonly readOnly?: boolean;
  /** Beside the own board: a thing can be copied over. */
  readonly onCopy?: (id: Id) => void;
  /** The desk of the screen around; a board without one has its own. */
  readonly desk?: Desk;
  /** Guidance of the screen around, shown with the sheet's own. */
  readonly guide?: string;
  /** What happened to this thing? */
  readonly onHistory?: (id: Id) => void;
  /** Put this aside. */
  readonly onPark?: (id: Id) => void;
}
export interface Env {
  readonly s: Seminar;
  readonly sheet: Id;
  readonly desk: Desk;
  readonly readOnly: boolean;
  readonly onCopy: ((id: Id) => void) | undefined;
  readonly onHistory: ((id: Id) => void) | undefined;
  readonly onPark: ((id: Id) => void) | undefined;
  /** May people here add, remove and write that kind now? Reactive. */
  writes(kind: KindName): boolean;
}
export interface Part {
  readonly b: Env;
  readonly id: Id;
}

/** The sibling of the same kind before and after; 0 none. */
export function beside(s: Seminar, id: Id, kind: KindName): { before: Id; after: Id; rank: number; all: readonly Id[] } {
  const all = s.children(s.parent(id), kind);
  const rank = all.indexOf(id);
  return { before: all[rank - 1] ?? 0, after: all[rank + 1] ?? 0, rank, all };
}
/** One step up or down among the siblings of its kind. */
export function step(b: Env, id: Id, kind: KindName, by: -1 | 1): boolean {
  const { all, rank } = beside(b.s, id, kind);
  const to = rank + by;
  if (rank < 0 || to < 0 || to >= all.length) return false;
  return b.desk.move(id, b.s.parent(id), by > 0 ? (all[to] ?? 0) : (all[to - 1] ?? 0));
}
/** Where the caret stands in a text control. */
export function caret(e: KeyboardEvent): { start: boolean; end: boolean; empty: boolean } | null {
  const t = e.target;
  if (!(t instanceof HTMLTextAreaElement || t instanceof HTMLInputElement)) return null;
  const { selectionStart: from, selectionEnd: to, value } = t;
  // On a single line, up and down lead out of the field from wherever the caret is.
  const up = e.key === "ArrowUp" || e.key === "ArrowDown";
  const line = up && from === to && t.scrollHeight < 2 * parseFloat(getComputedStyle(t).lineHeight) + 12;
  return { start: line || (from === 0 && to === 0), end: line || (from === value.length && to === value.length), empty: value === "" };
}
export const writing = (t: EventTarget | null): boolean =>
  t instanceof HTMLTextAreaElement || t instanceof HTMLSelectElement ||
  (t instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(t.type));
