/* nav.ts - where in the organiser's pages this tab is.
 *
 * What: the section, and within the programme the session and sheet that are open; the browser's back button works.
 * Invariants: nothing of it is in the address, whose fragment belongs to secrets. */
import { signal } from "@preact/signals";
import type { Id } from "../../state/seminar.ts";
import { afterDrawing } from "../../ui/focus.ts";

export const SECTIONS = ["overview", "agenda", "rooms", "people", "groups", "links", "print", "door", "rehearsal", "documents", "followUp", "finish"] as const;
export type Section = (typeof SECTIONS)[number];
export interface Place {
  readonly section: Section;
  readonly session: Id;
  readonly sheet: Id;
}

const isPlace = (x: unknown): x is Place =>
  typeof x === "object" && x !== null && SECTIONS.includes((x as Place).section) && typeof (x as Place).session === "number";
const fromHistory = (): Place => {
  const kept = (history.state as { organiser?: unknown } | null)?.organiser;
  return isPlace(kept) ? kept : { section: "overview", session: 0, sheet: 0 };
};
export const where = signal<Place>(fromHistory());

export function go(section: Section, session: Id = 0, sheet: Id = 0): void {
  const to: Place = { section, session, sheet };
  history.pushState({ ...(history.state as object | null), organiser: to }, "");
  where.value = to;
  // After the page is drawn: its heading gets the focus, so that a screen reader says where one is.
  afterDrawing(() => {
    scrollTo(0, 0);
    document.getElementById("org-title")?.focus({ preventScroll: true });
  });
}
addEventListener("popstate", () => (where.value = fromHistory()));
