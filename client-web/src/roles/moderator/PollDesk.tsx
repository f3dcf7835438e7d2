/* PollDesk.tsx - questions that everybody answers on their own telephone.
 *
 * What: make one on the fly, open it, show or hide the answers, hold back single ones, close it for good; proposals
 *       or clusters as choices.
 * Not:  nobody's answer is known here: the daemon tells texts and counts, never whose.
 * Invariants: closing cannot be undone, so it asks twice. A poll's form is fixed once it is open. */
import { useSignal } from "@preact/signals";
import { KINDS } from "../../protocol.gen.ts";
import {
  AUDIENCE, commonSheets, currentSession, FEWEST_ANSWERS, moderatedSheets, POLL_FORMS, pollForm, ROOT, sessions,
  sheetForm, sheetOf, tooFewAnswers,
} from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { CheckIcon, EyeIcon, PlusIcon } from "../../ui/icons.tsx";
import { Menu } from "../../ui/Menu.tsx";
import type { Desk } from "./desk.ts";
import { wordsOf } from "./describe.ts";
import { synthesisSheets } from "./gather.ts";
import { TwoStep } from "./parts.tsx";
import { show } from "./stage.ts";

const STATE = { draft: 0, open: 1, closed: 2 } as const; // POLL.STATE
const FORM_WORDS = { text: "pollText", choice: "pollChoice", scale: "pollScale", ranking: "pollRanking", dots: "pollDots" } as const;
type Form = (typeof POLL_FORMS)[number];

/** A sheet that everybody may read and that polls belong on: this session's first, else any of the day; 0 none. */
function sheetForPolls(s: Seminar): Id {
  const now = currentSession(s);
  const order = [now, ...sessions(s).filter((id) => id !== now), 0];
  const all = order.flatMap((id) => [...commonSheets(s, id), ...moderatedSheets(s, id)]);
  const read = all.filter((id) => (s.num(id, "sheet", "audience") & AUDIENCE.all) !== 0);
  return read.find((id) => sheetForm(s, id) === "poll") ?? read[0] ?? 0;
}
export const connected = (s: Seminar): number => [...s.counts.value.values()].reduce((a, b) => a + b, 0);

function addChoices(s: Seminar, poll: Id, choices: readonly { text: string; about: Id }[]): void {
  let after = s.children(poll, "choice", true).at(-1) ?? 0;
  for (const c of choices) after = s.add("choice", poll, after, { text: c.text.slice(0, KINDS.choice.fields.text.bound), about: c.about }) || after;
}

function NewPoll({ desk, onDone }: { desk: Desk; onDone: () => void }) {
  const { s } = desk;
  const text = useSignal("");
  const form = useSignal<Form>("choice");
  const lines = useSignal("");
  const most = useSignal(3);
  const hidden = useSignal(true);
  const sheet = sheetForPolls(s);
  const choices = lines.value.split("\n").map((x) => x.trim()).filter(Boolean);
  const ready = text.value.trim() !== "" && sheet !== 0 && (form.value === "text" || choices.length >= 2);
  const make = (open: boolean): void => {
    if (!ready) return;
    const last = s.children(sheet, "poll", true).at(-1) ?? 0;
    const id = s.add("poll", sheet, last, {
      text: text.value.trim(), form: POLL_FORMS.indexOf(form.value), revealed: hidden.value ? 0 : 1,
      ...(form.value === "dots" || form.value === "ranking" ? { most: Math.min(20, Math.max(1, most.value)) } : {}),
    });
    if (!id) return;
    if (form.value !== "text") addChoices(s, id, choices.map((x) => ({ text: x, about: 0 })));
    if (open) s.set(id, "poll", "state", STATE.open);
    desk.did(open ? m("didOpenPoll") : m("didMakePoll"), open ? undefined : () => s.remove(id));
    onDone();
  };
  if (!sheet) return <p class="empty">{m("noPollSheet")}</p>;
  return (
    <form class="stack" onSubmit={(e) => e.preventDefault()}>
      <label>
        <span class="label">{m("pollQuestion")}</span>
        <textarea class="input" rows={2} maxLength={KINDS.poll.fields.text.bound} value={text.value} onInput={(e) => (text.value = e.currentTarget.value)} />
      </label>
      <fieldset>
        <legend class="label">{m("pollForm")}</legend>
        <div class="row">
          {POLL_FORMS.map((f) => (
            <label key={f} class="mod-radio">
              <input type="radio" name="poll-form" checked={form.value === f} onChange={() => (form.value = f)} /> {m(FORM_WORDS[f])}
            </label>
          ))}
        </div>
      </fieldset>
      {form.value !== "text" && (
        <label>
          <span class="label">{m("pollChoices")}</span>
          <textarea class="input" rows={4} value={lines.value} onInput={(e) => (lines.value = e.currentTarget.value)} />
        </label>
      )}
      {(form.value === "dots" || form.value === "ranking") && (
        <label class="mod-inline">
          <span>{form.value === "dots" ? m("pollMostDots") : m("pollMostRanks")}</span>
          <input class="input mod-number-input" type="number" min={1} max={20} value={most.value} onInput={(e) => (most.value = Number(e.currentTarget.value))} />
        </label>
      )}
      <label class="mod-radio">
        <input type="checkbox" checked={hidden.value} onChange={() => (hidden.value = !hidden.value)} /> {m("pollHidden")}
      </label>
      <div class="row">
        <button type="button" class="button primary" disabled={!ready} onClick={() => make(true)}>{m("pollOpenNow")}</button>
        <button type="button" class="button" disabled={!ready} onClick={() => make(false)}>{m("pollKeep")}</button>
        <button type="button" class="button quiet" onClick={onDone}>{m("never")}</button>
      </div>
    </form>
  );
}

