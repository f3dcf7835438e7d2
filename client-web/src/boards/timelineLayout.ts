/* timelineLayout.ts - where everything on a drawn timeline stands: phases across, lanes down, cards in their cells,
 *       arrows in the channels between them.
 *
 * What: from a model (phases, lanes, cards, arrows) to pages of rectangles and paths. Arrows run at right angles in
 *       channels between columns and rows, never across a card, each on a track of its own. An arrow to another page ends
 *       in its letter, and goes on there from the same letter.
 * Not:  no drawing (TimelineSvg.tsx). Pure but for the measuring of letters, which is given.
 * Invariants: every card stands on exactly one page; no letter is smaller than FLOOR. */
import type { Outline } from "./ReadOutline.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import type { Read } from "../text/read.ts";

export const FLOOR = 25;
const FONTS = [34, 31, 28] as const;
const ROW_LABEL = 236;
const MOST_LINES = 6;

export interface Card {
  readonly id: Id;
  readonly phase: Id;
  readonly lane: Id;
  readonly title: string;
  readonly sub: string;
  readonly star: boolean;
  readonly colour: number;
  readonly tag: string;
  readonly obstacles: readonly number[];
}
export interface Arrow {
  readonly id: Id;
  readonly from: Id;
  readonly to: Id;
  readonly tag: string;
  readonly label: string;
  readonly obstacles: readonly number[];
}
export interface Model {
  readonly phases: readonly { readonly id: Id; readonly title: string }[];
  readonly lanes: readonly { readonly id: Id; readonly title: string }[];
  readonly cards: readonly Card[];
  readonly arrows: readonly Arrow[];
}
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
export interface DrawnCard extends Box {
  readonly card: Card;
  readonly lines: readonly string[];
  readonly sub: readonly string[];
}
export interface DrawnArrow {
  readonly arrow: Arrow;
  readonly path: string;
  /** Where its letter and its obstacles stand. */
  readonly at: { readonly x: number; readonly y: number };
  readonly cut: boolean;
  readonly head: boolean;
}
export interface DrawnPage {
  readonly width: number;
  readonly height: number;
  readonly font: number;
  readonly heads: readonly (Box & { readonly lines: readonly string[] })[];
  readonly rows: readonly (Box & { readonly lines: readonly string[]; readonly again: boolean })[];
  readonly cards: readonly DrawnCard[];
  readonly arrows: readonly DrawnArrow[];
}
export type Measure = (text: string, font: number, weight: number) => number;

/** What the drawing shows of a sheet, from its outline. */
export function modelOf(s: Seminar, sheet: Id, o: Outline, r: Read): Model {
  const lanes = s.children(sheet, "lane").map((id) => ({ id, title: s.text(id, "lane", "title") }));
  const phases = s.children(sheet, "phase").map((id) => ({ id, title: s.text(id, "phase", "title") }));
  const cards: Card[] = [];
  const arrows: Arrow[] = [];
  for (const x of o.sections) {
    for (const e of x.entries) {
      const numbers = e.below.map((b) => o.numbers.get(b.id) ?? 0).filter((n) => n > 0);
      if (e.kind === "card") {
        const lane = s.num(e.id, "card", "lane");
        const lineless = e.meta.filter((m) => m !== s.text(lane, "lane", "title"));
        const body = s.text(e.id, "card", "title") ? s.text(e.id, "card", "body").trim() : "";
        cards.push({
          id: e.id, phase: x.id, lane: lanes.some((l) => l.id === lane) ? lane : 0, title: e.text,
          sub: lineless.filter((m) => m !== body).join(" · "), star: e.star, colour: s.num(e.id, "card", "colour"), tag: "", obstacles: numbers,
        });
      } else if (e.kind === "challenge") {
        const lane = s.num(e.id, "challenge", "lane");
        cards.push({
          id: e.id, phase: x.id, lane: lanes.some((l) => l.id === lane) ? lane : 0, title: e.text, sub: "", star: false, colour: 0,
          tag: e.tag, obstacles: [],
        });
      } else if (e.kind === "flow") {
        arrows.push({
          id: e.id, from: s.num(e.id, "flow", "from"), to: s.num(e.id, "flow", "to"), tag: e.tag, label: e.meta[0] ?? "", obstacles: numbers,
        });
      }
    }
  }
  const all = cards.some((c) => !phases.some((p) => p.id === c.phase)) ? [...phases, { id: 0, title: r("noPhase") }] : phases;
  const rows = cards.some((c) => c.lane === 0) && lanes.length ? [...lanes, { id: 0, title: r("noLane") }] : lanes.length ? lanes : [{ id: 0, title: "" }];
  const known = new Set(cards.map((c) => c.id));
  return { phases: all, lanes: rows, cards, arrows: arrows.filter((a) => known.has(a.from) && known.has(a.to) && a.from !== a.to) };
}

