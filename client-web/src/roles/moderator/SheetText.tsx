/* SheetText.tsx - a sheet as it is being written, for reading: every form as headings and lines, with stars to set.
 *
 * What: follows the typing live; what was written after a lock is marked; a star is the moderator's own to give.
 * Not:  nothing is edited here; the boards' drawing is not repeated: big lines are read faster as text.
 * Uses: model.ts, describe.ts. */
import type { ComponentChildren } from "preact";
import { KINDS } from "../../protocol.gen.ts";
import { questionState, sheetForm } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import { dateWords } from "../../text/index.ts";
import { FlagIcon, RightIcon, StarIcon, WarnIcon } from "../../ui/icons.tsx";
import { shorten, wordsOf } from "./describe.ts";
import { STATE_WORDS } from "./Rooms.tsx";

type Starred = "point" | "card" | "obstacle" | "row" | "action" | "cluster";
export function Star({ s, id, kind }: { s: Seminar; id: Id; kind: Starred }) {
  const on = s.num(id, kind, "star") === 1;
  const what = shorten(wordsOf(s, id), 60) || m("untitled");
  return (
    <button type="button" class="button quiet icon mod-star" aria-pressed={on} disabled={!s.mayWrite(id, kind, "star")}
      aria-label={m("starOf", { what })} onClick={() => s.set(id, kind, "star", on ? 0 : 1)}>
      <StarIcon on={on} />
    </button>
  );
}

function Line(props: { s: Seminar; id: Id; kind: Starred; late: boolean; children: ComponentChildren }) {
  return (
    <div class="mod-line">
      <Star s={props.s} id={props.id} kind={props.kind} />
      <div class="mod-line-text">
        {props.children}
        {props.late && <span class="chip warn">{m("late")}</span>}
      </div>
    </div>
  );
}
const late = (s: Seminar, id: Id, field: number): boolean => s.mark(id, field).late;

function Obstacles({ s, on }: { s: Seminar; on: Id }) {
  const all = s.children(on, "obstacle").filter((o) => s.text(o, "obstacle", "text").trim());
  if (!all.length) return null;
  return (
    <ul class="plain mod-obstacles">
      {all.map((o) => (
        <li key={o}>
          <Line s={s} id={o} kind="obstacle" late={late(s, o, KINDS.obstacle.fields.text.number)}>
            <span class="mod-obstacle"><WarnIcon /><span class="sr">{m("kindObstacle")}: </span>{s.text(o, "obstacle", "text")}</span>
          </Line>
        </li>
      ))}
    </ul>
  );
}

function Questions({ s, parent, path }: { s: Seminar; parent: Id; path: string }) {
  return (
    <ol class="plain mod-questions">
      {s.children(parent, "question").map((q, i) => {
        const state = questionState(s, q);
        const discussion = s.text(q, "question", "discussion").trim();
        const number = `${path}${i + 1}`;
        return (
          <li key={q} class="mod-question">
            <h4>
              <span class="mod-number">{number}</span>
              <span>{s.text(q, "question", "text")}</span>
              <span class={state === "done" ? "chip good" : "chip"}>{m(STATE_WORDS[state])}</span>
              {s.num(q, "question", "stuck") === 1 && <span class="chip warn"><FlagIcon />{m("stuckShort")}</span>}
            </h4>
            <ul class="plain">
              {s.children(q, "point").filter((p) => s.text(p, "point", "text").trim()).map((p) => (
                <li key={p}>
                  <Line s={s} id={p} kind="point" late={late(s, p, KINDS.point.fields.text.number)}>{s.text(p, "point", "text")}</Line>
                </li>
              ))}
            </ul>
            {discussion && <p class="mod-discussion">{discussion}</p>}
            <Questions s={s} parent={q} path={`${number}.`} />
          </li>
        );
      })}
    </ol>
  );
}

