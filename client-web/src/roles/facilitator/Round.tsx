/* Round.tsx - an individual round: the group's people answer for themselves for two minutes, without a name.
 *
 * What: RoundForm starts one for the group that sits in the room; RoundNow shows the one that is open, with its time;
 *       Rounds lists what was asked before. An answer that is shown can be made a point.
 * Not:  who answered what is known to nobody.    Uses: POLL with GROUP, see the protocol on ballots.
 * Invariants: hidden until the leader shows them; the time closes nothing, the leader does. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Desk } from "../../boards/desk.ts";
import { KINDS } from "../../protocol.gen.ts";
import { AUDIENCE, groupOf, placeName, POLL_FORMS, READS, ROOT, sheetsOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { facilitator } from "../../text/facilitator.ts";
import { RoundClock } from "../../talk/RoundClock.tsx";
import { announce } from "../../ui/announce.ts";
import { EyeIcon, PlusIcon } from "../../ui/icons.tsx";

const ROUND_MS = 120_000;
const MORE_MS = 60_000;
const OPEN = 1; // POLL.STATE
const CLOSED = 2;

/** Rounds of the place in a session, newest first. */
export function roundsOf(s: Seminar, session: Id, place: Id): readonly Id[] {
  const group = groupOf(s, session, place);
  if (!group) return [];
  const all = sheetsOf(s, session, place).flatMap((sheet) => s.children(sheet, "poll"));
  return all.filter((p) => s.num(p, "poll", "group") === group).sort((a, b) => s.num(b, "poll", "ends") - s.num(a, "poll", "ends"));
}
export const openRound = (s: Seminar, session: Id, place: Id): Id => roundsOf(s, session, place).find((p) => s.num(p, "poll", "state") === OPEN) ?? 0;

/** May one ask on this sheet: there is a group, and nothing is under way. */
export const mayAsk = (s: Seminar, session: Id, place: Id, sheet: Id): boolean =>
  groupOf(s, session, place) !== 0 && s.mayWrite(sheet, "poll") && openRound(s, session, place) === 0;

/** Do phones that follow the group read this sheet? */
const reaches = (s: Seminar, sheet: Id): boolean =>
  (s.num(ROOT, "seminar", "reads") & (READS.group | READS.groups)) !== 0 || (s.num(sheet, "sheet", "audience") & (AUDIENCE.group | AUDIENCE.all)) !== 0;

interface FormProps {
  readonly s: Seminar;
  readonly session: Id;
  readonly place: Id;
  readonly sheet: Id;
  /** What is being talked about: a first proposal. */
  readonly about: string;
  readonly onClose: () => void;
}
export function RoundForm(p: FormProps) {
  const { s, sheet } = p;
  const box = useRef<HTMLTextAreaElement>(null);
  const group = groupOf(s, p.session, p.place);
  useLayoutEffect(() => box.current?.focus(), []);
  const submit = (e: Event): void => {
    e.preventDefault();
    const text = box.current?.value.trim() ?? "";
    if (!text) return box.current?.focus();
    const last = s.children(sheet, "poll", true).at(-1) ?? 0;
    const fields = { text, form: POLL_FORMS.indexOf("text"), group, state: OPEN, ends: Math.round(s.now()) + ROUND_MS };
    if (!s.add("poll", sheet, last, fields)) return;
    announce(facilitator("roundStarted"));
    p.onClose();
  };
  return (
    <form class="park-form" onSubmit={submit} onKeyDown={(e) => e.key === "Escape" && p.onClose()}>
      <p class="note">{facilitator("roundWhat")}</p>
      {reaches(s, sheet) ? <p class="note">{facilitator("roundWho", { group: placeName(s, group) })}</p> : <p class="round-warn">{facilitator("roundUnread")}</p>}
      <label>
        <span class="label">{facilitator("roundQuestion")}</span>
        <textarea class="input" ref={box} rows={2} maxLength={KINDS.poll.fields.text.bound} defaultValue={p.about} />
      </label>
      <div class="row">
        <button type="submit" class="button primary">
          {facilitator("roundStart")}
        </button>
        <button type="button" class="button quiet" onClick={p.onClose}>
          {common("cancel")}
        </button>
      </div>
    </form>
  );
}

