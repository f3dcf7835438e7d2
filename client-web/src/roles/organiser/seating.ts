/* seating.ts - the groups of a composition: who sits where, and the proposal put into the seminar.
 *
 * What: seats as data, one person moved or swapped, a whole proposal applied with the way back, those without a seat placed
 *       without moving anybody, what a swap would change.
 * Not:  no drawing; the proposing itself is state/compose.ts.
 * Invariants: a person has one seat in a composition; who is moved keeps the part (listener, reports, fixed). Who listens and
 *       who does not come is not counted: not in sizes, not in what is missing, not in who has met. */
import { type Balance, balance, compose, type Rule, RULES, type Seat } from "../../state/compose.ts";
import { ROOT } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { row, rows, STATUS } from "./people.ts";

export const PART = { member: 0, listener: 1, reports: 2, fixed: 3 } as const;
export const PARTS = ["member", "listener", "reports", "fixed"] as const;

export interface Seated {
  readonly person: Id;
  readonly member: Id;
  readonly part: number;
}
export const compositions = (s: Seminar): readonly Id[] => s.children(ROOT, "composition");
export const groupsOf = (s: Seminar, composition: Id): readonly Id[] => s.children(composition, "group");
export const ruleOf = (s: Seminar, composition: Id): Rule => RULES.find((r) => r === s.str(composition, "composition", "rule")) ?? "free";

/** Who sits in a group, in order; somebody who is no longer in the list is left out. */
export function seated(s: Seminar, group: Id): Seated[] {
  return s.children(group, "member").flatMap((member) => {
    const person = s.num(member, "member", "who");
    return s.kind(person) === "participant" && !s.deleted(person) ? [{ person, member, part: s.num(member, "member", "part") }] : [];
  });
}
export function unseated(s: Seminar, composition: Id): Id[] {
  const has = new Set(groupsOf(s, composition).flatMap((g) => seated(s, g).map((x) => x.person)));
  return s.children(ROOT, "participant").filter((p) => !has.has(p));
}
/** Who has no seat and is to have one: nobody keeps a chair for those who do not come. */
export const waiting = (s: Seminar, composition: Id): Id[] =>
  unseated(s, composition).filter((p) => s.num(p, "participant", "status") !== STATUS.absent);
const memberOf = (s: Seminar, composition: Id, person: Id): Id =>
  groupsOf(s, composition).flatMap((g) => s.children(g, "member")).find((m) => s.num(m, "member", "who") === person) ?? 0;

/** group 0: nowhere. */
export function seat(s: Seminar, composition: Id, person: Id, group: Id): void {
  const member = memberOf(s, composition, person);
  if (!group) {
    if (member) s.remove(member);
    return;
  }
  const last = s.children(group, "member", true).at(-1) ?? 0;
  if (!member) s.add("member", group, last, { who: person });
  else if (s.parent(member) !== group) s.move(member, group, last);
}

export const isCounted = (s: Seminar, x: Seated): boolean => x.part !== PART.listener && s.num(x.person, "participant", "status") !== STATUS.absent;
const idsOf = (s: Seminar, composition: Id): Id[][] =>
  groupsOf(s, composition).map((g) => seated(s, g).filter((x) => isCounted(s, x)).map((x) => x.person));
const others = (s: Seminar, composition: Id): Id[][] => compositions(s).filter((c) => c !== composition).flatMap((c) => idsOf(s, c));

export function balanceOf(s: Seminar, composition: Id): Balance {
  return balance(idsOf(s, composition), (p) => s.num(p, "participant", "organisation"), others(s, composition));
}

interface At {
  readonly group: number;
  readonly part: number;
}
function seatsNow(s: Seminar, composition: Id): Map<Id, At> {
  const at = new Map<Id, At>();
  groupsOf(s, composition).forEach((g, i) => seated(s, g).forEach((x) => at.set(x.person, { group: i, part: x.part })));
  return at;
}

