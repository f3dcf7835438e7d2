/* views.tsx - what a stage shows, as a header and columns of items.
 *
 * What: reads the stage's node and what it points at; one function per mode that is paged.
 * Not:  no layout, no DOM. What the moderator may read and the screen may not is left out here, too, so that the
 *       preview is true: held-back and unrevealed answers, sheets that are not shown.
 * Uses: boards/ReadOutline.ts, state/model.ts. */
import type { VNode } from "preact";
import { type Entry, type Outline, outline, type Section, type TextOf } from "../boards/ReadOutline.ts";
import {
  allQuestions, groupOf, ownerOf, placeIndex, placeLetter, placeName, pollForm, sessionForm, sessions, sessionState,
  sheetForm, sheetOf, stageMode, tooFewAnswers,
} from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { hhmm } from "../text/index.ts";
import type { Read } from "../text/read.ts";
import type { StageWords } from "../text/stage.ts";
import { Badge } from "../ui/Badge.tsx";
import type { BulletItem, Item } from "./items.tsx";
import type { Column } from "./Pages.tsx";
import type { Settle } from "./settle.ts";

export interface Context {
  readonly s: Seminar;
  readonly stage: Id;
  readonly t: StageWords;
  readonly r: Read;
  readonly settle: Settle;
  /** Drawn instead of lists where a single timeline is shown; given the room by Stage.tsx. */
  readonly figures: (sheet: Id, o: Outline) => readonly (() => VNode)[];
}
export interface Head {
  readonly place: Id;
  readonly kicker: string;
  readonly title: string;
  readonly sub: string;
}
export interface View {
  readonly mode: ReturnType<typeof stageMode>;
  /** The picture: another one forgets pages and highlights. */
  readonly identity: string;
  readonly head: Head | null;
  readonly columns: readonly Column[];
  readonly most: number;
  /** A drawing needs the height: the header is low. */
  readonly drawing?: boolean;
}

const OLD_MS = 2500;
const BULLETS = 7;
const ROWS = 6;
const SIDE_BY_SIDE = 4;

/** Texts of the tree as far as they have settled. */
export const settledText =
  ({ s, settle }: Context): TextOf =>
  (id, kind, field) =>
    settle.get(`${id}.${field}`, s.text(id, kind, field), s.touched(id) > 0 && s.now() - s.touched(id) > OLD_MS);

/** Group and room: "A2 · Rum 2"; the one where there is no other. */
export function placeWords(s: Seminar, session: Id, place: Id): { name: string; sub: string } {
  const room = s.kind(place) === "room";
  const group = room ? groupOf(s, session, place) : place;
  const name = group ? placeName(s, group) : "";
  return { name: name || placeName(s, place), sub: room && name ? placeName(s, place) : "" };
}
function ColumnHead({ s, session, place, extra }: { s: Seminar; session: Id; place: Id; extra: string }) {
  const { name, sub } = placeWords(s, session, place);
  return (
    <div class="st-place">
      <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} size="76px" />
      <div>
        <p class="st-place-name">{name}</p>
        {(sub || extra) && <p class="st-place-sub">{[sub, extra].filter((x) => x).join(" · ")}</p>}
      </div>
    </div>
  );
}
const titleOf = (s: Seminar, session: Id): string => (s.kind(session) === "session" ? s.text(session, "session", "title") : "");

// --- an outline as items

const FRESH_FIELDS = ["text", "title", "what", "label", "t1", "t2", "t3", "t4", "who", "where", "when", "body", "first"];
export const freshOf = (c: Context, id: Id): number => Math.max(0, ...FRESH_FIELDS.map((f) => c.settle.fresh(`${id}.${f}`)));