let canvas: CanvasRenderingContext2D | null = null;
/** Letters of Inter at a size, measured on a canvas. */
export const canvasMeasure: Measure = (text, font, weight) => {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return text.length * font * 0.56;
  canvas.font = `${weight} ${font}px "Inter Variable", system-ui, sans-serif`;
  return canvas.measureText(text).width;
};

/** Text in lines that fit; a word that is too long is broken with a hyphen, what is too much ends in "…". */
export function wrap(text: string, width: number, font: number, weight: number, measure: Measure, most = MOST_LINES, split: (w: string) => string = (w) => w): string[] {
  const lines: string[] = [];
  let line = "";
  const fits = (t: string): boolean => measure(t, font, weight) <= width;
  const put = (word: string): void => {
    const next = line ? `${line} ${word}` : word;
    if (fits(next)) {
      line = next;
      return;
    }
    if (line && fits(word)) {
      lines.push(line);
      line = word;
      return;
    }
    // The word alone is wider than a line: break it at the last good place.
    let rest = word;
    let parts = split(rest).split("\u00ad");
    while (rest && !fits(line ? `${line} ${rest}` : rest)) {
      const prefix = line ? `${line} ` : "";
      let n = 0;
      let head = "";
      while (n < parts.length - 1 && fits(`${prefix}${head}${parts[n]}-`)) head += parts[n++];
      if (!head && prefix) {
        lines.push(line);
        line = "";
        continue;
      }
      if (!head) {
        let k = rest.length - 1;
        while (k > 1 && !fits(`${rest.slice(0, k)}-`)) k--;
        head = rest.slice(0, k);
        parts = [rest.slice(k)];
        n = 0;
      } else {
        parts = parts.slice(n);
      }
      lines.push(`${prefix}${head}${head.endsWith("-") ? "" : "-"}`);
      rest = rest.slice(head.length);
      line = "";
    }
    line = line ? `${line} ${rest}` : rest;
  };
  for (const word of text.trim().split(/\s+/)) if (word) put(word);
  if (line) lines.push(line);
  if (lines.length <= most) return lines;
  let last = lines[most - 1]!;
  while (last && !fits(`${last} …`)) last = last.slice(0, -1).trimEnd();
  return [...lines.slice(0, most - 1), `${last.replace(/-$/, "")} …`];
}

export interface Options {
  readonly width: number;
  /** Of a page; the drawing may be lower. 0: one page, as high as it becomes. */
  readonly height: number;
  readonly measure?: Measure;
  readonly split?: (word: string) => string;
}

export function layout(model: Model, o: Options): DrawnPage[] {
  const measure = o.measure ?? canvasMeasure;
  const n = Math.max(1, model.phases.length);
  let best: DrawnPage[] | null = null;
  for (let windows = 1; windows <= n; windows++) {
    const each = Math.ceil(n / windows);
    for (const font of FONTS) {
      if ((o.width - ROW_LABEL) / each < font * 9.6 && windows < n && o.height > 0) continue;
      const pages: DrawnPage[] = [];
      for (let w = 0; w < windows; w++) {
        const [from, to] = [Math.ceil((w * n) / windows), Math.ceil(((w + 1) * n) / windows)];
        pages.push(...draw(model, from, to, font, o, measure));
      }
      if (pages.length <= windows || o.height === 0) return pages;
      if (!best || pages.length < best.length) best = pages;
    }
    if (windows >= 4 && best) break;
  }
  return best ?? [];
}

