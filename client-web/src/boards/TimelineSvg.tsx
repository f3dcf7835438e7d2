/* TimelineSvg.tsx - a timeline as a picture: phases across, lanes down, cards, arrows, obstacles.
 *
 * What: TimelinePage draws one laid-out page; TimelineSvg a whole sheet at once, for who wants to see it all. The
 *       picture has a title and a description, and the same content as a table for those who do not see it.
 * Not:  no layout (timelineLayout.ts), no editing.
 * Invariants: obstacles are told by shape and number, stars by shape, arrows' letters by words in the lists. */
import { useMemo } from "preact/hooks";
import type { Id, Seminar } from "../state/seminar.ts";
import { read, type Read, type ReadKey } from "../text/read.ts";
import { soft } from "../stage/hyphen.ts";
import { outline } from "./ReadOutline.ts";
import { type DrawnPage, layout, type Model, modelOf } from "./timelineLayout.ts";
import "./TimelineSvg.css";

const DIAMOND = 21;
function Diamond({ x, y, n }: { x: number; y: number; n: number }) {
  return (
    <g class="tl-obstacle" transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
      <path d={`M0 ${-DIAMOND}L${DIAMOND} 0 0 ${DIAMOND} ${-DIAMOND} 0z`} />
      <text text-anchor="middle" y="8.5">{n}</text>
    </g>
  );
}
const STAR = "M12 2.600l2.900 6 6.600.900-4.800 4.600 1.200 6.500L12 17.500l-5.900 3.100 1.200-6.500L2.500 9.500l6.600-.900z";

/** Which change of a card this is, while it is new; 0 not new. */
export type Fresh = (id: Id) => number;
const never: Fresh = () => 0;

function Picture({ page, fresh }: { page: DrawnPage; fresh: Fresh }) {
  const line = Math.round(page.font * 1.2);
  const small = Math.max(25, Math.round(page.font * 0.82));
  const smallLine = Math.round(small * 1.22);
  return (
    <>
      {page.rows.map((row, n) => (
        <g key={n}>
          <rect class={n % 2 ? "tl-row odd" : "tl-row"} x={row.x} y={row.y} width={row.w} height={row.h} />
          {row.lines.map((text, i) => <text key={i} class="tl-lane" x="14" y={row.y + 36 + i * 31}>{text}</text>)}
        </g>
      ))}
      {page.heads.map((head, n) => (
        <g key={n}>
          {head.lines.map((text, i) => <text key={i} class="tl-phase" x={head.x} y={head.h - 26 - (head.lines.length - 1 - i) * 36}>{text}</text>)}
          <path class="tl-rule" d={`M${head.x} ${head.h - 8}h${head.w}`} />
        </g>
      ))}
      {page.arrows.map((a) => <path key={a.arrow.id} class="tl-arrow" d={a.path} marker-end={a.head ? "url(#tl-head)" : undefined} />)}
      {page.cards.map((c) => (
        <g key={`${c.card.id}.${fresh(c.card.id)}`} class={`tl-card c${c.card.colour}${fresh(c.card.id) ? " tl-fresh" : ""}`} transform={`translate(${c.x.toFixed(1)} ${c.y.toFixed(1)})`}>
          <rect width={c.w} height={c.h} rx="9" />
          <path class="tl-edge" d={`M9 .75H6a5.250 5.250 0 0 0-5.250 5.250v${(c.h - 12).toFixed(1)}a5.250 5.250 0 0 0 5.250 5.250h3z`} />
          {c.card.star && <path class="tl-star" transform={`translate(${c.w - page.font - 12} 12) scale(${page.font / 24})`} d={STAR} />}
          {c.lines.map((text, i) => <text key={i} class="tl-title" x="22" y={11 + page.font * 0.92 + i * line} font-size={page.font}>{text}</text>)}
          {c.sub.map((text, i) => (
            <text key={i} class="tl-sub" x="22" y={11 + c.lines.length * line + 6 + small * 0.92 + i * smallLine} font-size={small}>{text}</text>
          ))}
        </g>
      ))}
      {page.cards.flatMap((c) => c.card.obstacles.map((n, i) => (
        <Diamond key={`${c.card.id}.${n}`} x={c.x + c.w - 20 - i * 36} y={c.y + c.h} n={n} />
      )))}
      {page.arrows.map((a) => (
        <g key={a.arrow.id}>
          {(a.cut || a.arrow.label) && (
            <g class="tl-letter" transform={`translate(${a.at.x.toFixed(1)} ${a.at.y.toFixed(1)})`}>
              <circle r="17" />
              <text text-anchor="middle" y="8.500">{a.arrow.tag}</text>
            </g>
          )}
          {!a.cut && a.arrow.obstacles.map((n, i) => (
            <Diamond key={n} x={a.at.x} y={a.at.y + (i + (a.arrow.label ? 1 : 0)) * 40} n={n} />
          ))}
        </g>
      ))}
    </>
  );
}

