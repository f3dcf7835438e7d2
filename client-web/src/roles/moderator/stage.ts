/* stage.ts - what a plenary screen is told to show.
 *
 * What: SHOW, MODE and PAGE together; the queue; blank and back; which screens are alive.
 * Not:  draws nothing: StageDesk.tsx and the screen's own page do.
 * Invariants: the queue (STAGE.NEXT) holds node ids, and what each of them means follows from its kind: a sheet is
 *       shown as it is, a question across all groups, a poll with its answers, a session as its countdown, the root
 *       as the title page. Pages without a node (agenda, join) are numbers above every id (QUEUED). */
import { LIMITS } from "../../protocol.gen.ts";
import { placeName, ROOT, sheetOf, STAGE_MODES, ownerOf } from "../../state/model.ts";
import type { Id, Person, Seminar } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { shorten, wordsOf } from "./describe.ts";
import type { Desk } from "./desk.ts";

export type StageMode = (typeof STAGE_MODES)[number];
export interface Picture {
  readonly mode: StageMode;
  readonly show: readonly Id[];
}
export const SIDE_BY_SIDE = 4;
export const QUEUE_MOST = 16;
/** Ids end below clients * 2^30, so what is above is free for pages without a node. */
const QUEUED = LIMITS.clients * 2 ** 30;
const modeNumber = (mode: StageMode): number => STAGE_MODES.indexOf(mode);
const WITHOUT_NODE: readonly StageMode[] = ["join", "agenda", "blank"];
export const queued = (mode: StageMode): Id => QUEUED + modeNumber(mode);

/** What an entry of the queue stands for; null: nothing that is there any more. */
export function pictureOf(s: Seminar, entry: Id): Picture | null {
  if (entry >= QUEUED) {
    const mode = STAGE_MODES[entry - QUEUED];
    return mode && WITHOUT_NODE.includes(mode) ? { mode, show: [] } : null;
  }
  if (s.deleted(entry)) return null;
  switch (s.kind(entry)) {
    case "seminar":
      return { mode: "title", show: [] };
    case "sheet":
      return { mode: "sheets", show: [entry] };
    case "question":
      return { mode: "question", show: [entry] };
    case "poll":
      return { mode: "poll", show: [entry] };
    case "session":
      return { mode: "countdown", show: [entry] };
    default:
      return null;
  }
}
/** The entry that stands for a picture; 0: several sheets at once cannot be queued as one. */
export const entryOf = (p: Picture): Id =>
  p.mode === "title" ? ROOT : WITHOUT_NODE.includes(p.mode) ? queued(p.mode) : p.show.length === 1 ? (p.show[0] ?? 0) : 0;

export const current = (s: Seminar, stage: Id): Picture => ({
  mode: STAGE_MODES[s.num(stage, "stage", "mode")] ?? "title",
  show: s.list(stage, "stage", "show"),
});

/** A picture in words: "Rum 2: Tidslinje", "Fråga över grupperna: …". */
export function pictureWords(s: Seminar, p: Picture): string {
  const first = p.show[0] ?? 0;
  switch (p.mode) {
    case "sheets": {
      const each = p.show.map((id) => {
        const owner = placeName(s, ownerOf(s, sheetOf(s, id)));
        return owner ? `${owner}: ${s.text(id, "sheet", "title")}` : s.text(id, "sheet", "title");
      });
      return each.join(" · ") || m("stageNothing");
    }
    case "question":
      return `${m("modeQuestion")}: ${shorten(wordsOfQuestion(s, first))}`;
    case "poll":
      return `${m("modePoll")}: ${shorten(wordsOf(s, first))}`;
    case "countdown":
      return first ? `${m("modeCountdown")}: ${wordsOf(s, first)}` : m("modeCountdown");
    case "title":
      return m("modeTitle");
    case "join":
      return m("modeJoin");
    case "blank":
      return m("modeBlank");
    case "agenda":
      return m("modeAgenda");
  }
}
const wordsOfQuestion = (s: Seminar, id: Id): string => s.text(id, "question", "text");