function bullet(c: Context, section: string, e: Entry): BulletItem {
  const stated = ["check", "consent", "gathered"].includes(e.kind); // one word belongs to it: its state, its room
  const labelled = e.kind === "action" ? e.cells.slice(1).filter((x) => x.trim()) : [];
  return {
    type: "bullet", key: String(e.id), section, weight: stated ? 0.8 : 1, fresh: freshOf(c, e.id), text: e.text,
    meta: e.kind === "action" ? labelled : stated ? e.meta.slice(1) : e.meta, ...(stated && e.meta[0] ? { aside: e.meta[0] } : {}), star: e.star, tag: e.kind === "action" ? "" : e.tag,
    shape: e.kind === "obstacle" ? "obstacle" : e.tag && e.kind !== "action" ? "tag" : "dot",
  };
}
/** Rows of a wide table, where there is no room for columns: the first cell, the others below with their heads. */
function stacked(c: Context, x: Section, e: Entry): BulletItem {
  const first = e.cells.findIndex((cell) => cell.trim());
  const rest = e.cells.flatMap((cell, i) => (i === first || !cell.trim() ? [] : [`${x.heads[i] ?? ""}: ${cell}`]));
  return { ...bullet(c, x.key, e), meta: [...rest, ...e.meta], tag: "", shape: "dot" };
}
const WIDE_HEADS = 4;
function widthsOf(x: Section): number[] {
  if (x.key === "actions") return [43, 25, 16, 16];
  const n = x.heads.length;
  const first = n > 2 ? 1.35 : 1;
  return x.heads.map((_, i) => ((i === 0 ? first : 1) / (n - 1 + first)) * 100);
}
function itemsOf(c: Context, o: Outline, narrow: boolean, filter: (e: Entry) => boolean = () => true, mark = ""): Item[] {
  const out: Item[] = [];
  for (const x of o.sections) {
    const entries = x.entries.filter(filter);
    if (!entries.length && c.s.kind(x.id) !== "cluster") continue;
    if (mark && !entries.length) continue;
    const section = x.key + mark;
    if (x.title) {
      out.push({ type: "heading", key: `h${section}`, section, weight: 0, title: x.title, note: x.note, depth: x.depth });
    }
    const asTable = x.heads.length > 0 && !narrow && x.heads.length <= WIDE_HEADS;
    for (const e of entries) {
      if (asTable) {
        out.push({
          type: "row", key: String(e.id), section, weight: BULLETS / ROWS, fresh: freshOf(c, e.id), heads: x.heads, widths: widthsOf(x),
          cells: x.key === "actions" ? e.cells.map((cell, i) => cell || (i < 3 ? "–" : "")) : e.cells, meta: e.meta, star: e.star,
        });
      } else if (x.heads.length && x.key !== "actions") {
        out.push({ ...stacked(c, x, e), section });
      } else {
        out.push({ ...bullet(c, section, e), section });
      }
      for (const b of e.below) out.push({ ...bullet(c, section, b), section });
    }
  }
  return out;
}
/** Starred ones open; the rest follows on pages of its own. */
function ordered(c: Context, o: Outline, narrow: boolean): Item[] {
  // A matrix stays whole: its rows are read lane by lane.
  const whole = o.form === "synthesis" || (o.form === "table" && o.sections.length > 1);
  const stars = whole ? false : o.sections.some((x) => x.entries.some((e) => e.star));
  if (!stars) return itemsOf(c, o, narrow);
  const first = itemsOf(c, o, narrow, (e) => e.star, "*");
  const rest = itemsOf(c, o, narrow, (e) => !e.star);
  const [head, ...more] = rest;
  return head ? [...first, { ...head, breakBefore: true }, ...more] : first;
}

// --- modes

