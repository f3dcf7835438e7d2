/* ReadSheet.tsx - a sheet to be read: on a phone, in a compendium, beside one's own work.
 *
 * What: draws the outline of any sheet as headings, lists and tables that fold to one column where it is narrow.
 * Not:  no editing, no drawing of timelines (TimelineSvg.tsx).
 * Invariants: reads live; shows everything that stands in the sheet, discussion included. */
import type { ComponentChildren } from "preact";
import type { Id, Seminar } from "../state/seminar.ts";
import { read } from "../text/read.ts";
import { StarIcon } from "../ui/icons.tsx";
import { type Entry, outline, type Outline, type Section } from "./ReadOutline.ts";
import "./read.css";

type Level = 2 | 3 | 4;
function Heading({ level, children, class: name }: { level: number; children: ComponentChildren; class: string }) {
  const H = `h${Math.min(6, level)}` as "h2";
  return <H class={name}>{children}</H>;
}
const Star = () => (
  <span class="read-star">
    <StarIcon on />
    <span class="sr">{read("starred")}: </span>
  </span>
);
function Line({ e }: { e: Entry }) {
  const obstacle = e.kind === "obstacle";
  const meta = e.kind === "action" ? [...e.cells.slice(1).filter((c) => c.trim()), ...e.meta] : e.meta;
  return (
    <li class={`read-entry${obstacle ? " obstacle" : ""}`}>
      {obstacle && <span class="read-tag obstacle"><span class="sr">{read("obstacles")} </span>{e.tag}</span>}
      {!obstacle && e.tag && e.kind !== "flow" && <span class="read-tag">{e.tag}</span>}
      {e.star && <Star />}
      <span class="read-text">{e.text}</span>
      {meta.length > 0 && <span class="read-meta">{meta.join(" · ")}</span>}
      {e.below.length > 0 && <ul class="plain read-below">{e.below.map((b) => <Line key={b.id} e={b} />)}</ul>}
    </li>
  );
}
function Table({ x }: { x: Section }) {
  return (
    <ul class="plain read-rows">
      {x.entries.map((e) => (
        <li key={e.id} class="read-row">
          {e.star && <Star />}
          <dl>
            {x.heads.map((head, i) => (e.cells[i] ?? "").trim() && (
              <div key={i}>
                <dt>{head}</dt>
                <dd>{e.cells[i]}</dd>
              </div>
            ))}
          </dl>
          {e.meta.length > 0 && <p class="read-meta">{e.meta.join(" · ")}</p>}
        </li>
      ))}
    </ul>
  );
}

export interface ReadSheetProps {
  readonly s: Seminar;
  readonly sheet: Id;
  /** Of the sheet's own heading; 0: it has none here. */
  readonly level?: Level | 0;
  /** Only this question of it; 0 all. */
  readonly question?: Id;
}
export function ReadSheet({ s, sheet, level = 2, question = 0 }: ReadSheetProps) {
  return <OutlineView o={outline(s, sheet, read)} level={level} question={question} />;
}
/** An outline that was taken before, or just now. */
export function OutlineView({ o, level = 2, question = 0 }: { o: Outline; level?: Level | 0; question?: Id }) {
  const sections = question ? o.sections.filter((x) => x.id === question) : o.sections;
  return (
    <div class="read-sheet">
      {level > 0 && <Heading level={level} class="read-title">{o.title}</Heading>}
      {o.empty && <p class="note">{read("empty")}</p>}
      {sections.map((x) => (
        <section key={x.key} class={`read-section d${x.depth}`}>
          {x.title && (
            <Heading level={(level || 2) + 1 + x.depth} class="read-heading">
              {x.title}
              {x.note && <span class="chip">{x.note}</span>}
            </Heading>
          )}
          {x.entries.length > 0 && (x.heads.length && x.key !== "actions"
            ? <Table x={x} />
            : <ul class={`read-list${x.key.startsWith("p") && x.id ? " plain cards" : x.entries.some((e) => e.tag && e.kind !== "flow") ? " plain" : ""}`}>{x.entries.map((e) => <Line key={e.id} e={e} />)}</ul>)}
          {!o.empty && x.entries.length === 0 && !x.discussion.trim() && x.title && !x.note && <p class="note">{read("empty")}</p>}
          {x.discussion.trim() && (
            <div class="read-discussion">
              <p class="label">{read("discussion")}</p>
              {x.discussion.split(/\n+/).filter((t) => t.trim()).map((t, i) => <p key={i}>{t}</p>)}
            </div>
          )}
        </section>
      ))}
    </div>
  );
}
