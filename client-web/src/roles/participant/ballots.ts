/* ballots.ts - an answer from the tap to the receipt.
 *
 * What: sends, keeps what is under way on the phone, sends again after a reload, files the receipt. open() lists
 *       what may be answered now.
 * Not:  no drawing. Resending after a lost line is the connection's own work.
 * Invariants: one device, one answer: a double tap or a resend changes nothing. A draft is dropped only by its receipt. */
import { signal } from "@preact/signals";
import { pollForm, pollsOf, ROOT, sessionForm, sessions, sheetOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import type { Answer, Kept } from "./kept.ts";

export const OPEN = 1;
export const CLOSED = 2;
const SEMINAR_CLOSED = 2;

/** Codes of the last refusals, by poll. */
export const failures = signal<ReadonlyMap<Id, string>>(new Map());
const under = new Set<Id>();

/** Polls of the day that this device may see, in the agenda's order. */
export function allPolls(s: Seminar, group: Id): readonly Id[] {
  return [0, ...sessions(s)].flatMap((x) => pollsOf(s, x)).filter((p) => [0, group].includes(s.num(p, "poll", "group")));
}
/** A closed seminar takes answers to its survey alone, whatever its polls say. */
export const takesAnswers = (s: Seminar, poll: Id): boolean =>
  s.num(poll, "poll", "state") === OPEN && (s.num(ROOT, "seminar", "state") !== SEMINAR_CLOSED || isSurvey(s, poll));
const isSurvey = (s: Seminar, poll: Id): boolean => {
  const session = s.parent(sheetOf(s, poll));
  return s.kind(session) === "session" && sessionForm(s, session) === "survey";
};
export const openPolls = (s: Seminar, group: Id): readonly Id[] => allPolls(s, group).filter((p) => takesAnswers(s, p));

/** An answer in words. */
export function answerWords(s: Seminar, poll: Id, answer: Answer): readonly string[] {
  if (typeof answer === "string") return answer.trim() ? [answer.trim()] : [];
  const name = (id: Id): string => s.text(id, "choice", "text");
  if (pollForm(s, poll) !== "dots") return answer.map(name);
  return [...new Set(answer)].map((id) => `${name(id)}: ${answer.filter((x) => x === id).length}`);
}

function failed(poll: Id, code: string): void {
  const next = new Map(failures.peek());
  if (code) next.set(poll, code);
  else next.delete(poll);
  failures.value = next;
}

export function send(s: Seminar, kept: Kept, poll: Id, answer: Answer): void {
  if (under.has(poll) && kept.record.peek().waiting[poll] === answer) return;
  under.add(poll);
  failed(poll, "");
  kept.setWaiting(poll, answer);
  const words = answerWords(s, poll, answer);
  const question = s.text(poll, "poll", "text");
  s.ballot(poll, answer).then(
    () => {
      under.delete(poll);
      if (kept.record.peek().waiting[poll] !== undefined && !same(kept.record.peek().waiting[poll]!, answer)) return; // a newer one is on its way
      kept.setWaiting(poll, undefined);
      kept.setDraft(poll, undefined);
      kept.setSent(poll, { answer, at: Date.now(), question, words });
    },
    (e: unknown) => {
      under.delete(poll);
      kept.setWaiting(poll, undefined);
      if (kept.record.peek().drafts[poll] === undefined) kept.setDraft(poll, answer);
      failed(poll, e instanceof Error ? e.message : "unknown");
    },
  );
}
const same = (a: Answer, b: Answer): boolean => JSON.stringify(a) === JSON.stringify(b);

/** After a reload: what had no receipt goes out again. */
export function resume(s: Seminar, kept: Kept): void {
  for (const [poll, answer] of Object.entries(kept.record.peek().waiting)) if (!under.has(Number(poll))) send(s, kept, Number(poll), answer);
}