function sheets(c: Context, show: readonly Id[]): View {
  const { s, t, r } = c;
  const textOf = settledText(c);
  const known = show.filter((id) => s.kind(id) === "sheet" && !s.deleted(id) && !s.num(id, "sheet", "each"));
  // A synthesis is shown alone: further sheets are those whose proposals stand in its clusters.
  const synthesis = known.filter((id) => sheetForm(s, id) === "synthesis");
  const ids = synthesis.length ? synthesis.slice(0, 1) : known;
  const readable: TextOf = (id, kind, field) => {
    const sheet = sheetOf(s, id);
    return sheet && !known.includes(sheet) ? "" : textOf(id, kind, field);
  };
  const single = ids.length === 1;
  const common = ids[0] ?? 0;
  const session = common ? s.parent(common) : 0;
  const sameSession = ids.every((id) => s.parent(id) === session);
  const title = (id: Id): string => textOf(id, "sheet", "title");
  const sameTitle = ids.every((id) => title(id) === title(common));
  const columns = ids.map((id): Column => {
    const o = outline(s, id, r, readable);
    const place = ownerOf(s, id);
    let items: Item[];
    if (single && (o.form === "timeline" || o.form === "map")) {
      const figures = c.figures(id, o).map((draw, n): Item => ({
        type: "figure", key: `figure${n}`, section: `figure${n}`, weight: 0, breakBefore: true, draw,
      }));
      const lists = itemsOf(c, timelineLists(c, o, textOf), false);
      const [head, ...more] = lists;
      items = [...figures, ...(head ? [{ ...head, breakBefore: true }, ...more] : [])];
    } else {
      items = ordered(c, o, ids.length > 1);
    }
    return {
      key: String(id), items, empty: t("empty"),
      head: single ? null : place
        ? <ColumnHead s={s} session={s.parent(id)} place={place} extra={sameTitle ? "" : title(id)} />
        : <p class="st-place-name">{title(id)}</p>,
    };
  });
  const owner = single ? ownerOf(s, common) : 0;
  const { name, sub } = owner ? placeWords(s, session, owner) : { name: "", sub: "" };
  const sessionTitle = sameSession ? titleOf(s, session) : "";
  return {
    mode: "sheets", identity: "", columns, most: BULLETS, drawing: single && ["timeline", "map"].includes(sheetForm(s, common)),
    head: {
      place: owner, title: single || sameTitle ? title(common) : sessionTitle,
      kicker: [name, sub, single || sameTitle ? sessionTitle : ""].filter((x) => x).join(" · "), sub: "",
    },
  };
}
/** Beside a drawing: what its numbers and letters stand for. */
function timelineLists(c: Context, o: Outline, textOf: TextOf): Outline {
  const { s, r } = c;
  const obstacles: Entry[] = [];
  const collect = (e: Entry, where: string): void => {
    for (const b of e.below) obstacles.push({ ...b, meta: where ? [where] : [] });
  };
  let flows: Section | null = null;
  for (const x of o.sections) {
    if (x.key === "flows") {
      flows = { ...x, entries: x.entries.filter((e) => e.meta.length).map((e) => ({ ...e, below: [] })) };
      for (const e of x.entries) {
        const from = textOf(s.num(e.id, "flow", "from"), "card", "title");
        const to = textOf(s.num(e.id, "flow", "to"), "card", "title");
        collect(e, r("onArrow", { from: from || r("loose"), to: to || r("loose") }));
      }
    } else if (x.key === "loose") {
      for (const e of x.entries) obstacles.push({ ...e, meta: [r("loose")] });
    } else {
      for (const e of x.entries) collect(e, r("atCard", { card: e.text }));
    }
  }
  const listed: Section[] = [];
  const blank = { id: 0, help: "", note: "", depth: 0, heads: [], discussion: "" };
  if (obstacles.length) listed.push({ ...blank, key: "obstacles", title: r("obstacles"), entries: obstacles });
  if (flows?.entries.length) listed.push(flows);
  return { ...o, sections: listed };
}

function across(c: Context, show: readonly Id[]): View {
  const { s, t } = c;
  const textOf = settledText(c);
  const asked = show[0] ?? 0;
  const found: { place: Id; question: Id; session: Id }[] = [];
  for (const session of [1, ...sessions(s)]) {
    for (const sheet of s.children(session, "sheet")) {
      if (s.num(sheet, "sheet", "each")) continue;
      for (const q of allQuestions(s, sheet)) {
        if (q === asked || s.num(q, "question", "pattern") === asked) found.push({ place: ownerOf(s, sheet), question: q, session });
      }
    }
  }
  const one = found[0];
  const points = (q: Id): Entry[] =>
    s.children(q, "point").map((p): Entry => ({
      id: p, kind: "point", text: textOf(p, "point", "text"), meta: [], cells: [], star: s.num(p, "point", "star") === 1, tag: "",
      negative: false, below: [],
    })).filter((e) => e.text.trim());
  return {
    mode: "question", identity: "", most: BULLETS,
    head: { place: 0, kicker: one ? titleOf(s, one.session) : "", title: one ? textOf(one.question, "question", "text") : t("gone"), sub: "" },
    columns: found.map(({ place, question, session }): Column => {
      const all = points(question);
      const stars = all.filter((e) => e.star);
      const rest = all.filter((e) => !e.star);
      const items: Item[] = [...stars, ...rest].map((e) => bullet(c, "q", e));
      if (stars.length && rest.length) items[stars.length] = { ...items[stars.length]!, breakBefore: true };
      return { key: String(question), items, empty: t("noPoints"), head: <ColumnHead s={s} session={session} place={place} extra="" /> };
    }),
  };
}

