/* model.ts - a seminar in the words of the day: sessions, boards, groups, progress.
 *
 * What: questions to the tree that several screens ask. Every function reads through Seminar and is therefore
 *       reactive where it is called from a component.
 * Not:  writes nothing; keeps nothing.    Uses: seminar.ts, protocol.gen.ts. */
import type { Id, QuestionState, Seminar } from "./seminar.ts";

export const ROOT: Id = 1;
export const FORMS = ["questions", "timeline", "table", "actions", "parking", "synthesis", "map", "plan", "poll", "free"] as const;
export type SheetForm = (typeof FORMS)[number];
export const SESSION_FORMS = ["plenary", "groups", "break", "presentations", "survey"] as const;
export const SESSION_STATES = ["planned", "running", "paused", "ended"] as const;
export const STAGE_MODES = ["title", "sheets", "question", "poll", "countdown", "join", "blank", "agenda"] as const;
export const POLL_FORMS = ["text", "choice", "scale", "ranking", "dots"] as const;
/** SHEET.AUDIENCE */
export const AUDIENCE = { own: 1, places: 2, group: 4, all: 8 } as const;
/** SEMINAR.READS */
export const READS = { agenda: 1, stage: 2, group: 4, groups: 8 } as const;

export const sessions = (s: Seminar): readonly Id[] => s.children(ROOT, "session");
export const rooms = (s: Seminar): readonly Id[] => s.children(ROOT, "room");
export const stages = (s: Seminar): readonly Id[] => s.children(ROOT, "stage");
export const sessionForm = (s: Seminar, id: Id) => SESSION_FORMS[s.num(id, "session", "form")] ?? "plenary";
export const sessionState = (s: Seminar, id: Id) => SESSION_STATES[s.num(id, "session", "state")] ?? "planned";
export const sheetForm = (s: Seminar, id: Id): SheetForm => FORMS[s.num(id, "sheet", "form")] ?? "free";
export const stageMode = (s: Seminar, id: Id) => STAGE_MODES[s.num(id, "stage", "mode")] ?? "title";
export const pollForm = (s: Seminar, id: Id) => POLL_FORMS[s.num(id, "poll", "form")] ?? "text";
/** How many must have answered before a choice or a scale is shown broken down: a hall of four knows who the one is. */
export const FEWEST_ANSWERS = 5;
export const tooFewAnswers = (s: Seminar, poll: Id): boolean =>
  ["choice", "scale"].includes(pollForm(s, poll)) && s.num(poll, "poll", "count") > 0 && s.num(poll, "poll", "count") < FEWEST_ANSWERS;

/** The session that runs (or is paused); else the last one that ended or began; else the first planned; 0 none. */
export function currentSession(s: Seminar): Id {
  const all = sessions(s);
  const live = all.find((id) => ["running", "paused"].includes(sessionState(s, id)));
  if (live) return live;
  const ended = all.filter((id) => sessionState(s, id) === "ended");
  return ended.at(-1) ?? all[0] ?? 0;
}
/** Every running or paused session, in the agenda's order: rooms may be in different ones. */
export const liveSessions = (s: Seminar): readonly Id[] =>
  sessions(s).filter((id) => ["running", "paused"].includes(sessionState(s, id)));

/** ms left on a session's clock at the log's time now; negative is overtime; null when it does not run. */
export function timeLeft(s: Seminar, session: Id, now: number): number | null {
  switch (sessionState(s, session)) {
    case "running":
      return s.num(session, "session", "ends") - now;
    case "paused":
      return s.num(session, "session", "left") - 1e12;
    case "planned":
      return s.num(session, "session", "minutes") * 60_000;
    default:
      return null;
  }
}

/** The group that sits in a room in a session; 0 none. */
export function groupOf(s: Seminar, session: Id, room: Id): Id {
  const composition = s.num(session, "session", "composition");
  return s.children(composition, "group").find((g) => s.num(g, "group", "room") === room) ?? 0;
}
/** What a place is called, with its group when there is one in that session: "Rum 2", "A2". */
export function placeName(s: Seminar, place: Id): string {
  switch (s.kind(place)) {
    case "room":
      return s.text(place, "room", "name");
    case "group":
      return s.text(place, "group", "name");
    case "stage":
      return s.text(place, "stage", "name");
    default:
      return "";
  }
}
/** 0-based, for the badge: rooms in their order, self-formed groups in theirs. */
export function placeIndex(s: Seminar, place: Id): number {
  const siblings = s.kind(place) === "room" ? rooms(s) : s.children(s.parent(place), "group");
  return Math.max(0, siblings.indexOf(place));
}
/** A letter or two for the badge. */
export function placeLetter(s: Seminar, place: Id): string {
  const name = placeName(s, place).trim();
  if (name.length <= 2) return name.toUpperCase(); // 3a and 3b sit at one table
  const last = /(\d{1,2}|\b\p{L})$/u.exec(name)?.[1];
  return (last ?? name.slice(0, 1)).toUpperCase();
}

