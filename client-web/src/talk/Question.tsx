/* Question.tsx - one question at a time: asked large, answered below.
 *
 * What: the question, its help and advice, the group's own word about it (done, skipped, stuck), points, discussion.
 * Not:  no stepping (Steps.tsx).    Uses: Points, ui/Field, boards/desk. */
import type { ComponentChildren } from "preact";
import type { Desk } from "../boards/desk.ts";
import { StateMark } from "../boards/StateMark.tsx";
import { ROOT } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { pieces } from "../text/pieces.ts";
import { talk } from "../text/talk.ts";
import { Field } from "../ui/Field.tsx";
import { Guidance } from "../ui/Guidance.tsx";
import { CheckIcon, ChevronIcon, LockIcon, UndoIcon, WarnIcon } from "../ui/icons.tsx";
import { Points } from "./Points.tsx";
import { type Step, stepState, WORD } from "./steps.ts";

interface Props {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly step: Step;
  /** "Fråga 2 av 4" */
  readonly position: string;
  readonly onHistory?: (id: Id) => void;
  readonly guide?: { readonly title: string; readonly text: string };
  /** More things to do with the question. */
  readonly acts?: ComponentChildren;
}

export function Question({ s, desk, step, position, onHistory, guide, acts }: Props) {
  const q = step.question;
  const parent = s.parent(q);
  const help = s.text(q, "question", "help");
  const minutes = s.num(q, "question", "minutes");
  const skipped = s.num(q, "question", "word") === WORD.skipped;
  return (
    <article class="talk-question" onFocusIn={() => (desk.at.value = q)}>
      <header>
        <p class="talk-eyebrow">
          <span>{position}</span>
          {minutes > 0 && <span>{talk("aboutMinutes", { n: minutes })}</span>}
          <StateMark state={stepState(s, step)} />
          {s.num(q, "question", "stuck") === 1 && (
            <span class="chip warn">
              <WarnIcon />
              {talk("stuckChip")}
            </span>
          )}
        </p>
        {s.kind(parent) === "question" && <p class="talk-part note">{talk("partOf", { text: s.text(parent, "question", "text") })}</p>}
        <h1 id="talk-title" tabIndex={-1}>{s.text(q, "question", "text")}</h1>
        {help && <p class="talk-help">{help}</p>}
        {guide && <Guidance text={guide.text} title={guide.title} name="lead" />}
      </header>
      <LockedNote s={s} sheet={step.sheet} />
      <Word s={s} desk={desk} q={q}>
        {acts}
      </Word>
      {skipped ? (
        <p class="note">{talk("skippedNote")}</p>
      ) : (
        <>
          <section>
            <h2>{talk("summary")}</h2>
            <Points s={s} desk={desk} question={q} onHistory={onHistory} />
          </section>
          <section class="talk-discussion">
            <Field s={s} id={q} kind="question" field="discussion" label={talk("discussion")} multiline rows={4} />
          </section>
        </>
      )}
    </article>
  );
}

const CLOSED = 2; // SEMINAR.STATE
export function ClosedNote({ s, children }: { s: Seminar; children?: ComponentChildren }) {
  if (s.num(ROOT, "seminar", "state") !== CLOSED) return null;
  return (
    <div class="talk-locked">
      <LockIcon />
      <span>{pieces("seminarClosed")}</span>
      {children}
    </div>
  );
}

export function LockedNote({ s, sheet }: { s: Seminar; sheet: Id }) {
  if (!s.num(sheet, "sheet", "locked")) return null;
  return (
    <p class="talk-locked">
      <LockIcon />
      <span>{talk("locked")}</span>
    </p>
  );
}

function Word({ s, desk, q, children }: { s: Seminar; desk: Desk; q: Id; children: ComponentChildren }) {
  if (!s.mayWrite(q, "question", "word")) return null;
  const word = s.num(q, "question", "word");
  const stuck = s.num(q, "question", "stuck") === 1;
  const say = (to: number): void => void desk.set(q, "question", "word", word === to ? WORD.none : to);
  return (
    <div class="talk-word" role="group" aria-labelledby="talk-title">
      <button type="button" class="button" aria-pressed={word === WORD.done} onClick={() => say(WORD.done)}>
        <CheckIcon />
        {talk("markDone")}
      </button>
      {word === WORD.skipped ? (
        <button type="button" class="button" onClick={() => say(WORD.skipped)}>
          <UndoIcon />
          {talk("comeBack")}
        </button>
      ) : (
        <button type="button" class="button" onClick={() => say(WORD.skipped)}>
          <ChevronIcon />
          {talk("skip")}
        </button>
      )}
      <button type="button" class="button" aria-pressed={stuck} onClick={() => desk.toggle(q, "question", "stuck")}>
        <WarnIcon />
        {talk("stuck")}
      </button>
      {children}
    </div>
  );
}