/** Seats everybody who is expected. Listeners and fixed seats stay. Returns what undoes it; null: nothing to do. */
export function propose(s: Seminar, composition: Id, seed: number): (() => void) | null {
  const groups = groupsOf(s, composition);
  const at = seatsNow(s, composition);
  const stays = (id: Id): number => {
    const now = at.get(id);
    return now?.part === PART.fixed ? now.group : -1;
  };
  const listens = (id: Id): boolean => at.get(id)?.part === PART.listener;
  const people = rows(s).filter((r) => !listens(r.id) && (r.status !== STATUS.absent || stays(r.id) >= 0));
  if (groups.length === 0 || people.length === 0) return null;
  const wish: Seat[] = people.map((r) => ({ id: r.id, organisation: r.organisationId, area: r.area, sector: r.sector, fixed: stays(r.id) }));
  const seats = compose({ people: wish, groups: groups.length, rule: ruleOf(s, composition), met: others(s, composition), seed });
  const before = rows(s).filter((r) => !listens(r.id)).map((r) => [r.id, groups[at.get(r.id)?.group ?? -1] ?? 0] as const);
  for (const [person, group] of before) {
    const i = people.findIndex((p) => p.id === person);
    const to = i < 0 ? 0 : (groups[seats[i]!] ?? 0);
    if (to !== group) seat(s, composition, person, to);
  }
  return () => before.forEach(([person, group]) => seatAgain(s, composition, person, group));
}
/** Gives those without a seat the best group there is for them; nobody else is moved. Who does not come is left out. */
export function placeLeft(s: Seminar, composition: Id): { placed: readonly (readonly [person: Id, group: Id])[]; undo: () => void } {
  const groups = groupsOf(s, composition);
  const at = seatsNow(s, composition);
  const all = rows(s).filter((r) => r.status !== STATUS.absent && at.get(r.id)?.part !== PART.listener);
  const left = all.filter((r) => !at.has(r.id));
  if (groups.length === 0 || left.length === 0) return { placed: [], undo: () => undefined };
  const wish: Seat[] = all.map((r) => ({ id: r.id, organisation: r.organisationId, area: r.area, sector: r.sector, fixed: at.get(r.id)?.group ?? -1 }));
  const seats = compose({ people: wish, groups: groups.length, rule: ruleOf(s, composition), met: others(s, composition), seed: 1 });
  const placed = all.flatMap((r, i) => (at.has(r.id) ? [] : [[r.id, groups[seats[i]!]!] as const]));
  for (const [person, group] of placed) seat(s, composition, person, group);
  return { placed, undo: () => placed.forEach(([person]) => seat(s, composition, person, 0)) };
}

/** What a composition is worth in three numbers: places of organisations that are missing and need not be, all that are
 *  missing, pairs who have met. Less is better, the first counts most. */
export interface Score {
  readonly lacking: number;
  readonly absent: number;
  readonly met: number;
}
const scoreOf = (b: Balance): Score => {
  const sum = (xs: readonly (readonly number[])[]): number => xs.reduce((n, x) => n + x.length, 0);
  return { lacking: sum(b.lacking), absent: sum(b.absent), met: b.met.reduce((n, x) => n + x, 0) };
};
const worth = (x: Score): number => x.lacking * 1e6 + x.absent * 1e3 + x.met;
export interface Swap {
  readonly person: Id;
  readonly group: Id;
  readonly after: Score;
}
/** Whom this person could change places with, best first, and what it would be like then. Fixed seats and listeners stay. */
export function swapsFor(s: Seminar, composition: Id, person: Id): { now: Score; swaps: Swap[] } {
  const groups = groupsOf(s, composition);
  const ids = idsOf(s, composition);
  const at = seatsNow(s, composition);
  const met = others(s, composition);
  const from = (p: Id): Id => s.num(p, "participant", "organisation");
  const now = scoreOf(balance(ids, from, met));
  const mine = at.get(person)?.group ?? -1;
  const swaps: Swap[] = [];
  ids.forEach((here, g) => {
    if (mine < 0 || g === mine) return;
    for (const other of here) {
      if (at.get(other)?.part === PART.fixed) continue;
      const tried = ids.map((x, i) => (i === g ? x.map((p) => (p === other ? person : p)) : i === mine ? x.map((p) => (p === person ? other : p)) : x));
      swaps.push({ person: other, group: groups[g]!, after: scoreOf(balance(tried, from, met)) });
    }
  });
  return { now, swaps: swaps.sort((a, b) => worth(a.after) - worth(b.after)) };
}
export function swap(s: Seminar, composition: Id, a: Id, b: Id): void {
  const groups = groupsOf(s, composition);
  const at = seatsNow(s, composition);
  const [ga, gb] = [groups[at.get(a)?.group ?? -1], groups[at.get(b)?.group ?? -1]];
  if (!ga || !gb) return;
  seat(s, composition, a, gb);
  seat(s, composition, b, ga);
}

/** Of organisations that are missing in a group: how many people the largest of them sent. */
export function mostSent(s: Seminar, composition: Id, organisations: readonly Id[]): number {
  const people = idsOf(s, composition).flat();
  return Math.max(0, ...organisations.map((o) => people.filter((p) => s.num(p, "participant", "organisation") === o).length));
}

/** As seat, but a seat that was taken away is given back rather than made anew, so that its part is kept. */
function seatAgain(s: Seminar, composition: Id, person: Id, group: Id): void {
  if (group && !memberOf(s, composition, person)) {
    const gone = s.children(group, "member", true).find((m) => s.ownMark(m) && s.num(m, "member", "who") === person);
    if (gone) return void s.restore(gone);
  }
  seat(s, composition, person, group);
}

export const describe = (s: Seminar, person: Id): { name: string; from: string; area: string; status: number } => {
  const r = row(s, person);
  return { name: r.name, from: r.organisation, area: r.area, status: r.status };
};
