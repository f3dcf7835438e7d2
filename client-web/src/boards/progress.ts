/* progress.ts - how far a sheet has come, counted from what is in it.
 *
 * What: one state and a few words for a sheet, whatever its form.
 * Not:  no drawing; the daemon's own count (SUMMARY) is for moderators.    Uses: model.ts, words.ts. */
import { allQuestions, questionState, sheetForm } from "../state/model.ts";
import type { Id, QuestionState, Seminar } from "../state/seminar.ts";
import { progress as words } from "../text/progress.ts";
import { blank } from "./desk.ts";

export interface Progress {
  readonly state: QuestionState;
  /** "2 av 4 frågor", "12 kort, 3 hinder". */
  readonly words: string;
}
const begun = (n: number): QuestionState => (n > 0 ? "begun" : "empty");

export function sheetProgress(s: Seminar, sheet: Id): Progress {
  const done = s.num(sheet, "sheet", "done") === 1;
  const p = counted(s, sheet);
  return done ? { state: "done", words: p.words } : p;
}
function counted(s: Seminar, sheet: Id): Progress {
  switch (sheetForm(s, sheet)) {
    case "timeline": {
      let cards = 0;
      for (const p of s.children(sheet, "phase")) cards += s.children(p, "card").length;
      const flows = s.children(sheet, "flow").length;
      return { state: begun(cards), words: cards ? [words("cards", { n: cards }), flows ? words("flows", { n: flows }) : ""].filter(Boolean).join(", ") : words("noCards") };
    }
    case "actions": {
      const all = s.children(sheet, "action");
      const written = all.filter((a) => s.text(a, "action", "what").trim());
      const open = all.length - written.length;
      return { state: begun(written.length), words: [words("proposals", { n: written.length }), open ? words("unanswered", { n: open }) : ""].filter(Boolean).join(", ") };
    }
    case "table": {
      const n = s.children(sheet, "row").length;
      return { state: begun(n), words: words("rows", { n }) };
    }
    case "parking": {
      const all = s.children(sheet, "parked");
      const waiting = all.filter((p) => !s.num(p, "parked", "taken")).length;
      return { state: begun(all.length), words: all.length ? words("parked", { n: waiting }) : words("noneParked") };
    }
    case "map": {
      const n = s.children(sheet, "challenge").length;
      return { state: begun(n), words: words("challenges", { n }) };
    }
    case "poll":
      return { state: "empty", words: words("onPhones") };
    default: {
      const all = allQuestions(s, sheet).map((q) => questionState(s, q));
      const parts = s.children(sheet, "question").length < all.length;
      const answered = all.filter((q) => q !== "empty" && q !== "begun").length;
      const any = all.some((q) => q !== "empty") || s.children(sheet, "check").some((c) => s.num(c, "check", "tick") > 0) ||
        (["contact", "meeting", "consent", "revision"] as const).some((k) => s.children(sheet, k).some((id) => !blank(s, id)));
      const state: QuestionState = all.length > 0 && all.every((q) => q === "done" || q === "skipped") ? "done" : answered > 0 ? "summary" : any ? "begun" : "empty";
      return { state: state === "summary" && answered < all.length ? "begun" : state, words: words(parts ? "questionsParts" : "questions", { n: answered, all: all.length }) };
    }
  }
}
