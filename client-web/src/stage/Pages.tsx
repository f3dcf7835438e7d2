/* Pages.tsx - columns of items as pages: measured off-screen, drawn one page at a time.
 *
 * What: lays all items out unseen in the same width and type, splits what is taller than a page between lines, and
 *       fills pages. When the text changes while a page is shown, the page that now holds the same first item is
 *       shown, so that nobody loses their place.
 * Not:  no paging arithmetic (paging.ts).
 * Invariants: every item is on exactly one page; nothing is drawn smaller to fit, nothing is cut without a sign. */
import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type HeadingTag, type Item, part, type Placed, Runs, textsOf } from "./items.tsx";
import { type Page, pageOf, paginate, type Sized } from "./paging.ts";

export interface Column {
  readonly key: string;
  readonly head: VNode | null;
  readonly items: readonly Item[];
  readonly empty: string;
}
interface Laid {
  readonly signature: string;
  readonly items: readonly (readonly Item[])[];
  readonly pages: readonly (readonly Page[])[];
}
interface Words {
  readonly continued: string;
  readonly now: string;
  readonly starred: string;
  readonly obstacle: string;
}
export interface PagedProps {
  readonly columns: readonly Column[];
  /** Most bullets or rows on a page. */
  readonly most: number;
  /** Which page is asked for; clamped. */
  readonly page: number;
  /** What the page number refers to: a new picture or a new number forgets the place that was kept. */
  readonly asked: string;
  readonly words: Words;
  readonly H: HeadingTag;
  /** What else decides the room: the header's words, whether the letters have come. */
  readonly frame: string;
  readonly onPage: (page: number, pages: number, height: number) => void;
}

const signatureOf = (columns: readonly Column[], frame: string): string =>
  frame + "|" + columns.map((c) => c.key + c.items.map((i) => i.key + "\u0001" + described(i)).join("\u0002")).join("\u0003");
function described(i: Item): string {
  switch (i.type) {
    case "heading":
      return i.title + i.note;
    case "bullet":
      return i.text + i.meta.join() + i.tag + (i.aside ?? "") + (i.star ? "*" : "") + (i.breakBefore ? "/" : "");
    case "row":
      return i.cells.join("\u0001") + i.meta.join() + i.heads.join() + (i.star ? "*" : "");
    case "bar":
      return i.label + i.value;
    case "agenda":
      return i.title + i.time + i.note + i.state;
    case "quote":
      return i.text;
    case "figure":
      return "";
  }
}

/** What is free for items, without the line above and its distance. */
const roomOf = (e: HTMLElement): number => e.clientHeight - (Number.parseFloat(getComputedStyle(e).paddingTop) || 0);

/** How many characters of a text node end above a line on the screen. */
function fitting(holder: Element, bottom: number): number {
  const node = holder.firstChild;
  if (!node || node.nodeType !== Node.TEXT_NODE) return 0;
  const text = node.nodeValue ?? "";
  const range = document.createRange();
  let low = 0;
  let high = text.length;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    range.setStart(node, mid - 1);
    range.setEnd(node, mid);
    const rects = range.getClientRects();
    const last = rects[rects.length - 1];
    if (!last || last.bottom <= bottom) low = mid;
    else high = mid - 1;
  }
  return low;
}
/** Cuts before the word that would not fit; a word longer than a page is cut where it must be. */
function cut(text: string, shown: string, fits: number): [string, string] {
  if (fits >= shown.length) return [text, ""];
  // The shown text holds soft hyphens that the text does not.
  let n = [...shown.slice(0, fits)].filter((c) => c !== "\u00ad").join("").length - 1;
  const space = text.slice(0, Math.max(0, n)).search(/\s\S*$/);
  if (space > 0) n = space;
  n = Math.max(1, n);
  return [text.slice(0, n).trimEnd(), text.slice(n).trimStart()];
}