function Answers({ desk, poll }: { desk: Desk; poll: Id }) {
  const { s } = desk;
  const answers = s.children(poll, "answer");
  if (pollForm(s, poll) === "text") {
    const texts = answers.filter((a) => s.text(a, "answer", "text").trim());
    if (!texts.length) return null;
    return (
      <ul class="plain mod-answers">
        {texts.map((a) => {
          const held = s.num(a, "answer", "held") === 1;
          return (
            <li key={a} data-held={held}>
              <span>{s.text(a, "answer", "text")}</span>
              {held && <span class="chip warn">{m("heldBack")}</span>}
              <button type="button" class="button quiet" onClick={() => s.set(a, "answer", "held", held ? 0 : 1)}>{held ? m("letOut") : m("holdBack")}</button>
            </li>
          );
        })}
      </ul>
    );
  }
  const choices = s.children(poll, "choice");
  if (s.num(poll, "poll", "state") === STATE.draft) {
    return choices.length ? <p class="mod-detail">{choices.map((c) => s.text(c, "choice", "text")).join(" · ")}</p> : null;
  }
  const count = (c: Id): number => s.num(answers.find((a) => s.num(a, "answer", "choice") === c) ?? 0, "answer", "count");
  const most = Math.max(1, ...choices.map(count));
  return (
    <ol class="plain mod-bars">
      {choices.map((c) => (
        <li key={c}>
          <span class="mod-bar-words">{s.text(c, "choice", "text")}</span>
          <span class="mod-bar" aria-hidden="true"><span style={{ inlineSize: `${(100 * count(c)) / most}%` }} /></span>
          <span class="mod-bar-n">{count(c)}</span>
        </li>
      ))}
    </ol>
  );
}

