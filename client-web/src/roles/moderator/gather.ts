/* gather.ts - proposals and what they are gathered in.
 *
 * What: every group's proposals and starred lines in one list; clusters on a synthesis sheet; moving one into a
 *       cluster, out of it, or to another.
 * Not:  draws nothing: Synthesis.tsx does.    Uses: model.ts.
 * Invariants: a proposal is in one cluster at most: moving takes every other reference away. References may point to
 *       what was deleted since; those are not shown. */
import { moderatedSheets, ownerOf, sessions, sheetForm, sheetsOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { wordsOf } from "./describe.ts";
import { places } from "./places.ts";

export interface Proposal {
  readonly id: Id;
  readonly place: Id;
  readonly kind: "action" | "point" | "card" | "obstacle" | "row";
}

export const synthesisSheets = (s: Seminar): readonly Id[] =>
  [0, ...sessions(s)].flatMap((id) => moderatedSheets(s, id).filter((sheet) => sheetForm(s, sheet) === "synthesis"));

function starredOn(s: Seminar, sheet: Id): { id: Id; kind: Proposal["kind"] }[] {
  const out: { id: Id; kind: Proposal["kind"] }[] = [];
  const star = (id: Id, kind: Proposal["kind"]): void => {
    if (s.num(id, kind, "star") === 1) out.push({ id, kind });
  };
  const obstacles = (on: Id): void => {
    for (const o of s.children(on, "obstacle")) star(o, "obstacle");
  };
  const questions = (parent: Id): void => {
    for (const q of s.children(parent, "question")) {
      for (const p of s.children(q, "point")) star(p, "point");
      questions(q);
    }
  };
  for (const phase of s.children(sheet, "phase")) {
    for (const c of s.children(phase, "card")) {
      star(c, "card");
      obstacles(c);
    }
  }
  for (const f of s.children(sheet, "flow")) obstacles(f);
  obstacles(sheet);
  questions(sheet);
  for (const r of s.children(sheet, "row")) star(r, "row");
  return out;
}

/** In the order of places, then sessions: actions always, other lines when they have a star. Empty ones are left out. */
export function proposals(s: Seminar): readonly Proposal[] {
  const out: Proposal[] = [];
  for (const place of places(s)) {
    for (const session of [0, ...sessions(s)]) {
      for (const sheet of sheetsOf(s, session, place)) {
        for (const id of s.children(sheet, "action")) if (s.text(id, "action", "what").trim()) out.push({ id, place, kind: "action" });
        for (const x of starredOn(s, sheet)) if (wordsOf(s, x.id).trim()) out.push({ ...x, place });
      }
    }
  }
  return out;
}
export const placeOf = (s: Seminar, node: Id): Id => {
  let at = node;
  while (at && s.kind(at) !== "sheet") at = s.parent(at);
  return at ? ownerOf(s, at) : 0;
};

export const clusters = (s: Seminar, sheet: Id): readonly Id[] => s.children(sheet, "cluster");
/** References of a cluster whose target is there. */
export const gathered = (s: Seminar, cluster: Id): readonly { ref: Id; what: Id }[] =>
  s.children(cluster, "gathered")
    .map((ref) => ({ ref, what: s.num(ref, "gathered", "what") }))
    .filter((x) => s.exists(x.what) && !s.deleted(x.what));
/** Every reference to a proposal on this sheet. */
const references = (s: Seminar, sheet: Id, what: Id): { cluster: Id; ref: Id }[] =>
  clusters(s, sheet).flatMap((cluster) =>
    s.children(cluster, "gathered").filter((ref) => s.num(ref, "gathered", "what") === what).map((ref) => ({ cluster, ref })));
export const clusterOf = (s: Seminar, sheet: Id, what: Id): Id => references(s, sheet, what)[0]?.cluster ?? 0;

/** cluster 0: out of all of them. Returns the cluster it was in. */
export function put(s: Seminar, sheet: Id, what: Id, cluster: Id): Id {
  const before = references(s, sheet, what);
  if (before.length === 1 && before[0]?.cluster === cluster) return cluster;
  for (const { ref } of before) s.remove(ref);
  if (cluster) s.add("gathered", cluster, s.children(cluster, "gathered", true).at(-1) ?? 0, { what });
  return before[0]?.cluster ?? 0;
}
export function addCluster(s: Seminar, sheet: Id, title: string): Id {
  return s.add("cluster", sheet, s.children(sheet, "cluster", true).at(-1) ?? 0, { title });
}