interface Placed {
  card: Card;
  lines: string[];
  sub: string[];
  h: number;
  col: number;
  row: number;
  x: number;
  y: number;
}
const PAD = 11;
const STACK = 12;
const HEAD_FONT = 30;

/** Pages of the phases from..to: one, or more where the lanes do not fit below each other. */
function draw(model: Model, from: number, to: number, font: number, o: Options, measure: Measure): DrawnPage[] {
  const columns = model.phases.slice(from, to);
  const inColumns = new Map(columns.map((p, i) => [p.id, i]));
  const here = model.cards.filter((c) => inColumns.has(c.phase));
  const local = new Map(here.map((c) => [c.id, c]));
  const col = (id: Id): number => inColumns.get(local.get(id)!.phase)!;
  const split = o.split ?? ((w: string) => w);

  // Channels: k lies left of column k; the last one right of the last column.
  const busy = new Array<number>(columns.length + 1).fill(0);
  for (const a of model.arrows) {
    const [f, t] = [local.has(a.from), local.has(a.to)];
    if (f) busy[col(a.from) + (t && col(a.to) < col(a.from) ? 0 : 1)]!++;
    if (t && (!f || col(a.to) !== col(a.from) + 1)) busy[f && col(a.to) <= col(a.from) ? col(a.to) + 1 : col(a.to)]!++;
  }
  // Where a letter or an obstacle stands on an arrow, there must be room for it.
  const marked = new Set<number>();
  for (const a of model.arrows) {
    if (!a.label && !a.obstacles.length) continue;
    if (local.has(a.from)) marked.add(col(a.from) + (local.has(a.to) && col(a.to) < col(a.from) ? 0 : 1));
  }
  // An arrow that leaves the page at its edge ends in a letter, too.
  for (const a of model.arrows) {
    if (local.has(a.from) && !local.has(a.to)) marked.add(col(a.from) + 1);
    if (local.has(a.to) && !local.has(a.from)) marked.add(col(a.to));
  }
  const channel = busy.map((b, k) => (k === 0 && !b ? 14 : 28 + 14 * Math.min(b, 6) + (marked.has(k) ? 30 : 0)));
  const cellWidth = (o.width - ROW_LABEL - channel.reduce((a, b) => a + b, 0)) / columns.length;
  const left = columns.map((_, i) => ROW_LABEL + channel.slice(0, i + 1).reduce((a, b) => a + b, 0) + i * cellWidth);
  const inner = cellWidth - 2 * PAD - 8;
  const lineHeight = Math.round(font * 1.2);
  const small = Math.max(FLOOR, Math.round(font * 0.82));
  const smallLine = Math.round(small * 1.22);

  const headLines = columns.map((p) => wrap(p.title, cellWidth, HEAD_FONT, 650, measure, 3, split));
  const headHeight = Math.max(1, ...headLines.map((l) => l.length)) * 36 + 26;

  const make = (c: Card): Placed => {
    const marks = c.obstacles.length ? Math.min(3, c.obstacles.length) * 34 : 0;
    const lines = wrap(c.tag ? `${c.tag}  ${c.title}` : c.title, inner - (c.star ? font : 0) - Math.max(0, marks - 40), font, 600, measure, MOST_LINES, split);
    const sub = c.sub ? wrap(c.sub, inner, small, 450, measure, 3, split) : [];
    return { card: c, lines, sub, h: lines.length * lineHeight + (sub.length ? sub.length * smallLine + 6 : 0) + 2 * PAD, col: inColumns.get(c.phase)!, row: 0, x: 0, y: 0 };
  };
  // A lane is one row, or several where a cell is higher than the page.
  const room = o.height > 0 ? o.height - headHeight : Number.POSITIVE_INFINITY;
  interface Row { lane: number; again: boolean; cells: Placed[][]; h: number; lines: string[] }
  const rows: Row[] = [];
  model.lanes.forEach((lane, n) => {
    const lines = wrap(lane.title, ROW_LABEL - 24, 26, 600, measure, 4, split);
    const cells = columns.map((p) => here.filter((c) => c.phase === p.id && c.lane === lane.id).map(make));
    if (lane.id === 0 && model.lanes.length > 1 && cells.every((cell) => !cell.length)) return; // nothing is loose on this page
    let again = false;
    do {
      const taken = cells.map((cell) => {
        let used = 0;
        const out: Placed[] = [];
        while (cell.length && (!out.length || used + cell[0]!.h + STACK <= room - 40)) {
          used += cell[0]!.h + STACK;
          out.push(cell.shift()!);
        }
        return out;
      });
      const h = Math.max(lines.length * 31 + 18, ...taken.map((t) => t.reduce((a, p) => a + p.h + STACK, 0) - STACK + 24));
      rows.push({ lane: n, again, cells: taken, h, lines });
      again = true;
    } while (cells.some((cell) => cell.length));
  });
  // Channels between rows, for arrows that pass a column: as wide as they need.
  const rowOf = new Map<Id, number>();
  rows.forEach((row, n) => row.cells.flat().forEach((p) => rowOf.set(p.card.id, n)));
  const lies = new Array<number>(rows.length + 1).fill(0);
  const crossing = (a: Arrow): number => {
    const [r1, r2] = [rowOf.get(a.from)!, rowOf.get(a.to)!];
    return r2 >= r1 ? r2 : r2 + 1;
  };
  const passes = (a: Arrow): boolean => local.has(a.from) && local.has(a.to) && Math.abs(col(a.to) - col(a.from)) > 1;
  for (const a of model.arrows) if (passes(a)) lies[crossing(a)]!++;
  const gap = (n: number): number => (lies[n] ? 6 + 15 * Math.min(4, lies[n]!) : 0);

  // Rows fill pages from above.
  const groups: number[][] = [];
  let group: number[] = [];
  let used = 0;
  rows.forEach((row, n) => {
    const h = row.h + gap(n);
    if (group.length && used + h > room) {
      groups.push(group);
      group = [];
      used = 0;
    }
    group.push(n);
    used += h;
  });
  if (group.length) groups.push(group);

  return groups.map((group) => {
    const need = group.reduce((a, n) => a + rows[n]!.h + gap(n), 0);
    // Spare height goes to the rows, so that the drawing fills its page.
    const spare = o.height > 0 ? Math.min(Math.max(0, room - need), need * 0.5) : 0;
    let y = headHeight;
    const rowY = new Map<number, number>();
    const rowH = new Map<number, number>();
    const drawnRows: (Box & { lines: readonly string[]; again: boolean })[] = [];
    const placed = new Map<Id, Placed>();
    for (const n of group) {
      const row = rows[n]!;
      const h = row.h + spare / group.length;
      y += gap(n);
      rowY.set(n, y);
      rowH.set(n, h);
      drawnRows.push({ x: 0, y: y - gap(n), w: o.width, h: h + gap(n), lines: row.lines, again: row.again });
      row.cells.forEach((cell, c) => {
        let at = y + 12;
        for (const p of cell) {
          Object.assign(p, { row: n, x: left[c]!, y: at });
          at += p.h + STACK;
          placed.set(p.card.id, p);
        }
      });
      y += h;
    }
    const arrows = route(model.arrows, placed, { left, cellWidth, channel, rowY, gapOf: gap, crossing, passes, width: o.width, height: y });
    return {
      width: o.width, height: Math.ceil(y), font,
      heads: columns.map((_, i) => ({ x: left[i]!, y: 0, w: cellWidth, h: headHeight, lines: headLines[i]! })),
      rows: drawnRows,
      cards: [...placed.values()].map((p) => ({ card: p.card, x: p.x, y: p.y, w: cellWidth, h: p.h, lines: p.lines, sub: p.sub })),
      arrows,
    };
  });
}