/** The picture in words: phase by phase, from the upper row down, as one would tell it. */
function Told({ page, model, r, caption }: { page: DrawnPage; model: Model; r: Read; caption: string }) {
  const rank = (all: readonly { readonly id: Id }[], id: Id): number => {
    const at = all.findIndex((x) => x.id === id);
    return at < 0 ? all.length : at;
  };
  const cards = page.cards.map((c) => c.card);
  cards.sort((a, b) => rank(model.phases, a.phase) - rank(model.phases, b.phase) || rank(model.lanes, a.lane) - rank(model.lanes, b.lane));
  const named = (all: readonly { readonly id: Id; readonly title: string }[], id: Id): string => all.find((x) => x.id === id)?.title ?? "";
  const leads = (id: Id): string =>
    model.arrows.filter((a) => a.from === id).map((a) => {
      const marks = [a.label, ...a.obstacles.map((k) => r("obstacle", { n: k }))].filter(Boolean).join(", ");
      return `→ ${named(model.cards, a.to)}${marks ? ` (${marks})` : ""}`;
    }).join("; ");
  const columns: readonly (readonly [ReadKey, (c: (typeof cards)[number]) => string])[] = [
    ["phase", (c) => named(model.phases, c.phase)],
    ["lane", (c) => named(model.lanes, c.lane)],
    ["card", (c) => [c.star ? `${r("starred")}:` : "", c.tag ?? "", c.title].filter(Boolean).join(" ")],
    ["detail", (c) => c.sub],
    ["obstacles", (c) => c.obstacles.map((k) => r("obstacle", { n: k })).join(", ")],
    ["leadsTo", (c) => leads(c.id)],
  ];
  // A column that the whole sheet leaves empty is not read out; those of one sheet are the same on every page.
  const used = columns.filter(([, cell]) => model.cards.some((c) => cell(c) !== ""));
  return (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>{used.map(([key]) => <th key={key} scope="col">{r(key)}</th>)}</tr>
      </thead>
      <tbody>
        {cards.map((c) => (
          <tr key={c.id}>{used.map(([key, cell]) => (key === "card" ? <th key={key} scope="row">{cell(c)}</th> : <td key={key}>{cell(c)}</td>))}</tr>
        ))}
      </tbody>
    </table>
  );
}

interface PageProps {
  readonly page: DrawnPage;
  readonly model: Model;
  readonly r: Read;
  readonly n: number;
  readonly pages: number;
  readonly fresh?: Fresh;
}
export function TimelinePage({ page, model, r, n, pages, fresh = never }: PageProps) {
  const ids = new Set(page.cards.map((c) => c.card.id));
  const title = model.phases.filter((p) => model.cards.some((c) => c.phase === p.id && ids.has(c.id))).map((p) => p.title).join(", ");
  return (
    <figure class="tl">
      <svg viewBox={`0 0 ${page.width} ${page.height}`} width={page.width} height={page.height} role="img" aria-label={title}>
        <desc>
          {r("picture", { cards: page.cards.length, flows: page.arrows.length, obstacles: page.cards.reduce((a, c) => a + c.card.obstacles.length, 0) })}
        </desc>
        <defs>
          <marker id="tl-head" viewBox="0 0 12 12" refX="10" refY="6" markerWidth="19" markerHeight="19" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
            <path d="M1 1.500 11 6 1 10.500z" />
          </marker>
        </defs>
        <Picture page={page} fresh={fresh} />
      </svg>
      <div class="sr">
        <Told page={page} model={model} r={r} caption={`${title}${pages > 1 ? ` (${n + 1}/${pages})` : ""}`} />
      </div>
    </figure>
  );
}

/** All of a timeline in one picture, in the language of this device. */
export function TimelineSvg({ s, sheet, width = 1600 }: { s: Seminar; sheet: Id; width?: number }) {
  const o = outline(s, sheet, read);
  const model = modelOf(s, sheet, o, read);
  const key = JSON.stringify(model);
  const page = useMemo(() => layout(model, { width, height: 0, split: soft })[0], [key, width]);
  return page ? <TimelinePage page={page} model={model} r={read} n={0} pages={1} /> : null;
}
