/* lists.ts - PRESENCE, SUMMARY and PAST as screens read them.
 *
 * What: rows by name; a row that is not of its form is left out: these messages say nothing that must not be lost.
 * Uses: core. */
import { isUint, type FieldsOf } from "../core/wire.ts";
import { roleName } from "../core/schema.ts";
import type { State } from "../core/state.ts";
import type { RoleName } from "../protocol.gen.ts";
import { shownField } from "./cursor.ts";
import type { Id, PastOp, Person, QuestionState, RoomProgress } from "./seminar.ts";

const STATES: readonly QuestionState[] = ["empty", "begun", "summary", "done", "skipped"];

const rows = (v: unknown): readonly unknown[][] => (Array.isArray(v) ? v.filter((row): row is unknown[] => Array.isArray(row)) : []);
const numbers = (row: readonly unknown[], at: readonly number[]): boolean => at.every((i) => isUint(row[i]));

export function peopleOf(c: State, m: FieldsOf<"presence">, wall: number): readonly Person[] {
  return rows(m.people).filter((r) => numbers(r, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10]) && typeof r[3] === "string").map((r) => {
    const [ord, role, place, name, node, field, seq, anchor, head, pending, age] = r as
      [number, number, number, string, number, number, number, number, number, number, number];
    const at = node !== 0 ? shownField(c, node, field, seq) : () => 0;
    return { ord, role: (roleName(role) || "scribe") as RoleName, place, name, node, field, anchor: at(anchor), head: at(head), pending, heard: wall - age };
  });
}

export const countsOf = (m: FieldsOf<"presence">): ReadonlyMap<Id, number> =>
  new Map(rows(m.counts).filter((r) => numbers(r, [0, 1])).map((r) => [r[0] as number, r[1] as number]));

export const progressOf = (m: FieldsOf<"summary">): readonly RoomProgress[] =>
  rows(m.rooms).filter((r) => numbers(r, [0, 1, 2, 3])).map((r) => ({
    place: r[0] as number, session: r[1] as number, lastMs: r[2] as number, newest: r[3] as number,
    questions: rows(r[4]).filter((q) => numbers(q, [0, 1])).map((q) => ({ question: q[0] as number, state: STATES[q[1] as number] ?? "empty" })),
  }));

export const pastOf = (m: FieldsOf<"past">): readonly PastOp[] =>
  rows(m.list).filter((r) => numbers(r, [0, 1, 2, 4]) && typeof r[3] === "string").map((r) => ({
    seq: r[0] as number, ts: r[1] as number, ord: r[2] as number, name: r[3] as string, op: r.slice(4),
  }));
