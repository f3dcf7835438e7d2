/* timeline.ts - a timeline in its own words: cells, where a card stands, what is beside it.
 *
 * What: cards of a cell (phase x lane) in order, moves between cells, flows of a card, the card that is held still.
 * Not:  no drawing.    Uses: env.ts, desk.ts.
 * Invariants: a card whose lane is gone (or never was) stands in lane 0, so none is ever out of sight. */
import { signal } from "@preact/signals";
import type { Id, Seminar } from "../state/seminar.ts";
import type { Env } from "./env.ts";
import { letGo } from "./keep.ts";

export interface Spot {
  readonly phase: Id;
  readonly lane: Id;
}
/** The card under the hand: somebody else's move or removal is shown when the hand has left it. */
export const held = signal<(Spot & { readonly id: Id; readonly rank: number }) | null>(null);

export const phases = (s: Seminar, sheet: Id): readonly Id[] => s.children(sheet, "phase");
export const lanes = (s: Seminar, sheet: Id): readonly Id[] => s.children(sheet, "lane");
export function laneOf(s: Seminar, sheet: Id, card: Id): Id {
  const lane = s.num(card, "card", "lane");
  return lane && lanes(s, sheet).includes(lane) ? lane : 0;
}
export const spotOf = (b: Env, card: Id): Spot => ({ phase: b.s.parent(card), lane: laneOf(b.s, b.sheet, card) });
/** Cards of a cell as the tree has them. */
export const cardsAt = (b: Env, at: Spot): Id[] =>
  b.s.children(at.phase, "card").filter((c) => laneOf(b.s, b.sheet, c) === at.lane);
/** As they are shown: the held one stays where it was. */
export function cardsShown(b: Env, at: Spot): Id[] {
  const cards = cardsAt(b, at);
  const h = held.value;
  if (!h || !b.s.exists(h.id)) return cards;
  const rank = cards.indexOf(h.id);
  const here = h.phase === at.phase && h.lane === at.lane;
  if (rank >= 0 && here) return cards;
  const others = rank >= 0 ? cards.filter((c) => c !== h.id) : cards;
  if (here) others.splice(Math.min(h.rank, others.length), 0, h.id);
  return others;
}
/** Rows of the grid: the lanes, and lane 0 when there are none or some card has no lane. */
export function rowsOf(b: Env): Id[] {
  const all = [...lanes(b.s, b.sheet)];
  if (!all.length) return [0];
  const lost = phases(b.s, b.sheet).some((p) => cardsShown(b, { phase: p, lane: 0 }).length > 0);
  return lost ? [...all, 0] : all;
}
export const allCards = (b: Env): Id[] => phases(b.s, b.sheet).flatMap((p) => [...b.s.children(p, "card")]);

export function addCard(b: Env, at: Spot, after: Id): Id {
  const last = after || (cardsAt(b, at).at(-1) ?? b.s.children(at.phase, "card").at(-1) ?? 0);
  const id = b.desk.add("card", at.phase, last, at.lane ? { lane: at.lane } : {});
  if (id) openCard(b, id);
  return id;
}
/** Opens a card for writing, with the caret in its title. */
export function openCard(b: Env, id: Id): void {
  b.desk.open.value = id;
  b.desk.focus(id, "title");
}
export function hold(b: Env, id: Id): void {
  const spot = spotOf(b, id);
  held.value = { ...spot, id, rank: cardsAt(b, spot).indexOf(id) };
}
export const release = (): void => {
  held.value = null;
};

/** To a cell, behind that card (0: first in the cell). One change for the hand. */
export function moveCard(b: Env, id: Id, to: Spot, after: Id): void {
  release();
  letGo();
  const there = cardsAt(b, to).filter((c) => c !== id);
  const siblings = b.s.children(to.phase, "card").filter((c) => c !== id);
  // First in the cell means right before its first card; other lanes' cards of the phase stay where they are.
  const first = there[0];
  const behind = after || (first ? (siblings[siblings.indexOf(first) - 1] ?? 0) : (siblings.at(-1) ?? 0));
  b.desk.together(() => {
    b.desk.move(id, to.phase, behind);
    if (b.s.num(id, "card", "lane") !== to.lane) b.desk.set(id, "card", "lane", to.lane);
  });
}
type Way = "up" | "down" | "left" | "right";
export const WAYS: Record<string, Way> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

export function neighbour(b: Env, at: Spot, way: Way): Spot | null {
  const columns = phases(b.s, b.sheet);
  const rows = rowsOf(b);
  const x = columns.indexOf(at.phase) + (way === "left" ? -1 : way === "right" ? 1 : 0);
  const y = rows.indexOf(at.lane) + (way === "up" ? -1 : way === "down" ? 1 : 0);
  const phase = columns[x];
  const lane = rows[y];
  return phase === undefined || lane === undefined ? null : { phase, lane };
}
/** One step with Alt and an arrow: within the cell, else into the next one. */
export function nudge(b: Env, id: Id, way: Way): boolean {
  const at = spotOf(b, id);
  const cards = cardsAt(b, at);
  const rank = cards.indexOf(id);
  if (way === "up" && rank > 0) {
    moveCard(b, id, at, cards[rank - 2] ?? 0);
    return true;
  }
  if (way === "down" && rank < cards.length - 1) {
    moveCard(b, id, at, cards[rank + 1] ?? 0);
    return true;
  }
  const to = neighbour(b, at, way);
  if (!to) return false;
  const there = cardsAt(b, to);
  const after = way === "up" || way === "down" ? (way === "up" ? (there.at(-1) ?? 0) : 0) : (there[Math.min(rank, there.length) - 1] ?? 0);
  moveCard(b, id, to, after);
  return true;
}

// --- flows and obstacles
export const flows = (b: Env): readonly Id[] => b.s.children(b.sheet, "flow");
export const flowsFrom = (b: Env, card: Id): Id[] => flows(b).filter((f) => b.s.num(f, "flow", "from") === card);
export const flowsTo = (b: Env, card: Id): Id[] => flows(b).filter((f) => b.s.num(f, "flow", "to") === card);
/** Obstacles that hang on no card and no flow, or on one that is in the bin. */
export const looseObstacles = (b: Env): readonly Id[] => b.s.children(b.sheet, "obstacle");
export function addFlow(b: Env, from: Id, to: Id): Id {
  const there = flowsFrom(b, from).find((f) => b.s.num(f, "flow", "to") === to);
  if (there) return there;
  return b.desk.add("flow", b.sheet, flows(b).at(-1) ?? 0, { from, to });
}
export function addObstacle(b: Env, on: Id, after: Id = b.s.children(on, "obstacle").at(-1) ?? 0): Id {
  const id = b.desk.add("obstacle", on, after, {});
  if (id) b.desk.focus(id, "text");
  return id;
}
