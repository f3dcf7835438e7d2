/* State.tsx - where the group stands: what is empty, what is stuck, what to look at again, what goes to the plenary.
 *
 * What: every line is one tap from the place it speaks of.    Not: no counting by presence; content only. */
import { useSignal } from "@preact/signals";
import type { Desk } from "../../boards/desk.ts";
import { sheetsOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { facilitator } from "../../text/facilitator.ts";
import { talk } from "../../text/talk.ts";
import { ParkForm, parkingOf } from "../../talk/Park.tsx";
import { StepList } from "../../talk/Steps.tsx";
import { marked, saying, type Step, stepState, stepWith } from "../../talk/steps.ts";
import { CheckIcon, FlagIcon, ParkIcon, PlusIcon, StarIcon } from "../../ui/icons.tsx";
import { NameField } from "../../ui/NameField.tsx";

interface Props {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly place: Id;
  readonly session: Id;
  readonly steps: readonly Step[];
  readonly at: number;
  readonly onGo: (to: number) => void;
  /** The list of steps stands elsewhere on a wide screen. */
  readonly withSteps: boolean;
}

export function State(p: Props) {
  const { s, steps } = p;
  const sheets = sheetsOf(s, p.session, p.place);
  const stars = marked(s, sheets, "star");
  const flags = marked(s, sheets, "flag");
  const filled = steps.filter((x) => stepState(s, x) !== "empty").length;
  return (
    <div class="lead-state">
      {p.withSteps && (
        <section>
          <h2>{s.text(p.session, "session", "title")}</h2>
          <p class="note">
            {filled === steps.length ? facilitator("allFilled") : facilitator("filled", { n: filled, of: steps.length })}
          </p>
          <StepList s={s} steps={steps} at={p.at} label={facilitator("steps")} onGo={p.onGo} />
        </section>
      )}
      <section>
        <h2>
          {facilitator("stars")} <span class="note">{facilitator("starsCount", { n: stars.length })}</span>
        </h2>
        {stars.length === 0 ? <p class="note">{facilitator("starsEmpty")}</p> : <Jumps {...p} ids={stars} icon="star" />}
      </section>
      {flags.length > 0 && (
        <section>
          <h2>{facilitator("flags")}</h2>
          <Jumps {...p} ids={flags} icon="flag" />
        </section>
      )}
      <Parking {...p} />
      <NameField s={s} asks />
    </div>
  );
}

function Jumps(p: Props & { ids: readonly Id[]; icon: "star" | "flag" }) {
  return (
    <ul class="plain lead-jumps">
      {p.ids.map((id) => {
        const step = stepWith(p.s, p.steps, id);
        return (
          <li key={id}>
            <button type="button" disabled={!step} onClick={() => step && p.onGo(p.steps.indexOf(step))}>
              {p.icon === "star" ? <StarIcon on /> : <FlagIcon />}
              <span>{saying(p.s, id).trim() || facilitator("unnamed")}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Parking({ s, desk, session, place }: Props) {
  const adding = useSignal(false);
  const sheet = parkingOf(s, session, place);
  if (!sheet) return null;
  const parked = s.children(sheet, "parked");
  const may = s.mayWrite(sheet, "parked");
  return (
    <section>
      <h2>{facilitator("parking")}</h2>
      {parked.length === 0 && !adding.value && <p class="note">{facilitator("parkingEmpty")}</p>}
      <ul class="plain lead-parked">
        {parked.map((id) => {
          const taken = s.num(id, "parked", "taken") === 1;
          return (
            <li key={id} data-taken={taken}>
              <ParkIcon />
              <span class="lead-parked-text">{saying(s, id).trim() || facilitator("unnamed")}</span>
              {may && (
                <button type="button" class="button lead-taken" aria-pressed={taken} onClick={() => desk.toggle(id, "parked", "taken")}>
                  {taken && <CheckIcon />}
                  {facilitator("taken")}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {adding.value ? (
        <ParkForm s={s} desk={desk} sheet={sheet} about={0} onClose={() => (adding.value = false)} />
      ) : (
        may && (
          <button type="button" class="button quiet" onClick={() => (adding.value = true)}>
            <PlusIcon />
            {talk("park")}
          </button>
        )
      )}
    </section>
  );
}
