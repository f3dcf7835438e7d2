/* index.tsx - the writer of a self-formed group: one question at a time, from a phone.
 *
 * What: the group's sheets step by step with large fields, all of them as a list, and the own anonymous answers. When
 *       the moderator has ended the group's writing, a clear sentence and the text, to be copied. After the day, the
 *       group's actions to be followed up, when it has any.
 * Not:  founding and taking a group is the participant's page.    Uses: talk/, boards/.
 * Invariants: a new session is offered, never forced; what was typed stays readable whatever happens to the link. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Board } from "../../boards/Board.tsx";
import { Desk } from "../../boards/desk.ts";
import { planOf } from "../../boards/followUp.ts";
import { Said } from "../../boards/Said.tsx";
import type { RoleProps } from "../../main.tsx";
import { CLOSES } from "../../protocol.gen.ts";
import { currentSession, placeIndex, placeLetter, placeName } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { secretary } from "../../text/secretary.ts";
import { talk } from "../../text/talk.ts";
import { After, ToAfter, useAfter } from "../../talk/After.tsx";
import { ClosedNote, Question } from "../../talk/Question.tsx";
import { focusTitle, SessionNews, StepBar, StepList, useSwipe } from "../../talk/Steps.tsx";
import { positionOf, type Step, stepsOf, stepTitle, useShownSession } from "../../talk/steps.ts";
import { Badge } from "../../ui/Badge.tsx";
import { CallHelp } from "../../ui/CallHelp.tsx";
import { Countdown } from "../../ui/Clock.tsx";
import { Field } from "../../ui/Field.tsx";
import { Guidance } from "../../ui/Guidance.tsx";
import { CheckIcon } from "../../ui/icons.tsx";
import { Notices } from "../../ui/Notices.tsx";
import { SaveState, StatusBars } from "../../ui/Status.tsx";
import { UndoNote } from "../../ui/UndoNote.tsx";
import { Answers, openPolls, unanswered, useResume } from "./Answers.tsx";
import { Ended } from "./Ended.tsx";
import { MoreMenu } from "../../talk/MoreMenu.tsx";
import "../../talk/shell.css";
import "../../talk/talk.css";
import "./secretary.css";

type View = "write" | "all" | "answer";
const VIEWS = ["write", "all", "answer"] as const;

export default function Secretary({ s }: RoleProps) {
  const place = s.me.value.place;
  const desk = useMemo(() => new Desk(s), [s]);
  const view = useSignal<View>("write");
  const stepId = useSignal<Id>(0);
  const session = useShownSession(s, place);
  const steps = stepsOf(s, session.shown, place);
  const at = Math.max(0, steps.findIndex((x) => x.id === stepId.value));
  const step = steps[at];
  const now = currentSession(s);
  const polls = openPolls(s);
  const fresh = unanswered(s).length;
  const after = useAfter(s);
  useResume(s);
  const { state, why } = s.connection.value;
  const ended = state === "denied" && why === CLOSES.revoked.number;

  const go = (to: number): void => {
    const target = steps[to];
    if (!target) return;
    stepId.value = target.id;
    view.value = "write";
    focusTitle();
  };
  const show = (id: Id): void => {
    session.show(id);
    stepId.value = 0;
    view.value = "write";
    focusTitle();
  };
  const swipe = useSwipe((by) => view.value === "write" && go(at + by));
  const group = placeName(s, place);
  useEffect(() => {
    document.title = secretary("title", { group });
  }, [group]);

  if (ended) return <Ended s={s} place={place} />;
  const plan = planOf(s, place).length > 0;
  if (after.on && plan) return <After s={s} place={place}>{polls.length > 0 && <Answers s={s} polls={polls} level={2} />}</After>;
  return (
    <div class="talk writer">
      <header class="talk-head">
        <div class="talk-where">
          <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} />
          <p>
            <strong>{group}</strong>
          </p>
        </div>
        <div class="talk-clock">
          {now !== session.shown && <span class="note">{s.text(now, "session", "title")}</span>}
          <Countdown s={s} session={now} announces vibrates />
        </div>
        <MoreMenu s={s} place={place} shown={session.shown} onSession={show}>
          {s.mayWrite(place, "group", "name") && <Field s={s} id={place} kind="group" field="name" label={secretary("groupName")} />}
        </MoreMenu>
        <div class="talk-states">
          <SaveState s={s} />
        </div>
      </header>
      <StatusBars s={s} />
      <div class="talk-news">
        <ClosedNote s={s}>{plan && <ToAfter s={s} after={after} />}</ClosedNote>
        <SessionNews s={s} offered={session.offered} onGo={() => show(session.offered)} onStay={() => session.stay()} />
        <Notices s={s} place={place} />
        <CallHelp s={s} place={place} only="state" />
      </div>
      <nav class="talk-views" aria-label={secretary("views")}>
        {VIEWS.filter((v) => v !== "answer" || polls.length > 0 || view.value === "answer").map((v) => (
          <button key={v} type="button" aria-current={view.value === v ? "page" : undefined} onClick={() => (view.value = v)}>
            {v === "write" ? secretary("writeTab") : v === "all" ? secretary("allTab")
              : fresh ? secretary("answerTabNew", { n: fresh }) : secretary("answerTab")}
          </button>
        ))}
        <CallHelp s={s} place={place} only="button" short />
      </nav>
      <div class="talk-body">
        <main class="talk-main" {...swipe}>
          {view.value === "answer" ? (
            <Answers s={s} polls={polls} />
          ) : !step ? (
            <p class="empty">{talk("nothing")}</p>
          ) : view.value === "all" ? (
            <>
              <h1>{s.text(session.shown, "session", "title")}</h1>
              <StepList s={s} steps={steps} at={at} label={secretary("allTab")} onGo={go} />
            </>
          ) : (
            <>
              <Write key={step.id} s={s} desk={desk} session={session.shown} step={step} steps={steps} />
              <StepBar s={s} steps={steps} at={at} onGo={go} end={{ label: secretary("allTab"), onGo: () => (view.value = "all") }} />
            </>
          )}
        </main>
      </div>
      <Said desk={desk} />
      <UndoNote />
    </div>
  );
}

interface WriteProps {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly session: Id;
  readonly step: Step;
  readonly steps: readonly Step[];
}
function Write({ s, desk, session, step, steps }: WriteProps) {
  const own = s.text(step.sheet, "sheet", "guide_scribe");
  const text = own || s.text(session, "session", "guide_scribe");
  const position = positionOf(steps, step);
  if (step.question) {
    return (
      <Question s={s} desk={desk} step={step} position={position}
        guide={{ title: secretary("guide"), text }} />
    );
  }
  const done = s.num(step.sheet, "sheet", "done") === 1;
  return (
    <article class="talk-question">
      <header>
        <p class="talk-eyebrow">{position}</p>
        <h1 id="talk-title" tabIndex={-1}>{stepTitle(s, step)}</h1>
        {!own && <Guidance text={text} title={secretary("guide")} name="write" />}
      </header>
      <Board s={s} sheet={step.sheet} desk={desk} />
      {s.mayWrite(step.sheet, "sheet", "done") && (
        <button type="button" class="button" aria-pressed={done} onClick={() => desk.toggle(step.sheet, "sheet", "done")}>
          <CheckIcon />
          {talk("sheetDone")}
        </button>
      )}
    </article>
  );
}
