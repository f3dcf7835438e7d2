/* Answer.tsx - one open question and the way to answer it: text, choice, scale, ranking or dots.
 *
 * What: shows the question, the sentence about anonymity, the controls, and the receipt with the time. The draft is kept
 *       at every change. Also what was answered, and results once they are shown.
 * Not:  no sending (ballots.ts).
 * Invariants: everything works with keys alone and by touch; nothing is sent but by the button. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { FEWEST_ANSWERS, liveSessions, pollForm, tooFewAnswers } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { timeOfDay } from "../../text/index.ts";
import { participant as t } from "../../text/participant.ts";
import { RoundClock } from "../../talk/RoundClock.tsx";
import { announce } from "../../ui/announce.ts";
import { CheckIcon, DownIcon, MinusIcon, PlusIcon, UpIcon } from "../../ui/icons.tsx";
import { CLOSED, failures, OPEN, send, takesAnswers } from "./ballots.ts";
import type { Answer, Kept } from "./kept.ts";

const MOST_TEXT = 500;
const MOST_CHOICES = 16; // of one ballot, see the protocol

interface Props {
  readonly s: Seminar;
  readonly kept: Kept;
  readonly poll: Id;
}
interface FieldProps extends Props {
  readonly answer: Answer;
  readonly onChange: (a: Answer) => void;
  readonly label: string;
}
const ids = (a: Answer): readonly Id[] => (typeof a === "string" ? [] : a);
const most = (s: Seminar, poll: Id): number => Math.max(1, s.num(poll, "poll", "most"));

function TextField({ answer, onChange, label }: FieldProps) {
  const id = useId();
  const text = typeof answer === "string" ? answer : "";
  return (
    <div>
      <label class="label" for={id}>{t("yourAnswer")}<span class="sr">: {label}</span></label>
      <textarea id={id} class="input" rows={4} maxLength={MOST_TEXT} value={text} aria-describedby={`${id}n`} onInput={(e) => onChange(e.currentTarget.value)} />
      <p class="note" id={`${id}n`}>{t("charsLeft", { n: MOST_TEXT - text.length })}</p>
    </div>
  );
}
function ChoiceField({ s, poll, answer, onChange, label }: FieldProps) {
  const name = useId();
  const n = pollForm(s, poll) === "scale" ? 1 : most(s, poll);
  const chosen = ids(answer);
  return (
    <fieldset class="pick-list">
      <legend class="label"><span class="sr">{label}: </span>{n === 1 ? t("chooseOne") : t("chooseMost", { n })}</legend>
      {s.children(poll, "choice").map((c) => (
        <label key={c} class="pick">
          <input type={n === 1 ? "radio" : "checkbox"} name={name} checked={chosen.includes(c)}
            disabled={n > 1 && chosen.length >= n && !chosen.includes(c)}
            onChange={() => onChange(n === 1 ? [c] : chosen.includes(c) ? chosen.filter((x) => x !== c) : [...chosen, c])} />
          <span>{s.text(c, "choice", "text")}</span>
        </label>
      ))}
    </fieldset>
  );
}
function RankField({ s, poll, answer, onChange, label }: FieldProps) {
  const choices = s.children(poll, "choice").slice(0, MOST_CHOICES);
  const known = ids(answer).filter((c) => choices.includes(c));
  const order = [...known, ...choices.filter((c) => !known.includes(c))];
  const move = (c: Id, by: number): void => {
    const at = order.indexOf(c);
    const to = at + by;
    if (to < 0 || to >= order.length) return;
    const next = order.filter((x) => x !== c);
    next.splice(to, 0, c);
    onChange(next);
    announce(t("movedTo", { what: s.text(c, "choice", "text"), n: to + 1 }));
  };
  return (
    <div role="group" aria-label={label}>
      <p class="label">{t("rankHelp")}</p>
      <ol class="plain rank">
        {order.map((c, i) => (
          <li key={c} class="rank-item">
            <span class="rank-n">{i + 1}</span>
            <span class="rank-what">{s.text(c, "choice", "text")}</span>
            <button type="button" class="button icon" aria-disabled={i === 0} onClick={() => move(c, -1)} aria-label={t("moveUp", { what: s.text(c, "choice", "text") })}><UpIcon /></button>
            <button type="button" class="button icon" aria-disabled={i === order.length - 1} onClick={() => move(c, 1)} aria-label={t("moveDown", { what: s.text(c, "choice", "text") })}><DownIcon /></button>
          </li>
        ))}
      </ol>
    </div>
  );
}
function DotsField({ s, poll, answer, onChange, label }: FieldProps) {
  const all = Math.min(MOST_CHOICES, most(s, poll));
  const placed = ids(answer);
  const left = all - placed.length;
  return (
    <div role="group" aria-label={label}>
      <p class="label">{t("dotsHelp", { n: all })}</p>
      <p class="dots-left"><span class="dots" aria-hidden="true">{Array.from({ length: all }, (_, i) => <i key={i} class={i < left ? "" : "used"} />)}</span> {t("dotsLeft", { n: left })}</p>
      <ul class="plain rank">
        {s.children(poll, "choice").map((c) => {
          const n = placed.filter((x) => x === c).length;
          const what = s.text(c, "choice", "text");
          return (
            <li key={c} class="rank-item">
              <span class="rank-what">
                {what}
                <span class="dots" role="img" aria-label={t("dots", { n })}>{Array.from({ length: n }, (_, i) => <i key={i} />)}</span>
              </span>
              <button type="button" class="button icon" aria-disabled={n === 0} aria-label={t("dotLess", { what })} onClick={() => {
                const at = placed.lastIndexOf(c);
                if (at >= 0) onChange(placed.filter((_, i) => i !== at));
              }}><MinusIcon /></button>
              <span class="rank-n" aria-hidden="true">{n}</span>
              <button type="button" class="button icon" aria-disabled={left <= 0} aria-label={t("dotMore", { what })} onClick={() => left > 0 && onChange([...placed, c])}><PlusIcon /></button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
const FIELDS = { text: TextField, choice: ChoiceField, scale: ChoiceField, ranking: RankField, dots: DotsField };

function Words({ words }: { words: readonly string[] }) {
  if (words.length === 1) return <p class="own-answer">{words[0]}</p>;
  return <ol class="own-answer">{words.map((w, i) => <li key={i}>{w}</li>)}</ol>;
}

/** Does a clock run that could be taken for the end of answering? */
const clockRuns = (s: Seminar, poll: Id): boolean => s.num(poll, "poll", "ends") > 0 || liveSessions(s).length > 0;