function put(s: Seminar, stage: Id, p: Picture, page = 0): void {
  const same = (a: readonly Id[], b: readonly Id[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);
  if (!same(s.list(stage, "stage", "show"), p.show)) s.set(stage, "stage", "show", p.show);
  if (s.num(stage, "stage", "mode") !== modeNumber(p.mode)) s.set(stage, "stage", "mode", modeNumber(p.mode));
  if (s.num(stage, "stage", "page") !== page) s.set(stage, "stage", "page", page);
}

export function show(desk: Desk, p: Picture): void {
  const { s } = desk;
  const stage = desk.stage.value;
  if (!stage) return;
  const before = current(s, stage);
  const page = s.num(stage, "stage", "page");
  put(s, stage, p);
  desk.did(m("didShow", { what: pictureWords(s, p) }), () => put(s, stage, before, page));
}

/** Blank keeps SHOW, so that what was there comes back as it was. */
export function blank(desk: Desk): void {
  const { s } = desk;
  const stage = desk.stage.value;
  if (!stage) return;
  if (current(s, stage).mode !== "blank") {
    const mode = s.num(stage, "stage", "mode");
    beforeBlank.set(stage, mode);
    s.set(stage, "stage", "mode", modeNumber("blank"));
    desk.did(m("didBlank"), () => s.set(stage, "stage", "mode", mode));
  } else {
    const back = beforeBlank.get(stage) ?? modeNumber(pictureOf(s, s.list(stage, "stage", "show")[0] ?? ROOT)?.mode ?? "title");
    s.set(stage, "stage", "mode", back);
  }
}
/** Modes without a node leave no trace in SHOW; kept for as long as the tab lives. */
const beforeBlank = new Map<Id, number>();

export const queue = (s: Seminar, stage: Id): readonly Id[] => s.list(stage, "stage", "next").filter((id) => pictureOf(s, id));
export function setQueue(desk: Desk, next: readonly Id[]): void {
  const stage = desk.stage.value;
  if (stage) desk.s.set(stage, "stage", "next", next.slice(0, QUEUE_MOST));
}
export function enqueue(desk: Desk, entry: Id): boolean {
  const stage = desk.stage.value;
  const now = queue(desk.s, stage);
  if (!stage || !entry || now.length >= QUEUE_MOST) return false;
  setQueue(desk, [...now, entry]);
  const picture = pictureOf(desk.s, entry);
  if (picture) desk.did(m("didQueue", { what: pictureWords(desk.s, picture) }), () => setQueue(desk, now));
  return true;
}
/** The first of the queue goes on the screen and leaves the queue. */
export function showNext(desk: Desk): void {
  const { s } = desk;
  const stage = desk.stage.value;
  const now = queue(s, stage);
  const picture = pictureOf(s, now[0] ?? 0);
  if (!stage || !picture) return;
  const before = current(s, stage);
  const page = s.num(stage, "stage", "page");
  setQueue(desk, now.slice(1));
  put(s, stage, picture);
  desk.did(m("didShow", { what: pictureWords(s, picture) }), () => {
    put(s, stage, before, page);
    setQueue(desk, now);
  });
}

/** Screens that are connected; anchor is the page they show, head how many there are. */
export const screensOf = (s: Seminar, stage: Id): readonly Person[] =>
  s.people.value.filter((p) => p.role === "screen" && p.place === stage);
/** As the screens say; without any, as the preview counts; 0 not known. */
export const pagesOf = (desk: Desk, stage: Id): number =>
  Math.max(0, ...screensOf(desk.s, stage).map((p) => p.head)) || (stage === desk.stage.value ? desk.pages.value : 0);
export function turn(desk: Desk, by: 1 | -1): void {
  const { s } = desk;
  const stage = desk.stage.value;
  const pages = pagesOf(desk, stage);
  const page = s.num(stage, "stage", "page") + by;
  if (!stage || page < 0 || (pages > 0 && page >= pages)) return;
  s.set(stage, "stage", "page", page);
}
