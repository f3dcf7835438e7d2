/* index.tsx - the conversation leader's screen: the same room and rights as the scribe, laid out for a phone or tablet.
 *
 * What: one step at a time, asked large; where the group stands; the hand-in. On a wide screen the three stand side by side.
 * Not:  no boards of its own (boards/), no clock of its own (ui/Clock).
 * Uses: talk/ for steps and questions.
 * Invariants: nothing changes what is on the screen but the person who holds it: a new session is offered. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { Desk } from "../../boards/desk.ts";
import { Said } from "../../boards/Said.tsx";
import type { RoleProps } from "../../main.tsx";
import { currentSession, groupOf, placeIndex, placeLetter, placeName } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { facilitator } from "../../text/facilitator.ts";
import { talk } from "../../text/talk.ts";
import { After, ToAfter, useAfter } from "../../talk/After.tsx";
import { ClosedNote } from "../../talk/Question.tsx";
import { focusTitle, SessionNews, StepBar, StepList, useSwipe } from "../../talk/Steps.tsx";
import { type Step, stepsOf, useShownSession } from "../../talk/steps.ts";
import { Badge } from "../../ui/Badge.tsx";
import { CallHelp } from "../../ui/CallHelp.tsx";
import { Countdown } from "../../ui/Clock.tsx";
import { useMedia } from "../../ui/media.ts";
import { Notices } from "../../ui/Notices.tsx";
import { SaveState, StatusBars } from "../../ui/Status.tsx";
import { UndoNote } from "../../ui/UndoNote.tsx";
import { Agree } from "./Agree.tsx";
import { MoreMenu } from "../../talk/MoreMenu.tsx";
import { RoundNow } from "./Round.tsx";
import { ScribeState } from "./ScribeState.tsx";
import { State } from "./State.tsx";
import { StepView } from "./StepView.tsx";
import "../../talk/shell.css";
import "../../talk/talk.css";
import "./facilitator.css";

type View = "now" | "state" | "agree";
const VIEWS = ["now", "state", "agree"] as const;
const WIDE = "(min-width: 60rem)";

export default function Facilitator({ s }: RoleProps) {
  const place = s.me.value.place;
  const desk = useMemo(() => new Desk(s), [s]);
  const view = useSignal<View>("now");
  const stepId = useSignal<Id>(0);
  const wide = useMedia(WIDE);
  const session = useShownSession(s, place);
  const steps = stepsOf(s, session.shown, place);
  const at = Math.max(0, steps.findIndex((x) => x.id === stepId.value));
  const step: Step | undefined = steps[at];
  const now = currentSession(s);
  const shownView: View = wide && view.value === "state" ? "now" : view.value;
  const group = groupOf(s, session.shown, place);

  const go = (to: number): void => {
    const target = steps[to];
    if (!target) return;
    stepId.value = target.id;
    view.value = "now";
    focusTitle();
  };
  const show = (id: Id): void => {
    session.show(id);
    stepId.value = 0;
    view.value = "now";
    focusTitle();
  };
  const look = (v: View): void => {
    view.value = v;
    focusTitle();
  };
  const after = useAfter(s);
  const swipe = useSwipe((by) => shownView === "now" && go(at + by));
  useEffect(() => {
    document.title = `${placeName(s, place)} · ${facilitator("nowTab")}`;
  }, [place, s.text(place, "room", "name")]);

  if (after.on) return <After s={s} place={place} />;
  const state = <State s={s} desk={desk} place={place} session={session.shown} steps={steps} at={at} onGo={go} withSteps={!wide} />;
  return (
    <div class="talk lead" data-view={shownView}>
      <header class="talk-head">
        <div class="talk-where">
          <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} />
          <p>
            <strong>{placeName(s, place)}</strong>
            {group > 0 && <span class="note"> {placeName(s, group)}</span>}
          </p>
        </div>
        <div class="talk-clock">
          {now !== session.shown && <span class="note">{s.text(now, "session", "title")}</span>}
          <Countdown s={s} session={now} announces vibrates />
        </div>
        <MoreMenu s={s} place={place} shown={session.shown} onSession={show} />
        <div class="talk-states">
          <SaveState s={s} />
          <ScribeState s={s} place={place} />
        </div>
      </header>
      <StatusBars s={s} />
      <div class="talk-news">
        <ClosedNote s={s}><ToAfter s={s} after={after} /></ClosedNote>
        <SessionNews s={s} offered={session.offered} onGo={() => show(session.offered)} onStay={() => session.stay()} />
        <Notices s={s} place={place} />
        <CallHelp s={s} place={place} only="state" />
        <RoundNow s={s} session={session.shown} place={place} />
      </div>
      <nav class="talk-views" aria-label={facilitator("views")}>
        {VIEWS.filter((v) => !wide || v !== "state").map((v) => (
          <button key={v} type="button" aria-current={shownView === v ? "page" : undefined} onClick={() => look(v)}>
            {facilitator(v === "now" ? "nowTab" : v === "state" ? "stateTab" : "agreeTab")}
          </button>
        ))}
        <CallHelp s={s} place={place} only="button" short={!wide} />
      </nav>
      <div class="talk-body">
        {wide && (
          <aside class="lead-rail">
            <h2 class="lead-session">{s.text(session.shown, "session", "title")}</h2>
            <StepList s={s} steps={steps} at={shownView === "now" ? at : -1} label={facilitator("steps")} onGo={go} />
          </aside>
        )}
        <main class="talk-main" {...swipe}>
          {!step ? (
            <p class="empty">{talk("nothing")}</p>
          ) : shownView === "now" ? (
            <>
              <StepView key={step.id} s={s} desk={desk} place={place} session={session.shown} step={step} steps={steps} />
              <StepBar s={s} steps={steps} at={at} onGo={go}
                end={{ label: facilitator("agreeTab"), onGo: () => look("agree") }} />
            </>
          ) : shownView === "agree" ? (
            <Agree s={s} desk={desk} place={place} session={session.shown} steps={steps} onGo={go} />
          ) : (
            state
          )}
        </main>
        {wide && <aside class="lead-side">{state}</aside>}
      </div>
      <Said desk={desk} />
      <UndoNote />
    </div>
  );
}