export function AnswerCard({ s, kept, poll, above, below }: Props & { above?: ComponentChildren; below?: ComponentChildren }) {
  const editing = useSignal(false);
  const missing = useSignal(false);
  const record = kept.record.value;
  const form = pollForm(s, poll);
  const open = takesAnswers(s, poll);
  const said = s.num(poll, "poll", "state");
  const state = said === OPEN && !open ? CLOSED : said;
  const question = s.text(poll, "poll", "text");
  const sent = record.sent[poll];
  const waiting = record.waiting[poll];
  const draft = record.drafts[poll];
  const failure = failures.value.get(poll) ?? "";
  const counted = sent !== undefined && (typeof sent.answer === "string" ? sent.answer.trim() !== "" : sent.answer.length > 0);
  const writing = open && waiting === undefined && (editing.value || draft !== undefined || !counted);
  const start: Answer = draft ?? (counted ? sent.answer : form === "text" ? "" : form === "ranking" ? s.children(poll, "choice").slice(0, MOST_CHOICES) : []);
  const Field = FIELDS[form];
  const go = (): void => {
    const empty = typeof start === "string" ? !start.trim() : start.length === 0;
    missing.value = empty;
    if (empty) return;
    editing.value = false;
    send(s, kept, poll, typeof start === "string" ? start.trim() : start);
    announce(t("sending"));
  };
  const change = (a: Answer): void => {
    missing.value = false;
    kept.setDraft(poll, a);
  };
  const contact = s.connection.value.state === "live";
  return (
    <section class="card answer-card" aria-labelledby={`q${poll}`}>
      {above}
      <h2 id={`q${poll}`}>{question}</h2>
      {writing && (
        <form class="stack" onSubmit={(e) => {
          e.preventDefault();
          go();
        }}>
          <RoundClock s={s} poll={poll} />
          <p class="anonymous">{t("anonymous")}</p>
          <Field s={s} kept={kept} poll={poll} answer={start} onChange={change} label={question} />
          {missing.value && <p class="warn-text" role="alert">{t("empty")}</p>}
          {failure && <p class="warn-text" role="alert">{t("failed")}</p>}
          {clockRuns(s, poll) && <p class="note">{t("ownTime")}</p>}
          <div class="row">
            <button type="submit" class="button primary wide">{counted ? t("sendChange") : t("send")}</button>
            {counted && (
              <button type="button" class="button quiet" onClick={() => {
                editing.value = false;
                kept.setDraft(poll, undefined);
              }}>{t("keep")}</button>
            )}
          </div>
        </form>
      )}
      {!writing && waiting !== undefined && open && (
        <div role="status" class="stack">
          <p>{contact ? t("sending") : t("waiting")}</p>
        </div>
      )}
      {!writing && waiting === undefined && counted && (
        <div class="stack">
          <Words words={sent.words} />
          <p class="receipt" role="status"><CheckIcon /> <span>{t("sent", { time: timeOfDay(sent.at) })}</span></p>
          {open && (
            <>
              <p class="note">{t("changeable")}</p>
              <div class="row">
                <button type="button" class="button" onClick={() => (editing.value = true)}>{t("change")}</button>
                <button type="button" class="button quiet" onClick={() => send(s, kept, poll, form === "text" ? "" : [])}>{t("takeBack")}</button>
              </div>
            </>
          )}
        </div>
      )}
      {open && sent !== undefined && !counted && waiting === undefined && draft === undefined && <p class="note" role="status">{t("takenBack")}</p>}
      {state === CLOSED && <p class="note">{counted ? t("closedCounted") : draft !== undefined || waiting !== undefined ? t("closedUnsent") : t("closedWithout")}</p>}
      {state === CLOSED && !counted && typeof (draft ?? waiting) === "string" && <p class="own-answer">{String(draft ?? waiting)}</p>}
      <Results s={s} poll={poll} />
      {below}
    </section>
  );
}