/** Sheets of a place in a session (0: of the whole day), in order; patterns are never shown. */
export function sheetsOf(s: Seminar, session: Id, place: Id): readonly Id[] {
  return s.children(session || ROOT, "sheet").filter(
    (id) =>
      s.num(id, "sheet", "each") === 0 &&
      !s.num(id, "sheet", "moderated") &&
      (s.num(id, "sheet", "room") === place || s.num(id, "sheet", "group") === place),
  );
}
/** Sheets that belong to nobody in particular: polls, common pages. */
export const commonSheets = (s: Seminar, session: Id): readonly Id[] =>
  s.children(session || ROOT, "sheet").filter(
    (id) =>
      s.num(id, "sheet", "each") === 0 &&
      !s.num(id, "sheet", "moderated") &&
      !s.num(id, "sheet", "room") &&
      !s.num(id, "sheet", "group"),
  );
/** The moderators' own sheets: compiled questions, synthesis. */
export const moderatedSheets = (s: Seminar, session: Id): readonly Id[] =>
  s.children(session || ROOT, "sheet").filter((id) => s.num(id, "sheet", "each") === 0 && s.num(id, "sheet", "moderated"));
/** Same pattern, every place: [place, sheet] in the order of places. */
export function acrossPlaces(s: Seminar, pattern: Id): readonly { place: Id; sheet: Id }[] {
  return s
    .children(s.parent(pattern), "sheet")
    .filter((id) => s.num(id, "sheet", "pattern") === pattern)
    .map((sheet) => ({ place: ownerOf(s, sheet), sheet }));
}
export const ownerOf = (s: Seminar, sheet: Id): Id => s.num(sheet, "sheet", "room") || s.num(sheet, "sheet", "group");
/** The sheet a node stands on; 0 none. */
export function sheetOf(s: Seminar, id: Id): Id {
  let at = id;
  while (at && s.kind(at) !== "sheet") at = s.parent(at);
  return at;
}
/** The same question on every place's sheet, by its pattern. */
export function questionAcross(s: Seminar, question: Id): readonly { place: Id; question: Id }[] {
  const pattern = s.num(question, "question", "pattern") || question;
  const sheet = sheetOf(s, pattern);
  const own = s.num(sheet, "sheet", "pattern") || sheet;
  const out: { place: Id; question: Id }[] = [];
  for (const { place, sheet: of } of acrossPlaces(s, own)) {
    const found = allQuestions(s, of).find((q) => s.num(q, "question", "pattern") === pattern);
    if (found) out.push({ place, question: found });
  }
  return out;
}
/** Questions of a sheet with their sub-points, in reading order. */
export function allQuestions(s: Seminar, sheet: Id): Id[] {
  const out: Id[] = [];
  const walk = (parent: Id): void => {
    for (const q of s.children(parent, "question")) {
      out.push(q);
      walk(q);
    }
  };
  walk(sheet);
  return out;
}
/** As the daemon counts it: done and skipped are the group's own word, the rest comes from content. */
export function questionState(s: Seminar, q: Id): QuestionState {
  const word = s.num(q, "question", "word");
  if (word === 1) return "done";
  if (word === 2) return "skipped";
  const points = s.children(q, "point").some((p) => s.text(p, "point", "text").trim() !== "");
  if (points) return "summary";
  return s.text(q, "question", "discussion").trim() ? "begun" : "empty";
}

/** Earlier sheets that this one builds on: same form in earlier sessions of groups, own place first, then the others. */
export function earlierBoards(s: Seminar, sheet: Id): readonly { session: Id; place: Id; sheet: Id; own: boolean }[] {
  const session = s.parent(sheet);
  const place = ownerOf(s, sheet);
  const before = sessions(s).slice(0, Math.max(0, sessions(s).indexOf(session)));
  const out: { session: Id; place: Id; sheet: Id; own: boolean }[] = [];
  for (const earlier of [...before].reverse()) {
    for (const id of s.children(earlier, "sheet")) {
      const owner = ownerOf(s, id);
      if (!owner || s.num(id, "sheet", "each")) continue;
      out.push({ session: earlier, place: owner, sheet: id, own: owner === place });
    }
  }
  return out.sort((a, b) => Number(b.own) - Number(a.own));
}

/** Planned against actual: minutes after the plan (negative: before), from the running or last begun session. */
export function minutesAfterPlan(s: Seminar, now: number): number | null {
  const id = liveSessions(s)[0];
  if (!id) return null;
  const planned = s.num(id, "session", "planned");
  const started = s.num(id, "session", "started");
  if (!planned || !started) return null;
  const end = Math.floor(planned / 100) * 60 + (planned % 100) + s.num(id, "session", "minutes");
  const left = timeLeft(s, id, now);
  if (left === null) return null;
  const expected = new Date(now + Math.max(0, left));
  return Math.round(expected.getHours() * 60 + expected.getMinutes() + expected.getSeconds() / 60 - end);
}

/** Open calls for help, oldest first. */
export const openCalls = (s: Seminar): readonly Id[] =>
  s.children(ROOT, "call").filter((c) => s.num(c, "call", "state") < 2);
/** Notices that stand for a place (0: for all), newest first. */
export const noticesFor = (s: Seminar, place: Id): readonly Id[] =>
  [...s.children(ROOT, "notice")]
    .filter((n) => !s.num(n, "notice", "withdrawn") && [0, place].includes(s.num(n, "notice", "place")))
    .reverse();
/** Polls on the sheets of a session (0: of the day) that this role may read. */
export const pollsOf = (s: Seminar, session: Id): readonly Id[] =>
  s.children(session || ROOT, "sheet").flatMap((sheet) => [...s.children(sheet, "poll")]);
