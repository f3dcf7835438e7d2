/* park.ts - putting a question, a card or any other thing aside, from wherever one is.
 *
 * What: finds the place's parking sheet and makes a parked item that says what it is about.
 * Not:  the list of what is parked: Parking.tsx.    Uses: model.ts. */
import { ownerOf, ROOT, sessions, sheetForm } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import type { Desk } from "./desk.ts";

/** The parking sheet of a place: the day's, else the nearest session's; 0 there is none. */
export function parkingOf(s: Seminar, place: Id, session: Id): Id {
  const of = (parent: Id): Id =>
    s.children(parent, "sheet").find((id) => sheetForm(s, id) === "parking" && !s.num(id, "sheet", "each") && ownerOf(s, id) === place) ?? 0;
  return of(session) || of(ROOT) || (sessions(s).map(of).find(Boolean) ?? 0);
}
export function parkIt(desk: Desk, sheet: Id, about: Id): Id {
  const { s } = desk;
  return desk.add("parked", sheet, s.children(sheet, "parked").at(-1) ?? 0, about ? { about } : {});
}
