/* Questions.tsx - guiding questions: bullets for the plenary, discussion for the document.
 *
 * What: each question with its help, bullets, discussion, sub-questions and the group's own word about it.
 *       Enter makes the next bullet, Ctrl+Enter goes to the next question (the screen's keys call goQuestion).
 * Not:  no compiled view across groups.    Uses: Text, Tools, desk.
 * Invariants: at most one bullet without text per question is made by going there; keyed by id throughout. */
import { useRef } from "preact/hooks";
import { allQuestions } from "../state/model.ts";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { CheckIcon, ChevronIcon, FlagIcon, ParkIcon, PlusIcon, WarnIcon } from "../ui/icons.tsx";
import { useKeepFocus } from "./keep.ts";
import { at } from "./desk.ts";
import type { Env, Part } from "./env.ts";
import { StateMark } from "./StateMark.tsx";
import { listKeys, Text } from "./Text.tsx";
import { copyable, CopyOver, ItemMenu, marks, Origin, removed, StarToggle } from "./Tools.tsx";
import { shortText, stateOf } from "./words.ts";

/** What plenary shows comfortably: letters in a bullet, bullets in a question. */
export const COMFORT = { letters: 160, points: 6 } as const;
const WORD = { none: 0, done: 1, skipped: 2 } as const;

export function Questions({ b }: { b: Env }) {
  const all = b.s.children(b.sheet, "question");
  if (all.length === 0) return <p class="empty">{boards("noQuestions")}</p>;
  return (
    <ol class="questions plain">
      {all.map((q, i) => (
        <Question key={q} b={b} id={q} number={`${i + 1}`} depth={0} />
      ))}
    </ol>
  );
}

/** Caret to where writing goes on in a question: its empty bullet, a new one, or the end of the last. */
export function goQuestion(b: Env, q: Id): void {
  const { s, desk } = b;
  document.getElementById(`q${q}`)?.scrollIntoView({ block: "nearest" });
  if (s.num(q, "question", "word") === WORD.skipped) {
    document.querySelector<HTMLElement>(`#q${q} .take-up`)?.focus();
    return;
  }
  const points = s.children(q, "point");
  const last = points.at(-1);
  if (last) desk.focus(last, "text");
  else if (b.writes("point")) addPoint(b, q, 0);
  else document.getElementById(`q${q}`)?.focus();
}
/** The question after or before the one that is worked on, in reading order. */
export function nextQuestion(b: Env, by: -1 | 1): boolean {
  const all = allQuestions(b.s, b.sheet);
  const here = questionAt(b);
  const to = all[here ? all.indexOf(here) + by : by > 0 ? 0 : all.length - 1];
  if (!to) return false;
  goQuestion(b, to);
  return true;
}
/** The question that is worked on; 0 none. */
export function questionAt(b: Env): Id {
  let id = b.desk.at.value;
  while (id && b.s.kind(id) !== "question") id = b.s.parent(id);
  return id && allQuestions(b.s, b.sheet).includes(id) ? id : 0;
}
export function addPoint(b: Env, q: Id, after: Id, text = ""): Id {
  const id = b.desk.add("point", q, after, text ? { text } : {});
  if (id) b.desk.focus(id, "text");
  return id;
}

function Question({ b, id, number, depth }: Part & { number: string; depth: number }) {
  const { s } = b;
  const word = s.num(id, "question", "word");
  const help = s.text(id, "question", "help");
  const minutes = s.num(id, "question", "minutes");
  const stuck = s.num(id, "question", "stuck") === 1;
  const subs = s.children(id, "question");
  const may = b.writes("point");
  const Heading = depth === 0 ? "h2" : "h3";
  const set = (to: number): void => void b.desk.set(id, "question", "word", word === to ? WORD.none : to);
  return (
    <li class={`question depth-${Math.min(depth, 2)}`} id={`q${id}`} tabIndex={-1} data-word={word} {...marks(b, id)}>
      <header class="question-head">
        <span class="question-number" aria-hidden="true">{number}</span>
        <Heading class="question-text">
          <span class="sr">{common("question")} {number}: </span>
          {s.text(id, "question", "text")}
        </Heading>
        <span class="question-side">
          {minutes > 0 && <span class="note minutes">{boards("aboutMinutes", { n: minutes })}</span>}
          <StateMark state={stateOf(s, id)} />
          {stuck && (
            <span class="chip warn">
              <WarnIcon />
              {boards("stuck")}
            </span>
          )}
          <ItemMenuOfQuestion b={b} id={id} />
        </span>
      </header>
      {word === WORD.skipped ? (
        <div class="row skipped">
          <span class="note">{boards("skippedNote")}</span>
          {may && (
            <button type="button" class="button take-up" onClick={() => set(WORD.none)}>
              {boards("comeBack")}
            </button>
          )}
        </div>
      ) : (
        <>
          {help && (
            <details class="help">
              <summary>{boards("help")}</summary>
              <p>{help}</p>
            </details>
          )}
          <Points b={b} id={id} />
          <Text b={b} id={id} kind="question" field="discussion" label={boards("discussion")} shown class="discussion"
            placeholder={boards("discussionHint")} />
          {may && (
            <div class="row question-foot">
              <button type="button" class="button quiet small" aria-pressed={word === WORD.done} onClick={() => set(WORD.done)}>
                <CheckIcon />
                {boards("questionDone")}
              </button>
              <button type="button" class="button quiet small" onClick={() => set(WORD.skipped)}>
                <ChevronIcon />
                {boards("skip")}
              </button>
              <button type="button" class="button quiet small" aria-pressed={stuck} onClick={() => b.desk.toggle(id, "question", "stuck")}>
                <WarnIcon />
                {boards("isStuck")}
              </button>
              {b.onPark && (
                <button type="button" class="button quiet small" onClick={() => b.onPark?.(id)}>
                  <ParkIcon />
                  {boards("park")}
                </button>
              )}
            </div>
          )}
        </>
      )}
      {subs.length > 0 && (
        <ol class="questions plain subs">
          {subs.map((q, i) => (
            <Question key={q} b={b} id={q} number={`${number}.${i + 1}`} depth={depth + 1} />
          ))}
        </ol>
      )}
    </li>
  );
}
/** Questions are the organiser's: what is left of the menu is what has happened here. */
function ItemMenuOfQuestion({ b, id }: Part) {
  return <ItemMenu b={{ ...b, readOnly: true }} id={id} kind="question" name={shortText(b.s, id, 40)} />;
}