export function Paged(p: PagedProps) {
  const measure = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const [laid, setLaid] = useState<Laid | null>(null);
  const [, look] = useState(0);
  const signature = signatureOf(p.columns, p.frame);
  // Items as they are being split: starts over when anything changed.
  const [work, setWork] = useState<{ signature: string; items: readonly (readonly Item[])[]; done: boolean }>(() => ({
    signature, items: p.columns.map((c) => c.items), done: false,
  }));
  const current = work.signature === signature ? work : { signature, items: p.columns.map((c) => c.items), done: false };
  const place = useRef<{ asked: string; key: string; column: number } | null>(null);

  useLayoutEffect(() => {
    const layer = measure.current;
    if (!layer || !room.current || current.done) return undefined;
    const height = roomOf(room.current);
    const scale = layer.getBoundingClientRect().width / layer.offsetWidth;
    if (!scale || height <= 0) {
      const later = requestAnimationFrame(() => look((n) => n + 1)); // the frame has no size yet
      return () => cancelAnimationFrame(later);
    }
    let split = false;
    const sizes: Sized[][] = [];
    const next = current.items.map((items, c) => {
      const column = layer.children[c] as HTMLElement;
      const element = (name: string, value: string): HTMLElement | null =>
        column.querySelector<HTMLElement>(`[data-${name}="${CSS.escape(value)}"]`);
      const tall = (el: HTMLElement | null): number => el?.offsetHeight ?? 0;
      let again = 0;
      const sized: Sized[] = [];
      const out: Item[] = [];
      for (const item of items) {
        const el = element("key", item.key);
        const lead = item.type === "row" ? tall(element("lead", item.section)) : 0;
        const h = item.type === "figure" ? height : tall(el);
        if (item.type === "heading") again = tall(element("again", item.key));
        if (el && h > height - again - lead && textsOf(item).length) {
          const top = el.getBoundingClientRect().top;
          const small = tall(el.querySelector<HTMLElement>(".st-meta"));
          const whole = (limit: number): boolean => textsOf(item).every((text, i) => {
            const holder = el.querySelector(`[data-split="${i}"]`);
            return !holder || cut(text, holder.textContent ?? "", fitting(holder, limit))[1] === "";
          });
          // The small words below go with the end of the text: where only they do not fit, some text goes with them.
          let limit = top + (height - again - lead - 24) * scale;
          if (small && whole(limit)) limit -= small * scale;
          const parts = textsOf(item).map((text, i): [string, string] => {
            const holder = el.querySelector(`[data-split="${i}"]`);
            return holder ? cut(text, holder.textContent ?? "", fitting(holder, limit)) : [text, ""];
          });
          if (parts.some(([, rest]) => rest !== "") && parts.some(([first]) => first !== "")) {
            const n = Number(/~(\d+)$/.exec(item.key)?.[1] ?? 0);
            const base = { ...item, key: item.key.replace(/~\d+$/, "") } as Item;
            out.push(part(base, parts.map(([first]) => first), n, false), part(base, parts.map(([, rest]) => rest), n + 1, true));
            split = true;
            continue;
          }
        }
        out.push(item);
        sized.push({
          key: item.key, heading: item.type === "heading", section: item.section, height: h,
          again: item.type === "heading" ? again : 0, lead, weight: item.weight, breakBefore: item.breakBefore === true,
        });
      }
      sizes.push(sized);
      return out;
    });
    if (split) {
      setWork({ signature, items: next, done: false });
      return undefined;
    }
    setWork({ signature, items: next, done: true });
    setLaid({ signature, items: next, pages: sizes.map((s) => paginate(s, height, p.most)) });
    return undefined;
  });

  const pages = laid?.pages ?? [];
  const total = Math.max(1, ...pages.map((c) => c.length));
  let page = Math.min(Math.max(0, p.page), total - 1);
  const kept = place.current;
  if (kept && kept.asked === p.asked && laid) {
    const at = pageOf(pages[kept.column] ?? [], kept.key);
    if (at >= 0) page = at;
  }
  useLayoutEffect(() => {
    if (!laid) return;
    // Not by a layout that is being replaced: what is first there may be last in the next.
    if (place.current?.asked !== p.asked && laid.signature === signature) {
      // The column with most pages keeps the place.
      const column = pages.findIndex((c) => c.length === total);
      const first = pages[column]?.[page]?.find((i) => !i.again)?.key;
      place.current = first ? { asked: p.asked, key: first, column } : null;
    }
    p.onPage(page, total, room.current ? roomOf(room.current) : 0);
  });

  const find = (column: number, key: string): Item | undefined =>
    laid?.items[column]?.find((i) => i.key === key);
  // What is drawn is the newest wording of the items that stand on the page.
  const fresh = new Map(p.columns.flatMap((c) => c.items.map((i) => [c.key + i.key, i] as const)));
  const headed = p.columns.some((c) => c.head) ? " st-headed" : "";
  return (
    <div class={`st-columns st-n${Math.min(4, Math.max(1, p.columns.length))}${headed}`}>
      {p.columns.map((c, n) => {
        const on = (pages[n]?.[page] ?? []).flatMap((i): Placed[] => {
          const item = find(n, i.key);
          if (!item) return [];
          const newest = fresh.get(c.key + i.key);
          return [{ item: newest && !item.goesOn && !item.continued ? newest : item, again: i.again }];
        });
        const ended = laid && c.items.length > 0 && page >= (pages[n]?.length ?? 0);
        return (
          <section key={c.key} class="st-column">
            <div class="st-column-head">{c.head}</div>
            <div class="st-room" {...(n === 0 ? { ref: room } : {})} {...(ended ? { "data-ended": "" } : {})}>
              <Runs placed={on} words={p.words} H={p.H} />
              {laid && c.items.length === 0 && <p class="st-empty">{c.empty}</p>}
            </div>
          </section>
        );
      })}
      {!current.done && (
        <div class={`st-columns st-measure st-n${Math.min(4, Math.max(1, p.columns.length))}`} ref={measure} aria-hidden="true">
          {current.items.map((items, n) => (
            <div key={p.columns[n]?.key ?? n} class="st-column">
              {items.map((item, i) => item.type === "heading" && (
                <Runs key={`again${i}`} placed={[{ item, again: true }]} words={p.words} H={Plain} />
              ))}
              <Runs placed={items.filter((i) => i.type !== "figure").map((item) => ({ item, again: false }))} words={p.words} H={Plain} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
/** Headings in the measuring layer are none. */
const Plain: HeadingTag = ({ depth: _depth, ...rest }) => <p {...rest} />;
