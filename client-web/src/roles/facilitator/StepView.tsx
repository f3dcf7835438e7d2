/* StepView.tsx - the step on the screen: a question, or a whole board; around it all that the scribe has as well.
 *
 * What: parking, an individual round, earlier sheets to look at and copy from, the bin, what happened to a thing.
 * Not:  no board, bin or history of its own.    Uses: boards/, roles/scribe. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Board } from "../../boards/Board.tsx";
import type { Desk } from "../../boards/desk.ts";
import { earlierBoards } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { facilitator } from "../../text/facilitator.ts";
import { scribe } from "../../text/scribe.ts";
import { talk } from "../../text/talk.ts";
import { ParkForm, parkingOf } from "../../talk/Park.tsx";
import { Question } from "../../talk/Question.tsx";
import { positionOf, type Step, stepTitle } from "../../talk/steps.ts";
import { Guidance } from "../../ui/Guidance.tsx";
import { CheckIcon, EditIcon, HistoryIcon, ParkIcon, TrashIcon } from "../../ui/icons.tsx";
import { Bin } from "../scribe/Bin.tsx";
import { binOf } from "../scribe/bin.ts";
import { Earlier } from "../scribe/Earlier.tsx";
import { Past } from "../scribe/Past.tsx";
import { mayAsk, RoundForm, Rounds } from "./Round.tsx";

interface Props {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly place: Id;
  readonly session: Id;
  readonly step: Step;
  readonly steps: readonly Step[];
}

/** The sheet's own advice, else the session's. */
const leadGuide = (s: Seminar, session: Id, sheet: Id): string =>
  s.text(sheet, "sheet", "guide_lead") || s.text(session, "session", "guide_lead");

export function StepView(p: Props) {
  const { s, desk, step, place } = p;
  const { sheet } = step;
  const parks = useSignal<Id | null>(null);
  const asks = useSignal(false);
  const past = useSignal<Id>(0);
  const earlier = useSignal(false);
  const bin = useSignal(false);
  const aside = useMemo(() => ({ s, place, desk, earlier, bin }), [s, place, desk]);
  const history = (id: Id): void => void (past.value = id);
  const parking = parkingOf(s, p.session, place);
  const guide = { title: facilitator("guideLead"), text: leadGuide(s, p.session, sheet) };
  const position = positionOf(p.steps, step);
  const mayPark = parking !== 0 && s.mayWrite(parking, "parked");
  const acts = (
    <>
      {mayPark && (
        <button type="button" class="button" aria-expanded={parks.value !== null}
          onClick={() => {
            asks.value = false;
            parks.value = parks.value === null ? step.question : null;
          }}>
          <ParkIcon />
          {talk("park")}
        </button>
      )}
      {mayAsk(s, p.session, place, sheet) && (
        <button type="button" class="button" aria-expanded={asks.value}
          onClick={() => {
            parks.value = null;
            asks.value = !asks.value;
          }}>
          <EditIcon />
          {facilitator("round")}
        </button>
      )}
      {parks.value !== null && <ParkForm s={s} desk={desk} sheet={parking} about={parks.value} onClose={() => (parks.value = null)} />}
      {asks.value && (
        <RoundForm s={s} session={p.session} place={place} sheet={sheet} about={step.question ? s.text(step.question, "question", "text") : ""}
          onClose={() => (asks.value = false)} />
      )}
    </>
  );
  const foot = (
    <>
      <Rounds s={s} desk={desk} session={p.session} place={place} question={step.question} />
      <LookBack s={s} sheet={sheet} open={earlier.value} onToggle={() => {
          desk.at.value = step.question;
          earlier.value = !earlier.value;
        }} bin={() => (bin.value = true)} />
      {earlier.value && <Earlier r={aside} sheet={sheet} />}
      {bin.value && <Bin r={aside} sheet={sheet} />}
      {past.value !== 0 && <Past key={past.value} s={s} id={past.value} onClose={() => (past.value = 0)} />}
    </>
  );
  if (step.question) {
    return (
      <>
        <Question s={s} desk={desk} step={step} position={position} guide={guide} onHistory={history} acts={acts} />
        <div class="lead-foot">{foot}</div>
      </>
    );
  }
  const done = s.num(sheet, "sheet", "done") === 1;
  return (
    <>
      <article class="talk-question">
        <header>
          <p class="talk-eyebrow">{position}</p>
          <h1 id="talk-title" tabIndex={-1}>{stepTitle(s, step)}</h1>
          {!s.text(sheet, "sheet", "guide_lead") && <Guidance text={guide.text} title={guide.title} name="lead" />}
        </header>
        <div class="talk-word">
          {s.mayWrite(sheet, "sheet", "done") && (
            <button type="button" class="button" aria-pressed={done} onClick={() => desk.toggle(sheet, "sheet", "done")}>
              <CheckIcon />
              {talk("sheetDone")}
            </button>
          )}
          {acts}
        </div>
        <Board s={s} sheet={sheet} desk={desk} onHistory={history} {...(mayPark ? { onPark: (id: Id) => (parks.value = id) } : {})} />
      </article>
      <div class="lead-foot">{foot}</div>
    </>
  );
}

/** Earlier sheets and the bin: one row at the foot of the step. */
function LookBack(p: { s: Seminar; sheet: Id; open: boolean; onToggle: () => void; bin: () => void }) {
  const { s, sheet } = p;
  const gone = binOf(s, sheet).length;
  return (
    <div class="row">
      {earlierBoards(s, sheet).length > 0 && (
        <button type="button" class="button quiet" aria-expanded={p.open} onClick={p.onToggle}>
          <HistoryIcon />
          {facilitator(p.open ? "earlierHide" : "earlier")}
        </button>
      )}
      <button type="button" class="button quiet" aria-haspopup="dialog" onClick={p.bin}>
        <TrashIcon />
        {scribe("bin")}
        {gone > 0 && <span class="chip">{gone}</span>}
      </button>
    </div>
  );
}