// --- arrows

interface Grid {
  left: readonly number[];
  cellWidth: number;
  channel: readonly number[];
  rowY: ReadonlyMap<number, number>;
  gapOf: (n: number) => number;
  crossing: (a: Arrow) => number;
  passes: (a: Arrow) => boolean;
  width: number;
  height: number;
}
interface Leg {
  /** Vertical channel's number, or row channel's; -1: none. */
  lane: string;
  from: number;
  to: number;
  offset: number;
  arrow: Id;
}

function route(all: readonly Arrow[], placed: ReadonlyMap<Id, Placed>, g: Grid): DrawnArrow[] {
  const shown = all.filter((a) => placed.has(a.from) || placed.has(a.to));
  // Ports: where on a card's side each of its arrows starts or ends, in the order in which they leave.
  const sides = new Map<string, { arrow: Id; end: "from" | "to"; toward: number }[]>();
  const port = new Map<string, number>();
  const side = (a: Arrow, end: "from" | "to"): "left" | "right" => {
    const [f, t] = [placed.get(a.from), placed.get(a.to)];
    if (f && t) {
      if (end === "from") return t.col < f.col ? "left" : "right";
      return t.col > f.col ? "left" : "right";
    }
    return end === "from" ? "right" : "left";
  };
  for (const a of shown) {
    for (const end of ["from", "to"] as const) {
      const p = placed.get(a[end]);
      if (!p) continue;
      const other = placed.get(end === "from" ? a.to : a.from);
      const key = `${p.card.id}.${side(a, end)}`;
      sides.set(key, [...(sides.get(key) ?? []), { arrow: a.id, end, toward: other ? other.y + other.h / 2 + (other.col - p.col) * 0.001 : Number.POSITIVE_INFINITY }]);
    }
  }
  for (const [key, ends] of sides) {
    const p = placed.get(Number(key.split(".")[0]))!;
    ends.sort((a, b) => a.toward - b.toward || a.arrow - b.arrow);
    ends.forEach((e, i) => port.set(`${e.arrow}.${e.end}`, p.y + (p.h * (i + 1)) / (ends.length + 1)));
  }
  // Legs in channels get tracks so that none lies on another.
  const legs: Leg[] = [];
  const leg = (a: Arrow, lane: string, from: number, to: number): Leg => {
    const l = { lane, from: Math.min(from, to), to: Math.max(from, to), offset: 0, arrow: a.id };
    legs.push(l);
    return l;
  };
  interface Plan { a: Arrow; v1: Leg | null; h: Leg | null; v2: Leg | null; y1: number; y2: number; x1: number; x2: number; dir1: 1 | -1; dir2: 1 | -1 }
  const plans: Plan[] = [];
  const right = (p: Placed): number => p.x + g.cellWidth;
  const middle = (k: number): number => (k < g.left.length ? g.left[k]! - g.channel[k]! / 2 : g.left[k - 1]! + g.cellWidth + g.channel[k]! / 2);
  for (const a of shown) {
    const [f, t] = [placed.get(a.from), placed.get(a.to)];
    const y1 = port.get(`${a.id}.from`) ?? 0;
    const y2 = port.get(`${a.id}.to`) ?? 0;
    if (!f || !t) {
      const p = (f ?? t)!;
      plans.push({ a, v1: null, h: null, v2: null, y1, y2, x1: f ? right(p) : p.x, x2: 0, dir1: 1, dir2: 1 });
      continue;
    }
    const back = t.col < f.col;
    const out = back ? f.col : f.col + 1;
    const into = t.col > f.col ? t.col : t.col + 1;
    const x1 = back ? f.x : right(f);
    const x2 = t.col > f.col ? t.x : right(t);
    const plan: Plan = { a, v1: null, h: null, v2: null, y1, y2, x1, x2, dir1: back ? -1 : 1, dir2: t.col > f.col ? 1 : -1 };
    if (out === into) {
      plan.v1 = leg(a, `v${out}`, y1, y2);
    } else {
      const n = g.crossing(a);
      const hy = g.rowY.has(n) ? g.rowY.get(n)! - g.gapOf(n) / 2 : g.height - 8;
      plan.v1 = leg(a, `v${out}`, y1, hy);
      plan.h = leg(a, `h${n}`, middle(out), middle(into));
      plan.v2 = leg(a, `v${into}`, hy, y2);
    }
    plans.push(plan);
  }
  const lanes = new Map<string, Leg[]>();
  for (const l of legs) lanes.set(l.lane, [...(lanes.get(l.lane) ?? []), l]);
  for (const [name, inLane] of lanes) {
    inLane.sort((a, b) => a.from - b.from || b.to - a.to);
    const ends: number[] = [];
    const track = new Map<Leg, number>();
    for (const l of inLane) {
      let k = ends.findIndex((e) => e + 10 < l.from);
      if (k < 0) k = ends.length;
      ends[k] = l.to;
      track.set(l, k);
    }
    const n = ends.length;
    const k = Number(name.slice(1));
    const room = name.startsWith("v") ? (g.channel[k] ?? 30) - 22 : Math.max(4, g.gapOf(k) - 8);
    const step = n > 1 ? Math.min(15, room / (n - 1)) : 0;
    for (const l of inLane) l.offset = (track.get(l)! - (n - 1) / 2) * step;
  }
  return plans.map((p): DrawnArrow => {
    const points: [number, number][] = [];
    const [f, t] = [placed.get(p.a.from), placed.get(p.a.to)];
    if (!f || !t) {
      const y = f ? p.y1 : p.y2;
      points.push(f ? [p.x1, y] : [p.x1 - 26, y], f ? [p.x1 + 26, y] : [p.x1 - 2, y]);
      return { arrow: p.a, path: pathOf(points), at: { x: f ? p.x1 + 30 : p.x1 - 30, y }, cut: true, head: !f };
    }
    const out = p.dir1 < 0 ? f.col : f.col + 1;
    const into = p.dir2 > 0 ? t.col : t.col + 1;
    const vx1 = middle(out) + (p.v1?.offset ?? 0);
    points.push([p.x1, p.y1], [vx1, p.y1]);
    if (p.h && p.v2) {
      const n = Number(p.h.lane.slice(1));
      const hy = (g.rowY.has(n) ? g.rowY.get(n)! - g.gapOf(n) / 2 : g.height - 8) + p.h.offset;
      const vx2 = middle(into) + p.v2.offset;
      points.push([vx1, hy], [vx2, hy], [vx2, p.y2]);
    } else {
      points.push([vx1, p.y2]);
    }
    points.push([p.x2 - p.dir2 * 2, p.y2]);
    return { arrow: p.a, path: pathOf(points), at: anchor(points), cut: false, head: true };
  });
}
/** Middle of the longest leg: there is room for a mark. */
function anchor(points: readonly [number, number][]): { x: number; y: number } {
  let best = 0;
  let at = { x: points[0]![0], y: points[0]![1] };
  for (let i = 1; i < points.length; i++) {
    const [ax, ay] = points[i - 1]!;
    const [bx, by] = points[i]!;
    const length = Math.abs(bx - ax) + Math.abs(by - ay);
    if (length > best) {
      best = length;
      at = { x: (ax + bx) / 2, y: (ay + by) / 2 };
    }
  }
  return at;
}
/** A path with rounded corners. */
function pathOf(points: readonly [number, number][]): string {
  const clean = points.filter((p, i) => i === 0 || p[0] !== points[i - 1]![0] || p[1] !== points[i - 1]![1]);
  let d = `M${clean[0]![0].toFixed(1)} ${clean[0]![1].toFixed(1)}`;
  for (let i = 1; i < clean.length - 1; i++) {
    const [px, py] = clean[i - 1]!;
    const [x, y] = clean[i]!;
    const [nx, ny] = clean[i + 1]!;
    const r = Math.min(9, (Math.abs(x - px) + Math.abs(y - py)) / 2, (Math.abs(nx - x) + Math.abs(ny - y)) / 2);
    const toward = (ax: number, ay: number): [number, number] => {
      const length = Math.abs(ax - x) + Math.abs(ay - y) || 1;
      return [x + ((ax - x) / length) * r, y + ((ay - y) / length) * r];
    };
    const [ix, iy] = toward(px, py);
    const [ox, oy] = toward(nx, ny);
    d += `L${ix.toFixed(1)} ${iy.toFixed(1)}Q${x.toFixed(1)} ${y.toFixed(1)} ${ox.toFixed(1)} ${oy.toFixed(1)}`;
  }
  const [lx, ly] = clean.at(-1)!;
  return `${d}L${lx.toFixed(1)} ${ly.toFixed(1)}`;
}