/** The round that is open, wherever one is on the screen. */
export function RoundNow({ s, session, place }: { s: Seminar; session: Id; place: Id }) {
  const poll = openRound(s, session, place);
  if (!poll) return null;
  const shown = s.num(poll, "poll", "revealed") === 1;
  const more = (): void => {
    s.set(poll, "poll", "ends", Math.max(Math.round(s.now()), s.num(poll, "poll", "ends")) + MORE_MS);
    announce(facilitator("roundMoreSaid"));
  };
  const close = (): void => {
    s.set(poll, "poll", "state", CLOSED);
    announce(facilitator("roundClosed"));
  };
  return (
    <section class="card round-now" aria-labelledby="round-now">
      <p class="talk-eyebrow">{facilitator("round")}</p>
      <h2 id="round-now">{s.text(poll, "poll", "text")}</h2>
      <div class="round-line">
        <RoundClock s={s} poll={poll} />
        <p>{facilitator("roundAnswers", { n: s.num(poll, "poll", "count") })}</p>
      </div>
      {!shown && <p class="note">{facilitator("roundOpenNote")}</p>}
      <div class="row">
        <Reveal s={s} poll={poll} />
        <button type="button" class="button" onClick={more}>
          {facilitator("roundMore")}
        </button>
        <button type="button" class="button" onClick={close}>
          {facilitator("roundClose")}
        </button>
      </div>
      <Given s={s} poll={poll} />
    </section>
  );
}

function Reveal({ s, poll }: { s: Seminar; poll: Id }) {
  const shown = s.num(poll, "poll", "revealed") === 1;
  return (
    <button type="button" class={shown ? "button" : "button primary"} onClick={() => s.set(poll, "poll", "revealed", shown ? 0 : 1)}>
      <EyeIcon />
      {facilitator(shown ? "roundHide" : "roundShow")}
    </button>
  );
}

/** The answers, once they are shown. question: where an answer becomes a point; 0 nowhere. */
function Given({ s, poll, desk, question = 0 }: { s: Seminar; poll: Id; desk?: Desk; question?: Id }) {
  if (!s.num(poll, "poll", "revealed")) return null;
  const all = s.children(poll, "answer").filter((a) => s.text(a, "answer", "text").trim());
  if (all.length === 0) return <p class="note">{facilitator("roundNone")}</p>;
  const may = desk && question !== 0 && s.mayWrite(question, "point");
  const point = (a: Id): void => {
    const last = s.children(question, "point").at(-1) ?? 0;
    if (desk?.add("point", question, last, { text: s.text(a, "answer", "text") })) desk.say(facilitator("roundPointMade"));
  };
  return (
    <ul class="plain round-answers">
      {all.map((a) => (
        <li key={a}>
          <span>{s.text(a, "answer", "text")}</span>
          {may && (
            <button type="button" class="button quiet small" aria-label={facilitator("roundPointOf", { what: s.text(a, "answer", "text").slice(0, 60) })} onClick={() => point(a)}>
              <PlusIcon />
              {facilitator("roundPoint")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Rounds that are over; their answers can still be shown. */
export function Rounds(p: { s: Seminar; desk: Desk; session: Id; place: Id; question: Id }) {
  const { s } = p;
  const open = useSignal<Id>(0);
  const all = roundsOf(s, p.session, p.place).filter((x) => s.num(x, "poll", "state") === CLOSED);
  if (all.length === 0) return null;
  return (
    <section class="rounds">
      <h2>{facilitator("rounds")}</h2>
      <ul class="plain">
        {all.map((x) => {
          const shown = s.num(x, "poll", "revealed") === 1;
          const unfolded = open.value === x;
          return (
            <li key={x}>
              <p>
                <strong>{s.text(x, "poll", "text")}</strong>{" "}
                <span class="note">{facilitator("roundAnswers", { n: s.num(x, "poll", "count") })}</span>
              </p>
              {s.num(x, "poll", "count") > 0 && (
                <button type="button" class="button" aria-expanded={unfolded}
                  onClick={() => {
                    if (!shown && !unfolded) s.set(x, "poll", "revealed", 1);
                    open.value = unfolded ? 0 : x;
                  }}>
                  <EyeIcon />
                  {facilitator(unfolded ? "roundHide" : "roundShow")}
                </button>
              )}
              {unfolded && <Given s={s} poll={x} desk={p.desk} question={p.question} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