function Points({ b, id }: Part) {
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const { s } = b;
  const points = s.children(id, "point");
  const may = b.writes("point");
  return (
    <div class="points-box">
      {points.length > 0 && (
        <ul class="points plain" ref={list} aria-label={boards("points")}>
          {points.map((p) => (
            <Point key={p} b={b} id={p} />
          ))}
        </ul>
      )}
      {may && (
        <button type="button" class="add" data-at={at(id, "add")} onClick={() => addPoint(b, id, points.at(-1) ?? 0)}
          onKeyDown={(e) => typedOnButton(e, (text) => addPoint(b, id, points.at(-1) ?? 0, text))}>
          <PlusIcon />
          {points.length ? boards("addPoint") : boards("firstPoint")}
        </button>
      )}
      {!may && points.length === 0 && <p class="note">{boards("noPoints")}</p>}
      {may && points.length > COMFORT.points && <p class="note fits">{boards("manyPoints", { n: points.length, most: COMFORT.points })}</p>}
    </div>
  );
}
/** Whoever starts to type on "Ny punkt" has meant a new one: the letter is its first. */
export function typedOnButton(e: KeyboardEvent, add: (text: string) => void): void {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.key.length !== 1 || e.key === " ") return;
  if (e.key === "?") return; // the key sheet
  e.preventDefault();
  add(e.key);
}

function Point({ b, id }: Part) {
  const { s, desk } = b;
  const question = s.parent(id);
  const length = s.text(id, "point", "text").length;
  const flag = s.num(id, "point", "flag") === 1;
  const may = b.writes("point");
  const lines = (pasted: string[]): void => {
    desk.together(() => {
      let after = id;
      for (const text of pasted) after = desk.add("point", question, after, { text }) || after;
      desk.focus(after, "text");
    });
  };
  return (
    <li class="point" data-id={id} {...copyable(b, id)}>
      <span class="bullet" aria-hidden="true" />
      <div class="point-main">
        <Text b={b} id={id} kind="point" field="text" label={boards("point")} empty={boards("emptyPoint")} onPasteLines={lines}
          onKey={(e) =>
            listKeys(e, {
              b, id, kind: "point", field: "text", said: removed(s, id), next: () => addPoint(b, question, id),
              onEdge: (by) => {
                if (by < 0) return false;
                desk.focus(question, "discussion", "start");
                return true;
              },
            })
          } />
        <Origin b={b} from={s.num(id, "point", "origin")} />
        {flag && (
          <p class="note flagged">
            <FlagIcon />
            {boards("flagged")}
            {may && (
              <button type="button" class="link" onClick={() => desk.set(id, "point", "flag", 0)}>
                {boards("unflag")}
              </button>
            )}
          </p>
        )}
        {may && length > COMFORT.letters && <p class="note fits">{boards("longPoint", { n: length, most: COMFORT.letters })}</p>}
      </div>
      <span class="tools">
        <StarToggle b={b} id={id} kind="point" />
        <CopyOver b={b} id={id} />
        <ItemMenu b={b} id={id} kind="point" name={shortText(s, id, 40)} park
          extra={[{ label: flag ? boards("unflag") : boards("flag"), icon: <FlagIcon />, onSelect: () => desk.toggle(id, "point", "flag") }]} />
      </span>
    </li>
  );
}