/** Counts and texts, once the moderator shows them. */
export function Results({ s, poll }: { s: Seminar; poll: Id }) {
  if (!s.num(poll, "poll", "revealed")) return null;
  const form = pollForm(s, poll);
  if (tooFewAnswers(s, poll)) return <p class="note">{t("tooFew", { n: FEWEST_ANSWERS })}</p>;
  const answers = s.children(poll, "answer").filter((a) => !s.num(a, "answer", "held"));
  const count = new Map(answers.map((a) => [s.num(a, "answer", "choice"), s.num(a, "answer", "count")]));
  const choices = [...s.children(poll, "choice")];
  if (form === "ranking" || form === "dots") choices.sort((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0));
  const top = Math.max(1, ...choices.map((c) => count.get(c) ?? 0));
  const word = (n: number): string => (form === "dots" ? t("dots", { n }) : form === "ranking" ? t("points", { n }) : String(n));
  return (
    <div class="results">
      <h3>{t("results")}</h3>
      <p class="note">{t("answers", { n: s.num(poll, "poll", "count") })}</p>
      {form === "text" ? (
        <ul class="plain quotes">
          {answers.filter((a) => s.text(a, "answer", "text").trim()).map((a) => <li key={a}>{s.text(a, "answer", "text")}</li>)}
        </ul>
      ) : (
        <ul class="plain bars">
          {choices.map((c) => {
            const n = count.get(c) ?? 0;
            return (
              <li key={c}>
                <span class="bars-what">{s.text(c, "choice", "text")}</span> <span class="bars-n">{word(n)}</span>
                <span class="bars-track" aria-hidden="true"><span style={{ width: `${(100 * n) / top}%` }} /></span>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
