/* Agree.tsx - the hand-in: everything the group wrote in this session, read together; "done" sheet by sheet.
 *
 * What: SHEET.DONE is the group's own word and can be taken back until the moderator locks.
 * Not:  nothing is sent or closed here: everything has been saved all along. */
import type { Desk } from "../../boards/desk.ts";
import { ReadSheet } from "../../boards/ReadSheet.tsx";
import { sheetsOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { facilitator } from "../../text/facilitator.ts";
import { type Step, stepState, stepTitle } from "../../talk/steps.ts";
import { LockedNote } from "../../talk/Question.tsx";
import { CheckIcon } from "../../ui/icons.tsx";

interface Props {
  readonly s: Seminar;
  readonly desk: Desk;
  readonly place: Id;
  readonly session: Id;
  readonly steps: readonly Step[];
  readonly onGo: (to: number) => void;
}

export function Agree({ s, desk, place, session, steps, onGo }: Props) {
  const sheets = sheetsOf(s, session, place);
  const empty = steps.filter((x) => stepState(s, x) === "empty");
  const all = sheets.every((x) => s.num(x, "sheet", "done") === 1);
  return (
    <div class="agree">
      <h1 id="talk-title" tabIndex={-1}>{facilitator("agreeTitle")}</h1>
      <p class="talk-help">{all ? facilitator("agreeAll") : facilitator("agreeIntro")}</p>
      {empty.length > 0 && (
        <div class="agree-empty">
          <p>{facilitator("agreeEmpty")}</p>
          <ul class="plain">
            {empty.map((x) => (
              <li key={x.id}>
                <button type="button" class="agree-jump" onClick={() => onGo(steps.indexOf(x))}>
                  {stepTitle(s, x)}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {sheets.map((sheet) => {
        const done = s.num(sheet, "sheet", "done") === 1;
        return (
          <section key={sheet} class="card agree-sheet" data-done={done}>
            <LockedNote s={s} sheet={sheet} />
            <ReadSheet s={s} sheet={sheet} />
            {s.mayWrite(sheet, "sheet", "done") && (
              <button type="button" class="button agree-done" aria-pressed={done} onClick={() => desk.toggle(sheet, "sheet", "done")}>
                <CheckIcon />
                {facilitator("agreeDone")}
              </button>
            )}
          </section>
        );
      })}
    </div>
  );
}