function agenda(c: Context): View {
  const { s, t } = c;
  const items = sessions(s).map((id): Item => {
    const state = sessionState(s, id);
    const planned = s.num(id, "session", "planned");
    const minor = sessionForm(s, id) === "break";
    return {
      type: "agenda", key: String(id), section: "a", weight: minor ? 0 : 1, minor, time: planned ? hhmm(planned) : "",
      title: s.text(id, "session", "title"), note: state === "paused" ? t("paused") : "",
      state: state === "running" || state === "paused" ? "now" : state === "ended" ? "past" : "coming",
    };
  });
  return {
    mode: "agenda", identity: "", most: BULLETS,
    head: { place: 0, kicker: s.text(1, "seminar", "title"), title: t("agenda"), sub: "" },
    columns: [{ key: "agenda", head: null, items, empty: t("empty") }],
  };
}

/** What the hall may see of a poll's answers: revealed, and not held back. */
export function shownAnswers(s: Seminar, poll: Id): readonly Id[] {
  if (!s.num(poll, "poll", "revealed")) return [];
  return s.children(poll, "answer").filter((a) => !s.num(a, "answer", "held"));
}
function poll(c: Context, show: readonly Id[]): View {
  const { s, t } = c;
  const id = show.find((x) => s.kind(x) === "poll") ?? s.children(show[0] ?? 0, "poll")[0] ?? 0;
  const textOf = settledText(c);
  const head: Head = { place: 0, kicker: id ? titleOf(s, s.parent(sheetOf(s, id))) || t("poll") : "", title: id ? textOf(id, "poll", "text") : t("gone"), sub: String(id) };
  const form = pollForm(s, id);
  let columns: Column[] = [];
  if (id && s.num(id, "poll", "revealed") && !tooFewAnswers(s, id)) {
    const answers = shownAnswers(s, id);
    if (form === "text") {
      const texts = answers.filter((a) => s.text(a, "answer", "text").trim());
      const n = texts.length > 8 ? 3 : texts.length > 3 ? 2 : 1;
      const born = [...texts].sort((a, b) => a - b);
      columns = Array.from({ length: n }, (_, k): Column => ({
        key: `texts${n}.${k}`, head: null, empty: k ? "" : t("noAnswers"),
        items: texts.filter((a) => born.indexOf(a) % n === k).map((a): Item => ({
          type: "quote", key: String(a), section: "t", weight: 1, text: s.text(a, "answer", "text"),
        })),
      }));
    } else {
      const count = new Map<Id, number>();
      for (const a of answers) count.set(s.num(a, "answer", "choice"), s.num(a, "answer", "count"));
      const choices = s.children(id, "choice");
      const sum = choices.reduce((n, x) => n + (count.get(x) ?? 0), 0);
      const most = Math.max(1, ...choices.map((x) => count.get(x) ?? 0));
      const order = form === "scale" || form === "choice" ? choices : [...choices].sort((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0));
      columns = [{
        key: "bars", head: null, empty: t("noAnswers"),
        items: order.map((x): Item => {
          const n = count.get(x) ?? 0;
          const votes = form !== "ranking" && form !== "dots";
          const value = form === "ranking" ? t("points", { n }) : form === "dots" ? t("dots", { n }) : `${n} (${sum ? Math.round((100 * n) / sum) : 0} %)`;
          return {
            type: "bar", key: String(x), section: "b", weight: 1, label: textOf(x, "choice", "text"), value,
            share: n / (votes ? Math.max(1, sum) : most), // a full bar means all, where percentages stand beside it
            best: n > 0 && n === most,
          };
        }),
      }];
    }
  }
  return { mode: "poll", identity: "", head, columns, most: BULLETS };
}

export function viewOf(c: Context): View {
  const { s, stage } = c;
  const mode = stageMode(s, stage);
  const show = s.list(stage, "stage", "show");
  const identity = `${mode}:${show.join()}`;
  const blank: View = { mode, identity, head: null, columns: [], most: BULLETS };
  switch (mode) {
    case "sheets": {
      const v = sheets(c, show);
      return v.columns.length ? { ...v, identity, columns: v.columns } : blank;
    }
    case "question":
      return { ...across(c, show), identity };
    case "poll":
      return { ...poll(c, show), identity };
    case "agenda":
      return { ...agenda(c), identity };
    default:
      return blank;
  }
}
export { SIDE_BY_SIDE };