function Timeline({ s, sheet }: { s: Seminar; sheet: Id }) {
  const phases = s.children(sheet, "phase").filter((p) => s.children(p, "card").length > 0);
  const flows = s.children(sheet, "flow");
  const title = (c: Id): string => s.text(c, "card", "title") || m("untitled");
  return (
    <>
      {!phases.length && <p class="mod-quiet">{m("boardEmpty")}</p>}
      {phases.map((phase) => (
        <section key={phase} class="mod-phase">
          <h4>{s.text(phase, "phase", "title")}</h4>
          <ul class="plain">
            {s.children(phase, "card").map((c) => {
              const detail = [s.text(c, "card", "who"), s.text(c, "card", "when"), s.text(s.num(c, "card", "lane"), "lane", "title")].filter(Boolean);
              return (
                <li key={c}>
                  <Line s={s} id={c} kind="card" late={late(s, c, KINDS.card.fields.title.number)}>
                    <strong>{title(c)}</strong>
                    {detail.length > 0 && <span class="mod-detail"> {detail.join(" · ")}</span>}
                    {s.text(c, "card", "body") && <p class="mod-body">{s.text(c, "card", "body")}</p>}
                  </Line>
                  <Obstacles s={s} on={c} />
                </li>
              );
            })}
          </ul>
        </section>
      ))}
      {flows.length > 0 && (
        <section class="mod-phase">
          <h4>{m("flows")}</h4>
          <ul class="plain">
            {flows.map((f) => (
              <li key={f} class="mod-flow">
                <p>
                  {title(s.num(f, "flow", "from"))} <RightIcon /> <span class="sr">{m("to")}</span> {title(s.num(f, "flow", "to"))}
                  {s.text(f, "flow", "label") && <span class="mod-detail"> {s.text(f, "flow", "label")}</span>}
                </p>
                <Obstacles s={s} on={f} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Obstacles s={s} on={sheet} />
    </>
  );
}

function Actions({ s, sheet }: { s: Seminar; sheet: Id }) {
  return (
    <ul class="plain">
      {s.children(sheet, "action").map((a) => {
        const from = s.num(a, "action", "origin");
        const who = [s.text(a, "action", "who"), s.text(a, "action", "where")].filter(Boolean).join(", ");
        const by = dateWords(s.num(a, "action", "by"));
        return (
          <li key={a}>
            <Line s={s} id={a} kind="action" late={late(s, a, KINDS.action.fields.what.number)}>
              {s.text(a, "action", "what").trim() ? <strong>{s.text(a, "action", "what")}</strong> : <span class="mod-quiet">{m("noProposal")}</span>}
              {(who || by) && <span class="mod-detail"> {[who, by].filter(Boolean).join(" · ")}</span>}
              {s.text(a, "action", "first") && <p class="mod-body">{m("firstStep")}: {s.text(a, "action", "first")}</p>}
              {from !== 0 && wordsOf(s, from) && <p class="mod-obstacle"><WarnIcon /><span class="sr">{m("kindObstacle")}: </span>{wordsOf(s, from)}</p>}
            </Line>
          </li>
        );
      })}
    </ul>
  );
}

const LINES = ["parked", "challenge", "contact", "meeting", "consent", "check", "revision"] as const;
function Rest({ s, sheet }: { s: Seminar; sheet: Id }) {
  const columns = s.children(sheet, "column");
  const rows = s.children(sheet, "row");
  const lines = LINES.flatMap((kind) => s.children(sheet, kind).filter((id) => wordsOf(s, id).trim()));
  if (!rows.length && !lines.length) return s.children(sheet, "question").length ? null : <p class="mod-quiet">{m("nothingWritten")}</p>;
  return (
    <>
      {rows.map((row) => (
        <Line key={row} s={s} id={row} kind="row" late={false}>
          <dl class="mod-cells">
            {columns.map((c) => {
              const slot = s.num(c, "column", "slot") as 1;
              const cell = s.text(row, "row", `t${slot}`) || s.str(row, "row", `v${slot}`);
              return cell ? <div key={c}><dt>{s.text(c, "column", "title")}</dt><dd>{cell}</dd></div> : null;
            })}
          </dl>
        </Line>
      ))}
      <ul class="mod-plain-list">{lines.map((id) => <li key={id}>{wordsOf(s, id)}</li>)}</ul>
    </>
  );
}

export function SheetText({ s, sheet }: { s: Seminar; sheet: Id }) {
  const form = sheetForm(s, sheet);
  const boards = form === "timeline" || s.children(sheet, "phase").length > 0;
  return (
    <div class="mod-sheet-text">
      {boards && <Timeline s={s} sheet={sheet} />}
      {form === "actions" && <Actions s={s} sheet={sheet} />}
      <Questions s={s} parent={sheet} path="" />
      {!boards && form !== "actions" && form !== "questions" && <Rest s={s} sheet={sheet} />}
    </div>
  );
}
