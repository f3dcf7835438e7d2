/* groups.ts - which group this phone follows, session by session.
 *
 * What: people sit in other groups in another composition, so a choice is kept per composition; the daemon is told
 *       the one that belongs to what is going on (or to what is being looked at).
 * Not:  no names: nobody sees who is in a group. */
import { currentSession, ownerOf, READS, ROOT, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import type { Kept } from "./kept.ts";

/** Compositions that some session uses, in the day's order, with those sessions. */
export function compositions(s: Seminar): readonly { id: Id; sessions: readonly Id[] }[] {
  const out = new Map<Id, Id[]>();
  for (const session of sessions(s)) {
    const id = s.num(session, "session", "composition");
    if (id && s.kind(id) === "composition" && s.children(id, "group").length) out.set(id, [...(out.get(id) ?? []), session]);
  }
  return [...out].map(([id, of]) => ({ id, sessions: of }));
}
/** The composition of what goes on now, else of the next session of groups, else the first. */
export function currentComposition(s: Seminar): Id {
  const all = compositions(s);
  const now = currentSession(s);
  const of = (session: Id): Id => s.num(session, "session", "composition");
  if (all.some((c) => c.id === of(now))) return of(now);
  const list = sessions(s);
  const at = list.indexOf(now);
  const before = list.slice(0, at + 1).reverse().find((x) => all.some((c) => c.id === of(x)));
  const next = list.slice(at + 1).find((x) => all.some((c) => c.id === of(x)));
  return of(next ?? 0) || of(before ?? 0) || (all[0]?.id ?? 0);
}
export const chosenGroup = (s: Seminar, kept: Kept, composition: Id): Id => {
  const group = kept.record.value.groups[composition] ?? 0;
  return s.kind(group) === "group" && !s.deleted(group) ? group : 0;
};
export const mayRead = (s: Seminar, what: keyof typeof READS): boolean => (s.num(ROOT, "seminar", "reads") & READS[what]) !== 0;

/** Sheets of a group that this phone can read, by session; polls are answered elsewhere. */
export function groupSheets(s: Seminar, group: Id): readonly { session: Id; sheets: readonly Id[] }[] {
  const composition = s.parent(group);
  const room = s.num(group, "group", "room");
  const out: { session: Id; sheets: readonly Id[] }[] = [];
  for (const session of sessions(s)) {
    if (s.num(session, "session", "composition") !== composition) continue;
    const sheets = s.children(session, "sheet").filter((id) => {
      const owner = ownerOf(s, id);
      return !s.num(id, "sheet", "each") && owner !== 0 && (owner === group || owner === room);
    });
    if (sheets.length) out.push({ session, sheets });
  }
  return out;
}
