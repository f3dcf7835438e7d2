/* StepView.tsx - the step on the screen: a question, or a whole board; parking beside; earlier boards to look back at. */
import { useSignal } from "@preact/signals";
import { Board } from "../../boards/Board.tsx";
import type { Desk } from "../../boards/desk.ts";
import { earlierBoards, placeName } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { facilitator } from "../../text/facilitator.ts";
import { talk } from "../../text/talk.ts";
import { ParkForm, parkingOf } from "../../talk/Park.tsx";
import { Question } from "../../talk/Question.tsx";
import { positionOf, type Step, stepTitle } from "../../talk/steps.ts";
import { Guidance } from "../../ui/Guidance.tsx";
import { CheckIcon, HistoryIcon, ParkIcon } from "../../ui/icons.tsx";

interface Props {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly place: Id;
  readonly session: Id;
  readonly step: Step;
  readonly steps: readonly Step[];
  readonly sheets: readonly Id[];
}

/** The sheet's own advice, else the session's. */
const leadGuide = (s: Seminar, session: Id, sheet: Id): string =>
  s.text(sheet, "sheet", "guide_lead") || s.text(session, "session", "guide_lead");

export function StepView(p: Props) {
  const { s, desk, step } = p;
  const parks = useSignal<Id | null>(null);
  const parking = parkingOf(s, p.session, p.place);
  const guide = { title: facilitator("guideLead"), text: leadGuide(s, p.session, step.sheet) };
  const position = positionOf(p.steps, step);
  const park = parking !== 0 && s.mayWrite(parking, "parked") && (
    <button type="button" class="button" aria-expanded={parks.value !== null}
      onClick={() => (parks.value = parks.value === null ? step.question : null)}>
      <ParkIcon />
      {talk("park")}
    </button>
  );
  const form = parks.value !== null && (
    <ParkForm s={s} desk={desk} sheet={parking} about={parks.value} onClose={() => (parks.value = null)} />
  );
  if (step.question) {
    return <Question s={s} desk={desk} step={step} position={position} sheets={p.sheets} guide={guide} acts={<>{park}{form}</>} />;
  }
  const sheet = step.sheet;
  const done = s.num(sheet, "sheet", "done") === 1;
  return (
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
        {park}
        {form}
      </div>
      <Earlier s={s} sheet={sheet} />
      <div>
        <Board s={s} sheet={sheet} desk={desk} {...(park ? { onPark: (id: Id) => (parks.value = id) } : {})} />
      </div>
    </article>
  );
}

/** What the earlier sessions made, the own room's first: beside on a wide screen, above on a small one. */
function Earlier({ s, sheet }: { s: Seminar; sheet: Id }) {
  const open = useSignal(false);
  const chosen = useSignal<Id>(0);
  const form = s.num(sheet, "sheet", "form");
  const all = earlierBoards(s, sheet).filter((x) => s.num(x.sheet, "sheet", "form") === form);
  if (all.length === 0) return null;
  const at = all.find((x) => x.sheet === chosen.value) ?? all[0]!;
  const name = (x: (typeof all)[number]): string =>
    `${x.own ? facilitator("earlierOwn") : placeName(s, x.place)}: ${s.text(x.session, "session", "title")}`;
  return (
    <section class="lead-earlier">
      <button type="button" class="button quiet" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        <HistoryIcon />
        {facilitator(open.value ? "earlierHide" : "earlier")}
      </button>
      {open.value && (
        <div class="card">
          {all.length > 1 && (
            <label>
              <span class="label">{facilitator("earlierWhich")}</span>
              <select class="input" value={at.sheet} onChange={(e) => (chosen.value = Number(e.currentTarget.value))}>
                {all.map((x) => (
                  <option key={x.sheet} value={x.sheet}>
                    {name(x)}
                  </option>
                ))}
              </select>
            </label>
          )}
          {all.length === 1 && <h2>{name(at)}</h2>}
          <Board key={at.sheet} s={s} sheet={at.sheet} readOnly />
          <button type="button" class="button quiet" onClick={() => (open.value = false)}>
            {common("close")}
          </button>
        </div>
      )}
    </section>
  );
}
