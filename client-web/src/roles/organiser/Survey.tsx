/* Survey.tsx - the day's survey after the day: open or not, until when, how many have answered, and its end.
 *
 * What: acts on all polls of the sessions whose form is survey; the door goes with it, since phones come in by the code.
 * Not:  the answers themselves: they are in the documentation.
 * Invariants: a poll that was ended cannot be opened again, so ending asks twice. */
import { KINDS } from "../../protocol.gen.ts";
import { pollsOf, ROOT, sessionForm, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { dateWords } from "../../text/index.ts";
import { organiserAfter as a } from "../../text/organiserAfter.ts";
import { LockIcon, UnlockIcon } from "../../ui/icons.tsx";
import { dateNumber, isoDate, Labelled, TwoStep, useKept } from "./parts.tsx";

const POLL = { draft: 0, open: 1, over: 2 } as const; // POLL.STATE

export const surveyPolls = (s: Seminar): Id[] => sessions(s).filter((x) => sessionForm(s, x) === "survey").flatMap((x) => [...pollsOf(s, x)]);
export const isSurveyOpen = (s: Seminar): boolean => surveyPolls(s).some((p) => s.num(p, "poll", "state") === POLL.open);

const numberOf = (ms: number): number => {
  if (!ms) return 0;
  const d = new Date(ms);
  return d.getFullYear() * 10000 + (d.getMonth() + 1) * 100 + d.getDate();
};
/** The last moment of that day, here. */
const endOf = (yyyymmdd: number): number => new Date(Math.floor(yyyymmdd / 10000), (Math.floor(yyyymmdd / 100) % 100) - 1, yyyymmdd % 100, 23, 59, 0).getTime();

export function openSurvey(s: Seminar): void {
  for (const p of surveyPolls(s)) if (s.num(p, "poll", "state") === POLL.draft) s.set(p, "poll", "state", POLL.open);
  if (!s.num(ROOT, "seminar", "door")) s.set(ROOT, "seminar", "door", 1);
}
function endSurvey(s: Seminar): void {
  for (const p of surveyPolls(s)) if (s.num(p, "poll", "state") === POLL.open) s.set(p, "poll", "state", POLL.over);
  if (s.num(ROOT, "seminar", "door")) s.set(ROOT, "seminar", "door", 0);
}

function LastDay({ s, polls, ends }: { s: Seminar; polls: readonly Id[]; ends: number }) {
  const kept = useKept<HTMLInputElement>(isoDate(numberOf(ends)));
  return (
    <Labelled label={a("surveyLast")} note={a("surveyLastNote")}>
      {(dom, note) => (
        <input id={dom} class="input org-date" type="date" max="9999-12-31" aria-describedby={note} {...kept}
          onChange={(e) => {
            const day = dateNumber(e.currentTarget.value);
            const at = day ? endOf(day) : 0;
            if (at >= 0 && at <= KINDS.poll.fields.ends.bound) for (const p of polls) s.set(p, "poll", "ends", at);
          }} />
      )}
    </Labelled>
  );
}

/** Nothing when the day has no survey. */
export function Survey({ s }: { s: Seminar }) {
  const all = surveyPolls(s);
  if (all.length === 0) return null;
  const open = all.filter((p) => s.num(p, "poll", "state") === POLL.open);
  const drafts = all.filter((p) => s.num(p, "poll", "state") === POLL.draft);
  const ends = Math.max(0, ...open.map((p) => s.num(p, "poll", "ends")));
  const answers = Math.max(0, ...all.map((p) => s.num(p, "poll", "count")));
  const door = s.num(ROOT, "seminar", "door") !== 0;
  const date = dateWords(numberOf(ends));
  return (
    <section class="card stack">
      <h2>{a("survey")}</h2>
      <p class="org-state">{open.length ? <UnlockIcon /> : <LockIcon />}<strong>{a(open.length ? "surveyOpen" : drafts.length ? "surveyNot" : "surveyOver")}</strong></p>
      <p>
        {open.length > 0 && `${!ends ? a("surveyNoEnd") : ends < s.now() ? a("surveyPast", { date }) : a("surveyUntil", { date })} ${a(door ? "surveyDoorOpen" : "surveyDoorShut")} `}
        {(open.length > 0 || answers > 0) && a("surveyAnswers", { n: answers })}
      </p>
      {open.length > 0 && <LastDay s={s} polls={open} ends={ends} />}
      <div class="row">
        {(drafts.length > 0 || (open.length > 0 && !door)) && <button type="button" class="button" onClick={() => openSurvey(s)}>{a("surveyBegin")}</button>}
        {open.length > 0 && <TwoStep label={a("surveyEnd")} ask={a("surveyEndAsk")} sure={a("surveyEndSure")} onDo={() => endSurvey(s)} />}
      </div>
    </section>
  );
}
