/* Steps.tsx - the way through the session: its sheets, those of the day, other sessions; and who is here.
 *
 * What: each step with a mark and words for how far it has come; the open sheet's questions below it.
 * Not:  goes nowhere by itself. */
import { useSignal } from "@preact/signals";
import { goQuestion } from "../../boards/Questions.tsx";
import type { Env } from "../../boards/env.ts";
import { sheetProgress } from "../../boards/progress.ts";
import { StateMark } from "../../boards/StateMark.tsx";
import { clip, stateOf } from "../../boards/words.ts";
import { sessionState } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { scribe } from "../../text/scribe.ts";
import { PeopleIcon } from "../../ui/icons.tsx";
import { goTo, goToSession, type Room, stepsOf, workSessions } from "./room.ts";
import { Personal } from "./Top.tsx";

export function Steps({ r, b, sheet }: { r: Room; b: Env; sheet: Id }) {
  const { s } = r;
  const unfolded = useSignal(false);
  const { session, day } = stepsOf(r);
  const here = r.here.value;
  const all = [...session, ...day];
  const rank = all.indexOf(sheet);
  const others = workSessions(r).filter((id) => id !== here);
  return (
    <nav class={unfolded.value ? "scribe-steps unfolded" : "scribe-steps"} aria-label={scribe("steps")}>
      <button type="button" class="button steps-fold" aria-expanded={unfolded.value} onClick={() => (unfolded.value = !unfolded.value)}>
        {rank >= 0 ? scribe("stepOf", { n: rank + 1, all: all.length }) : scribe("steps")}
        {sheet !== 0 && <span class="steps-fold-title">{s.text(sheet, "sheet", "title")}</span>}
      </button>
      <div class="steps-list" onClick={(e) => (e.target as Element).closest("button") && (unfolded.value = false)}>
        <h2 class="steps-title">{s.text(here, "session", "title")}</h2>
        {session.length === 0 && <p class="note">{scribe("nothingNow")}</p>}
        <ol class="plain">
          {session.map((id, i) => <Step key={id} r={r} b={b} id={id} n={i + 1} open={id === sheet} />)}
        </ol>
        {day.length > 0 && (
          <>
            <h2 class="steps-title">{scribe("wholeDay")}</h2>
            <ol class="plain">
              {day.map((id, i) => <Step key={id} r={r} b={b} id={id} n={session.length + i + 1} open={id === sheet} />)}
            </ol>
          </>
        )}
        {others.length > 0 && (
          <details class="other-sessions" open={session.length === 0}>
            <summary>{scribe("otherSessions")}</summary>
            <ul class="plain">
              {others.map((id) => (
                <li key={id}>
                  <button type="button" class="step" onClick={() => goToSession(r, id)}>
                    <span class="step-title">{s.text(id, "session", "title")}</span>
                    <span class="note">{sessionWords(r, id)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </details>
        )}
        <Present r={r} />
        <Personal r={r} />
      </div>
    </nav>
  );
}
function sessionWords(r: Room, id: Id): string {
  const state = sessionState(r.s, id);
  return state === "planned" ? "" : scribe(`session_${state}`);
}

function Step({ r, b, id, n, open }: { r: Room; b: Env; id: Id; n: number; open: boolean }) {
  const { s } = r;
  const p = sheetProgress(s, id);
  const questions = open ? s.children(id, "question") : [];
  return (
    <li>
      <button type="button" class="step" aria-current={open ? "step" : undefined} aria-keyshortcuts={n < 10 ? `Alt+${n}` : undefined} onClick={() => goTo(r, id)}>
        <span class="step-title">{s.text(id, "sheet", "title")}</span>
        <span class="step-state">
          <StateMark state={p.state} />
          <span class="note">{p.words}</span>
        </span>
      </button>
      {questions.length > 1 && (
        <ol class="plain step-questions">
          {questions.map((q, i) => (
            <li key={q}>
              <button type="button" class="step-question" onClick={() => goQuestion(b, q)}>
                <StateMark state={stateOf(s, q)} quiet />
                <span>
                  <span class="sr">{common("question")} </span>
                  {i + 1}. {clip(s.text(q, "question", "text"), 64)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}

function Present({ r }: { r: Room }) {
  const { s } = r;
  const me = s.me.value.ord;
  const all = s.people.value.filter((p) => p.place === r.place && p.ord !== me);
  return (
    <section class="present" aria-label={scribe("here")}>
      <PeopleIcon />
      {all.length === 0 ? (
        <span class="note">{scribe("alone")}</span>
      ) : (
        <ul class="plain">
          {all.map((p) => (
            <li key={p.ord}>
              {p.name || scribe("someone")} <span class="note">{common(p.role === "host" ? "moderator" : p.role)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
