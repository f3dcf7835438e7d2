/* seating.ts - the groups of a composition: who sits where, and the proposal put into the seminar.
 *
 * What: seats as data, one person moved, a whole proposal applied with the way back, what the proposer must know.
 * Not:  no drawing; the proposing itself is state/compose.ts.
 * Invariants: a person has one seat in a composition; who is moved keeps the part (listener, reports, fixed). */
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

const idsOf = (s: Seminar, composition: Id): Id[][] => groupsOf(s, composition).map((g) => seated(s, g).map((x) => x.person));
const others = (s: Seminar, composition: Id): Id[][] => compositions(s).filter((c) => c !== composition).flatMap((c) => idsOf(s, c));

export function balanceOf(s: Seminar, composition: Id): Balance {
  return balance(idsOf(s, composition), (p) => s.num(p, "participant", "organisation"), others(s, composition));
}

/** Seats everybody who is expected. Listeners and fixed seats stay. Returns what undoes it; null: nothing to do. */
export function propose(s: Seminar, composition: Id, seed: number): (() => void) | null {
  const groups = groupsOf(s, composition);
  const at = new Map<Id, { group: number; part: number }>();
  groups.forEach((g, i) => seated(s, g).forEach((x) => at.set(x.person, { group: i, part: x.part })));
  const stays = (id: Id): number => {
    const now = at.get(id);
    return now && (now.part === PART.fixed || now.part === PART.listener) ? now.group : -1;
  };
  const people = rows(s).filter((r) => r.status !== STATUS.absent || stays(r.id) >= 0);
  if (groups.length === 0 || people.length === 0) return null;
  const wish: Seat[] = people.map((r) => ({ id: r.id, organisation: r.organisationId, area: r.area, sector: r.sector, fixed: stays(r.id) }));
  const seats = compose({ people: wish, groups: groups.length, rule: ruleOf(s, composition), met: others(s, composition), seed });
  const before = rows(s).map((r) => [r.id, groups[at.get(r.id)?.group ?? -1] ?? 0] as const);
  for (const [person, group] of before) {
    const i = people.findIndex((p) => p.id === person);
    const to = i < 0 ? 0 : (groups[seats[i]!] ?? 0);
    if (to !== group) seat(s, composition, person, to);
  }
  return () => before.forEach(([person, group]) => seatAgain(s, composition, person, group));
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
