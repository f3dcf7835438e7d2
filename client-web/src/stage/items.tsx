/* items.tsx - what stands on a page of the stage, piece by piece.
 *
 * What: an item is the smallest thing that is not split unless it is taller than a page: a heading, a bullet, a row
 *       of a table, a bar, a figure. Runs draws items as real lists and tables, for the hall and for the measuring.
 * Not:  no measuring (Pages.tsx), no reading of the tree (views.ts).
 * Invariants: [data-key] is the element whose height counts, its spacing included as padding. [data-split="i"] holds
 *       the item's i-th long text as one text node. */
import type { ComponentChildren, VNode } from "preact";
import { StarIcon } from "../ui/icons.tsx";
import { soft } from "./hyphen.ts";

interface Base {
  readonly key: string;
  readonly section: string;
  readonly weight: number;
  readonly breakBefore?: boolean;
  /** Which change of it this is, while it is new; 0 not new. */
  readonly fresh?: number;
  /** Parts of a text that is longer than a page: not the first, not the last. */
  readonly continued?: boolean;
  readonly goesOn?: boolean;
}
export interface HeadingItem extends Base {
  readonly type: "heading";
  readonly title: string;
  readonly note: string;
  readonly depth: number;
}
export interface BulletItem extends Base {
  readonly type: "bullet";
  readonly text: string;
  readonly meta: readonly string[];
  readonly star: boolean;
  readonly tag: string;
  readonly shape: "dot" | "obstacle" | "tag" | "none";
  /** A word about its state, beside the text. */
  readonly aside?: string;
}
export interface RowItem extends Base {
  readonly type: "row";
  readonly heads: readonly string[];
  readonly widths: readonly number[];
  readonly cells: readonly string[];
  readonly meta: readonly string[];
  readonly star: boolean;
}
export interface BarItem extends Base {
  readonly type: "bar";
  readonly label: string;
  readonly value: string;
  readonly share: number;
  readonly best: boolean;
}
export interface AgendaItem extends Base {
  readonly type: "agenda";
  readonly time: string;
  readonly title: string;
  readonly note: string;
  readonly minor: boolean;
  readonly state: "past" | "now" | "coming";
}
export interface QuoteItem extends Base {
  readonly type: "quote";
  readonly text: string;
}
export interface FigureItem extends Base {
  readonly type: "figure";
  readonly draw: () => VNode;
}
export type Item = HeadingItem | BulletItem | RowItem | BarItem | AgendaItem | QuoteItem | FigureItem;

/** The texts of an item that may be split between lines. */
export function textsOf(item: Item): readonly string[] {
  switch (item.type) {
    case "bullet":
    case "quote":
      return [item.text];
    case "row":
      return item.cells;
    default:
      return [];
  }
}
/** One part of a split item. */
export function part(item: Item, texts: readonly string[], n: number, last: boolean): Item {
  const more = {
    key: n ? `${item.key}~${n}` : item.key, continued: n > 0, goesOn: !last,
    breakBefore: n ? false : item.breakBefore === true, weight: n ? 0 : item.weight,
  };
  switch (item.type) {
    case "bullet":
      return { ...item, ...more, text: texts[0] ?? "", meta: last ? item.meta : [] };
    case "quote":
      return { ...item, ...more, text: texts[0] ?? "" };
    case "row":
      return { ...item, ...more, cells: texts, meta: last ? item.meta : [] };
    default:
      return item;
  }
}

interface Words {
  readonly continued: string;
  readonly now: string;
  readonly starred: string;
  readonly obstacle: string;
}

/** A text that may go on: "forts. …the rest", "the first part…". */
function Long({ item, text, at, words }: { item: Item; text: string; at: number; words: Words }) {
  return (
    <>
      {item.continued && text && <span class="st-cont">{words.continued} …</span>}
      <span data-split={at}>{soft(text)}</span>
      {item.goesOn && text && <span class="st-cont">…</span>}
    </>
  );
}
const Obstacle = ({ tag, word }: { tag: string; word: string }) => (
  <span class="st-diamond">
    <span class="sr">{word} </span>
    <span>{tag}</span>
  </span>
);
const DATE = /^\d{4}-\d\d-\d\d$/;
const freshClass = (item: Item): string => (item.fresh ? " st-fresh" : "");
/** A fresh item is a new element each time, so that its background fades anew. */
const identity = (item: Item): string => (item.fresh ? `${item.key}!${item.fresh}` : item.key);

