/* steps.ts - a place's work in a session as steps, one at a time: each question one, every other sheet one.
 *
 * What: steps, their numbers and states; which session a place works on; stars, flags and what is stuck.
 * Not:  writes nothing but what setWord and friends say; no drawing.
 * Uses: model.ts. Every function reads through Seminar and is reactive where a component calls it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { talk } from "../text/talk.ts";
import { allQuestions, currentSession, questionState, sessions, sheetForm, sheetsOf } from "../state/model.ts";
import type { Id, QuestionState, Seminar } from "../state/seminar.ts";

export interface Step {
  /** The question, or the sheet where it is one step. */
  readonly id: Id;
  readonly sheet: Id;
  readonly question: Id;
  /** "2", "2a"; the same in every view. */
  readonly number: string;
}
/** A step's state in words' keys; stuck is beside it. */
export type StepState = QuestionState;

/** QUESTION.WORD */
export const WORD = { none: 0, done: 1, skipped: 2 } as const;
const STARRED = ["point", "card", "obstacle", "row", "action"] as const;
type Starred = (typeof STARRED)[number];

export function stepsOf(s: Seminar, session: Id, place: Id): readonly Step[] {
  const out: Step[] = [];
  if (!session || !place) return out;
  let n = 0;
  for (const sheet of sheetsOf(s, session, place)) {
    if (sheetForm(s, sheet) !== "questions") {
      out.push({ id: sheet, sheet, question: 0, number: String(++n) });
      continue;
    }
    let sub = 0;
    for (const question of allQuestions(s, sheet)) {
      const top = s.kind(s.parent(question)) !== "question";
      if (top) {
        n++;
        sub = 0;
      } else {
        sub++;
      }
      out.push({ id: question, sheet, question, number: top ? String(n) : `${n}${String.fromCharCode(96 + Math.min(26, sub))}` });
    }
  }
  return out;
}

/** Has anybody written below this node? What the template or a carry-over put there does not count until it is filled in. */
export function written(s: Seminar, id: Id): boolean {
  return s.children(id).some((c) => {
    switch (s.kind(c)) {
      case "phase":
        return written(s, c);
      case "question":
        return s.text(c, "question", "discussion").trim() !== "" || written(s, c);
      case "action":
        return (["what", "who", "where", "first"] as const).some((f) => s.text(c, "action", f).trim() !== "");
      case "check":
        return s.num(c, "check", "tick") > 0;
      case "consent":
        return s.num(c, "consent", "state") > 0;
      case "lane":
      case "column":
      case "prompt":
      case "poll":
        return false;
      default:
        return s.author(c) > 0;
    }
  });
}

export function stepState(s: Seminar, step: Step): StepState {
  if (step.question) return questionState(s, step.question);
  if (s.num(step.sheet, "sheet", "done")) return "done";
  return written(s, step.sheet) ? "begun" : "empty";
}
export const isStuck = (s: Seminar, step: Step): boolean => step.question !== 0 && s.num(step.question, "question", "stuck") === 1;
export function stepTitle(s: Seminar, step: Step): string {
  return step.question ? s.text(step.question, "question", "text") : s.text(step.sheet, "sheet", "title");
}

/** "Fråga 2a av 4", as the list numbers them; "Steg" where there are boards among them. */
export function positionOf(steps: readonly Step[], step: Step): string {
  const words = { n: step.number, of: parseInt(steps.at(-1)?.number ?? "0", 10) };
  return steps.every((x) => x.question) ? talk("questionOf", words) : talk("stepOf", words);
}

/** Everything on these sheets that bears a star, or (flags) a point that is to be looked at again. */
export function marked(s: Seminar, sheets: readonly Id[], what: "star" | "flag"): readonly Id[] {
  const out: Id[] = [];
  const walk = (id: Id): void => {
    for (const c of s.children(id)) {
      const kind = s.kind(c);
      if (what === "flag" ? kind === "point" && s.num(c, "point", "flag") : isStarrable(kind) && s.num(c, kind, "star")) out.push(c);
      walk(c);
    }
  };
  for (const sheet of sheets) walk(sheet);
  return out;
}
const isStarrable = (kind: string): kind is Starred => (STARRED as readonly string[]).includes(kind);

/** What a marked thing says, for a list. */
export function saying(s: Seminar, id: Id): string {
  switch (s.kind(id)) {
    case "point":
      return s.text(id, "point", "text");
    case "card":
      return s.text(id, "card", "title");
    case "obstacle":
      return s.text(id, "obstacle", "text");
    case "action":
      return s.text(id, "action", "what");
    case "row":
      return s.text(id, "row", "t1");
    case "parked":
      return s.text(id, "parked", "text");
    default:
      return "";
  }
}
/** The step on which a node stands; undefined when it is elsewhere. */
export function stepWith(s: Seminar, steps: readonly Step[], id: Id): Step | undefined {
  let at = id;
  while (at) {
    const found = steps.find((x) => x.id === at);
    if (found) return found;
    at = s.parent(at);
  }
  return undefined;
}

/** The session that a place works on now: the running one, or the last one before it that had work for this place. */
export function workingSession(s: Seminar, place: Id): Id {
  const all = sessions(s);
  const has = (id: Id): boolean => sheetsOf(s, id, place).length > 0;
  const now = all.indexOf(currentSession(s));
  return all.slice(0, now + 1).filter(has).at(-1) ?? all.find(has) ?? 0;
}
/** Sessions in which this place has sheets. */
export const placeSessions = (s: Seminar, place: Id): readonly Id[] => sessions(s).filter((id) => sheetsOf(s, id, place).length > 0);

/** Which session is on the screen. A new one never takes the screen from somebody who works: it is offered. */
export interface Shown {
  readonly shown: Id;
  /** Has begun meanwhile; 0 none, or it was answered. */
  readonly offered: Id;
  readonly show: (id: Id) => void;
  readonly stay: () => void;
}
export function useShownSession(s: Seminar, place: Id): Shown {
  const chosen = useSignal<Id>(0);
  const told = useSignal<Id>(0);
  const working = workingSession(s, place);
  const shown = chosen.value && s.exists(chosen.value) ? chosen.value : working;
  useEffect(() => {
    if (!chosen.value && working) {
      chosen.value = working;
      told.value = working;
    }
  }, [working]);
  return {
    shown,
    offered: working && working !== shown && working !== told.value ? working : 0,
    show: (id) => {
      chosen.value = id;
      told.value = workingSession(s, place);
    },
    stay: () => {
      told.value = workingSession(s, place);
    },
  };
}