function Poll({ desk, poll }: { desk: Desk; poll: Id }) {
  const { s } = desk;
  const state = s.num(poll, "poll", "state");
  const form = pollForm(s, poll);
  const shown = s.num(poll, "poll", "revealed") === 1;
  const text = s.text(poll, "poll", "text");
  const choices = s.children(poll, "choice").length;
  const clusters = synthesisSheets(s).flatMap((id) => [...s.children(id, "cluster")]).filter((c) => s.text(c, "cluster", "title").trim());
  const empty = form !== "text" && choices < 2;
  return (
    <li class="card mod-poll" data-state={state}>
      <div class="mod-poll-head">
        <h3>{text || m("untitled")}</h3>
        <span class={state === STATE.open ? "chip good" : "chip"}>{m(state === STATE.open ? "pollOpen" : state === STATE.closed ? "pollClosed" : "pollDraft")}</span>
        <span class="chip">{m(FORM_WORDS[form])}</span>
      </div>
      <p class="mod-detail">
        {s.text(sheetOf(s, poll), "sheet", "title")} · {m("answersOf", { n: s.num(poll, "poll", "count"), all: connected(s) })}
      </p>
      {empty && <p class="mod-warn">{m("pollNeedsChoices")}</p>}
      {shown && tooFewAnswers(s, poll) && <p class="mod-detail">{m("tooFewShown", { n: FEWEST_ANSWERS })}</p>}
      <Answers desk={desk} poll={poll} />
      <div class="row">
        {state === STATE.draft && (
          <button type="button" class="button" disabled={empty} onClick={() => { s.set(poll, "poll", "state", STATE.open); desk.did(m("didOpenPoll")); }}>{m("pollOpenNow")}</button>
        )}
        {state === STATE.open && (
          <TwoStep label={m("pollClose")} ask={m("pollCloseAsk")} yes={m("pollCloseYes")} onYes={() => { s.set(poll, "poll", "state", STATE.closed); desk.did(m("didClosePoll")); }} />
        )}
        <button type="button" class="button" aria-pressed={shown} onClick={() => {
          s.set(poll, "poll", "revealed", shown ? 0 : 1);
          desk.did(shown ? m("didHide") : m("didReveal"), () => s.set(poll, "poll", "revealed", shown ? 1 : 0));
        }}>
          {shown && <CheckIcon />}{shown ? m("answersShown") : m("answersReveal")}
        </button>
        <button type="button" class="button" aria-label={m("showWhat", { what: text })} onClick={() => show(desk, { mode: "poll", show: [poll] })}><EyeIcon />{m("toStage")}</button>
        {state === STATE.draft && (
          <Menu label={m("moreOf", { name: text })} items={[
            { label: m("choicesFromClusters", { n: clusters.length }), disabled: !clusters.length || form === "text",
              onSelect: () => addChoices(s, poll, unused(s, poll, clusters).map((c) => ({ text: s.text(c, "cluster", "title"), about: c }))) },
            { label: m("choicesFromStars"), disabled: form === "text" || !starredActions(s).length,
              onSelect: () => addChoices(s, poll, unused(s, poll, starredActions(s)).map((a) => ({ text: wordsOf(s, a), about: a }))) },
            { label: m("pollRemove"), danger: true, apart: true, onSelect: () => { if (s.remove(poll)) desk.did(m("didRemovePoll"), () => s.restore(poll)); } },
          ]} />
        )}
      </div>
    </li>
  );
}
const unused = (s: Seminar, poll: Id, from: readonly Id[]): readonly Id[] => {
  const used = new Set(s.children(poll, "choice").map((c) => s.num(c, "choice", "about")));
  return from.filter((id) => !used.has(id));
};
const starredActions = (s: Seminar): readonly Id[] =>
  sessions(s).flatMap((x) => s.children(x, "sheet")).flatMap((sheet) => [...s.children(sheet, "action")])
    .filter((a) => s.num(a, "action", "star") === 1 && s.text(a, "action", "what").trim());

export function PollDesk({ desk }: { desk: Desk }) {
  const { s } = desk;
  const making = useSignal(false);
  const now = currentSession(s);
  const order = [now, ...sessions(s).filter((id) => id !== now), 0];
  const all = order.flatMap((id) => s.children(id || ROOT, "sheet").flatMap((sheet) => [...s.children(sheet, "poll")]));
  const weight = (p: Id): number => [1, 0, 2][s.num(p, "poll", "state")] ?? 3;
  const sorted = all.map((p, i) => ({ p, i })).sort((a, b) => weight(a.p) - weight(b.p) || a.i - b.i).map((x) => x.p);
  return (
    <div class="mod-column stack">
      <div class="row spread">
        <h2>{m("polls")}</h2>
        {!making.value && <button type="button" class="button primary" onClick={() => (making.value = true)}><PlusIcon />{m("pollNew")}</button>}
      </div>
      {making.value && <section class="card" aria-label={m("pollNew")}><NewPoll desk={desk} onDone={() => (making.value = false)} /></section>}
      {!sorted.length && !making.value && <p class="empty">{m("noPolls")}</p>}
      <ul class="plain stack">{sorted.map((p) => <Poll key={p} desk={desk} poll={p} />)}</ul>
    </div>
  );
}