function Bullet({ item, words }: { item: BulletItem; words: Words }) {
  return (
    <li key={identity(item)} data-key={item.key} class={`st-bullet st-is-${item.shape}${item.star ? " st-starred" : ""}${freshClass(item)}`}>
      {item.shape === "obstacle" && !item.continued && <Obstacle tag={item.tag} word={words.obstacle} />}
      {item.shape === "tag" && !item.continued && <span class="st-tag">{item.tag}</span>}
      {item.star && !item.continued && (
        <span class="st-star">
          <StarIcon on />
          <span class="sr">{words.starred}: </span>
        </span>
      )}
      <div class="st-text">
        <Long item={item} text={item.text} at={0} words={words} />
        {item.aside && !item.goesOn && <span class="st-aside">{item.aside}</span>}
        {item.meta.length > 0 && <p class="st-meta">{item.meta.map(soft).join(" · ")}</p>}
      </div>
    </li>
  );
}
function Row({ item, words }: { item: RowItem; words: Words }) {
  return (
    <tr key={identity(item)} data-key={item.key} class={freshClass(item)}>
      {item.heads.map((_, i) => (
        <td key={i} class={DATE.test(item.cells[i] ?? "") ? "st-date" : undefined}>
          {i === 0 && item.star && !item.continued && (
            <span class="st-star">
              <StarIcon on />
              <span class="sr">{words.starred}: </span>
            </span>
          )}
          <Long item={item} text={item.cells[i] ?? ""} at={i} words={words} />
          {i === 0 && item.meta.length > 0 && <p class="st-meta">{item.meta.map(soft).join(" · ")}</p>}
        </td>
      ))}
    </tr>
  );
}
function Bar({ item }: { item: BarItem }) {
  return (
    <li key={item.key} data-key={item.key} class={`st-bar${item.best ? " st-best" : ""}`}>
      <span class="st-bar-label">{soft(item.label)}</span>
      <span class="st-bar-value">{item.value}</span>
      <span class="st-bar-track" aria-hidden="true">
        <span style={{ width: `${Math.round(item.share * 1000) / 10}%` }} />
      </span>
    </li>
  );
}
function Agenda({ item, words }: { item: AgendaItem; words: Words }) {
  return (
    <li key={item.key} data-key={item.key} class={`st-agenda st-is-${item.state}${item.minor ? " st-minor" : ""}`}
      aria-current={item.state === "now" ? "step" : undefined}>
      <span class="st-time">{item.time}</span>
      <span class="st-what">{item.title}</span>
      {item.state === "now" && <span class="st-now">{words.now}</span>}
      {item.note && <span class="st-note">{item.note}</span>}
    </li>
  );
}

/** heading: how headings are drawn (real ones in the hall, plain ones in a preview inside another page). */
export type HeadingTag = (p: { depth: number; class: string; children: ComponentChildren; "data-key"?: string; "data-again"?: string }) => VNode;

export interface Placed {
  readonly item: Item;
  readonly again: boolean;
}

export function Heading({ item, again, words, H }: { item: HeadingItem; again: boolean; words: Words; H: HeadingTag }) {
  const marks = again ? { "data-again": item.key } : { "data-key": item.key };
  return (
    <H depth={item.depth} class={`st-heading st-d${item.depth}${again ? " st-again" : ""}`} {...marks}>
      <span class="st-heading-text">{item.title}</span>
      {again && <span class="st-cont"> {words.continued}</span>}
      {!again && item.note && <span class="st-chip">{item.note}</span>}
    </H>
  );
}

/** Items in order, neighbours of one kind together in one list or table. */
export function Runs({ placed, words, H }: { placed: readonly Placed[]; words: Words; H: HeadingTag }) {
  const out: VNode[] = [];
  let i = 0;
  const run = (type: Item["type"], section: string): Item[] => {
    const items: Item[] = [];
    while (i < placed.length && placed[i]!.item.type === type && (type !== "row" || placed[i]!.item.section === section)) items.push(placed[i++]!.item);
    return items;
  };
  while (i < placed.length) {
    const { item, again } = placed[i]!;
    switch (item.type) {
      case "heading":
        out.push(<Heading key={item.key + (again ? "+" : "")} item={item} again={again} words={words} H={H} />);
        i++;
        break;
      case "bullet":
        out.push(<ul key={`u${item.key}`} class="st-list">{run("bullet", "").map((b) => <Bullet key={identity(b)} item={b as BulletItem} words={words} />)}</ul>);
        break;
      case "quote":
        out.push(
          <ul key={`q${item.key}`} class="st-list st-quotes">
            {run("quote", "").map((q) => (
              <li key={identity(q)} data-key={q.key} class={`st-quote${freshClass(q)}`}>
                <div class="st-card"><Long item={q} text={(q as QuoteItem).text} at={0} words={words} /></div>
              </li>
            ))}
          </ul>,
        );
        break;
      case "bar":
        out.push(<ul key={`b${item.key}`} class="st-list">{run("bar", "").map((b) => <Bar key={b.key} item={b as BarItem} />)}</ul>);
        break;
      case "agenda":
        out.push(<ol key={`a${item.key}`} class="st-list">{run("agenda", "").map((a) => <Agenda key={a.key} item={a as AgendaItem} words={words} />)}</ol>);
        break;
      case "row": {
        const { heads, widths, section } = item;
        out.push(
          <table key={`t${item.key}`} class="st-table">
            <colgroup>{widths.map((w, n) => <col key={n} style={{ width: `${w}%` }} />)}</colgroup>
            <thead data-lead={section}>
              <tr>{heads.map((h, n) => <th key={n} scope="col">{soft(h)}</th>)}</tr>
            </thead>
            <tbody>{run("row", section).map((r) => <Row key={identity(r)} item={r as RowItem} words={words} />)}</tbody>
          </table>,
        );
        break;
      }
      case "figure":
        out.push(<div key={item.key} class="st-figure">{item.draw()}</div>);
        i++;
        break;
    }
  }
  return <>{out}</>;
}
