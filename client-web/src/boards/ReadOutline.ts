/* ReadOutline.ts - a sheet as an outline: sections with entries, whatever its form. The one reading of a sheet that
 *       the stage, the phone and the compendium share.
 *
 * What: outline() walks a sheet's tree and says what stands in it, in reading order, with words for what is chosen.
 * Not:  no drawing (ReadSheet.tsx, stage/), no writing.    Uses: Seminar, model.ts, text/read.ts.
 * Invariants: what people wrote is in it exactly once; empty nodes are left out; deleted ones are never there. */
import type { FieldName, KindName } from "../protocol.gen.ts";
import { allQuestions, ownerOf, placeName, sheetForm, type SheetForm, sheetOf } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { hhmm } from "../text/index.ts";
import type { Read, ReadKey } from "../text/read.ts";

/** How a text is read: the tree itself, or what has settled of it. */
export type TextOf = <K extends KindName>(id: Id, kind: K, field: FieldName<K> & string) => string;

export interface Entry {
  readonly id: Id;
  readonly kind: KindName;
  readonly text: string;
  /** Small words below: who, when, status. */
  readonly meta: readonly string[];
  /** A table's cells; their first stands in text, too. */
  readonly cells: readonly string[];
  readonly star: boolean;
  /** A number or letter people refer to: an obstacle's, a challenge's. */
  readonly tag: string;
  readonly negative: boolean;
  readonly below: readonly Entry[];
}
export interface Section {
  readonly key: string;
  readonly id: Id;
  readonly title: string;
  readonly help: string;
  readonly note: string;
  readonly depth: number;
  readonly heads: readonly string[];
  readonly entries: readonly Entry[];
  readonly discussion: string;
}
export interface Outline {
  readonly sheet: Id;
  readonly form: SheetForm;
  readonly title: string;
  readonly sections: readonly Section[];
  /** Number of each obstacle, as it stands on the drawing and in lists. */
  readonly numbers: ReadonlyMap<Id, number>;
  readonly empty: boolean;
}

/** 2026-12-01 from 20261201. */
export function isoDate(n: number): string {
  const t = String(n).padStart(8, "0");
  return n ? `${t.slice(0, 4)}-${t.slice(4, 6)}-${t.slice(6)}` : "";
}
/** 2026-12-01 14:30; either may be missing. */
export const momentOf = (day: number, time: number): string => `${isoDate(day)} ${time ? hhmm(time) : ""}`.trim();
/** The sentence of any node that carries one, for references. */
export function mainText(s: Seminar, textOf: TextOf, id: Id): string {
  switch (s.kind(id)) {
    case "card":
      return textOf(id, "card", "title");
    case "obstacle":
      return textOf(id, "obstacle", "text");
    case "action":
      return textOf(id, "action", "what");
    case "point":
      return textOf(id, "point", "text");
    case "challenge":
      return textOf(id, "challenge", "text");
    case "question":
      return textOf(id, "question", "text");
    case "parked":
      return textOf(id, "parked", "text");
    case "cluster":
      return textOf(id, "cluster", "title");
    case "flow":
      return textOf(id, "flow", "label");
    case "row":
      return textOf(id, "row", "t1") || s.str(id, "row", "v1");
    default:
      return "";
  }
}
/** Obstacles of a timeline in the order in which they are numbered: phase by phase, then arrows, then loose ones. */
export function obstaclesOf(s: Seminar, sheet: Id): readonly Id[] {
  const onCards = s.children(sheet, "phase").flatMap((p) => s.children(p, "card").flatMap((c) => [...s.children(c, "obstacle")]));
  const onFlows = s.children(sheet, "flow").flatMap((f) => [...s.children(f, "obstacle")]);
  return [...onCards, ...onFlows, ...s.children(sheet, "obstacle")];
}
export const flowTag = (n: number): string => (n < 26 ? String.fromCharCode(97 + n) : `${String.fromCharCode(97 + (n % 26))}${Math.floor(n / 26)}`);

const plain = { meta: [], cells: [], star: false, tag: "", negative: false, below: [] } as const;
const filled = (parts: readonly string[]): string[] => [...new Set(parts.map((p) => p.trim()).filter((p) => p !== ""))];

export function outline(s: Seminar, sheet: Id, r: Read, textOf: TextOf = s.text.bind(s) as TextOf): Outline {
  const sections: Section[] = [];
  const numbers = new Map<Id, number>();
  for (const id of obstaclesOf(s, sheet)) if (textOf(id, "obstacle", "text").trim()) numbers.set(id, numbers.size + 1);
  const push = (o: Partial<Section> & { key: string; entries: readonly Entry[] }): void => {
    sections.push({ id: 0, title: "", help: "", note: "", depth: 0, heads: [], discussion: "", ...o });
  };
  const some = (o: Parameters<typeof push>[0]): void => {
    if (o.entries.length) push(o);
  };
  const obstacle = (id: Id): Entry => ({
    ...plain, id, kind: "obstacle", text: textOf(id, "obstacle", "text"), tag: String(numbers.get(id) ?? ""),
    star: s.num(id, "obstacle", "star") === 1,
  });
  const obstacles = (parent: Id): Entry[] => s.children(parent, "obstacle").map(obstacle).filter((e) => e.text.trim());

  // --- questions
  for (const q of allQuestions(s, sheet)) {
    const word = s.num(q, "question", "word");
    push({
      key: `q${q}`, id: q, title: textOf(q, "question", "text"), help: textOf(q, "question", "help"),
      note: word === 2 ? r("skipped") : "", depth: s.kind(s.parent(q)) === "question" ? 1 : 0,
      discussion: textOf(q, "question", "discussion"),
      entries: s.children(q, "point").map((p): Entry => ({
        ...plain, id: p, kind: "point", text: textOf(p, "point", "text"), star: s.num(p, "point", "star") === 1,
      })).filter((e) => e.text.trim()),
    });
  }
  // --- timeline and map
  const lanes = s.children(sheet, "lane");
  const laneName = (id: Id): string => (id ? textOf(id, "lane", "title") : "");
  const phases = s.children(sheet, "phase");
  const challenges = s.children(sheet, "challenge").filter((c) => textOf(c, "challenge", "text").trim());
  const challenge = (id: Id): Entry => ({
    ...plain, id, kind: "challenge", text: textOf(id, "challenge", "text"), tag: textOf(id, "challenge", "number").trim(),
    meta: filled([laneName(s.num(id, "challenge", "lane"))]),
  });
  const inLanes = (ids: readonly Id[], lane: (id: Id) => Id): Id[] =>
    [...ids].sort((a, b) => (lanes.indexOf(lane(a)) + 1 || 999) - (lanes.indexOf(lane(b)) + 1 || 999));
  for (const phase of phases) {
    const cards = s.children(phase, "card").filter((c) => textOf(c, "card", "title").trim() || textOf(c, "card", "body").trim());
    some({
      key: `p${phase}`, id: phase, title: textOf(phase, "phase", "title"),
      entries: [
        ...inLanes(cards, (c) => s.num(c, "card", "lane")).map((c): Entry => ({
          ...plain, id: c, kind: "card", text: textOf(c, "card", "title") || textOf(c, "card", "body"),
          meta: filled([
            laneName(s.num(c, "card", "lane")), textOf(c, "card", "who"), textOf(c, "card", "when"),
            textOf(c, "card", "title") ? textOf(c, "card", "body") : "",
          ]),
          star: s.num(c, "card", "star") === 1, below: obstacles(c),
        })),
        ...inLanes(challenges.filter((c) => s.num(c, "challenge", "phase") === phase), (c) => s.num(c, "challenge", "lane")).map(challenge),
      ],
    });
  }
  some({
    key: "nophase", title: r("noPhase"),
    entries: challenges.filter((c) => !phases.includes(s.num(c, "challenge", "phase"))).map(challenge),
  });
  const flows = s.children(sheet, "flow");
  some({
    key: "flows", title: r("flows"),
    entries: flows.map((f, i): Entry => {
      const from = mainText(s, textOf, s.num(f, "flow", "from"));
      const to = mainText(s, textOf, s.num(f, "flow", "to"));
      const label = textOf(f, "flow", "label").trim();
      return { ...plain, id: f, kind: "flow", text: `${from} → ${to}`, meta: filled([label]), tag: flowTag(i), below: obstacles(f) };
    }).filter((e) => e.text !== " → "),
  });
  some({ key: "loose", title: r("obstacles"), entries: obstacles(sheet) });

  // --- tables
  const columns = s.children(sheet, "column");
  const rows = s.children(sheet, "row");
  const row = (id: Id): Entry => {
    const cells = columns.map((c) => {
      const slot = s.num(c, "column", "slot") || 1;
      return textOf(id, "row", `t${slot}` as "t1") || s.str(id, "row", `v${slot}` as "v1");
    });
    const origin = s.num(id, "row", "origin");
    return {
      ...plain, id, kind: "row", text: cells.find((c) => c.trim()) ?? "", cells,
      meta: filled([origin ? mainText(s, textOf, origin) : "", s.num(id, "row", "negative") ? r("negative") : ""]),
      star: s.num(id, "row", "star") === 1, negative: s.num(id, "row", "negative") === 1,
    };
  };
  const heads = columns.map((c) => textOf(c, "column", "title"));
  const table = (key: string, title: string, id: Id, ids: readonly Id[]): void =>
    some({ key, id, title, heads, entries: ids.map(row).filter((e) => e.cells.some((c) => c.trim()) || e.meta.length) });
  if (rows.length && columns.length) {
    if (rows.some((id) => s.num(id, "row", "lane"))) {
      for (const lane of lanes) table(`l${lane}`, laneName(lane), lane, rows.filter((id) => s.num(id, "row", "lane") === lane));
      table("nolane", r("noLane"), 0, rows.filter((id) => !lanes.includes(s.num(id, "row", "lane"))));
    } else {
      table("rows", "", 0, rows);
    }
  }
  // --- proposals
  some({
    key: "actions", title: sheetForm(s, sheet) === "actions" ? "" : r("actions"), heads: [r("what"), r("who"), r("by"), r("status")],
    entries: s.children(sheet, "action").map((a): Entry => {
      const origin = s.num(a, "action", "origin");
      const what = textOf(a, "action", "what");
      const first = textOf(a, "action", "first").trim();
      const from = origin ? mainText(s, textOf, origin).trim() : "";
      return {
        ...plain, id: a, kind: "action", text: what,
        cells: [
          what, filled([textOf(a, "action", "who"), textOf(a, "action", "where")]).join(", "), isoDate(s.num(a, "action", "by")),
          r(`status${s.num(a, "action", "status")}` as ReadKey),
        ],
        meta: filled([first && r("first", { text: first }), from && r("answers", { text: from })]),
        star: s.num(a, "action", "star") === 1, tag: s.num(a, "action", "number") ? String(s.num(a, "action", "number")) : "",
      };
    }).filter((e) => e.text.trim()),
  });
  // --- plan
  const said = (key: ReadKey, text: string): string => (text.trim() ? r(key, { text: text.trim() }) : "");
  some({
    key: "checks", title: r("checks"),
    entries: s.children(sheet, "check").map((c): Entry => ({
      ...plain, id: c, kind: "check", text: textOf(c, "check", "text"), meta: [r(`check${s.num(c, "check", "tick")}` as ReadKey)],
    })).filter((e) => e.text.trim()),
  });
  some({
    key: "contacts", title: r("contacts"),
    entries: s.children(sheet, "contact").map((c): Entry => ({
      ...plain, id: c, kind: "contact", text: textOf(c, "contact", "name"),
      meta: filled([textOf(c, "contact", "agency"), textOf(c, "contact", "reach"), said("contactBy", textOf(c, "contact", "by"))]),
    })).filter((e) => e.text.trim() || e.meta.length),
  });
  some({
    key: "meetings", title: r("meetings"),
    entries: s.children(sheet, "meeting").map((m): Entry => ({
      ...plain, id: m, kind: "meeting", text: textOf(m, "meeting", "about"),
      meta: filled([
        momentOf(s.num(m, "meeting", "when"), s.num(m, "meeting", "time")), textOf(m, "meeting", "place"), said("meetingCalls", textOf(m, "meeting", "calls")),
        r(`meeting${s.num(m, "meeting", "held")}` as ReadKey),
      ]),
    })).filter((e) => e.text.trim() || e.meta.length > 1),
  });
  some({
    key: "consents", title: r("consents"),
    entries: s.children(sheet, "consent").map((c): Entry => ({
      ...plain, id: c, kind: "consent", text: textOf(c, "consent", "what"),
      meta: filled([r(`consent${s.num(c, "consent", "state")}` as ReadKey), isoDate(s.num(c, "consent", "when"))]),
    })).filter((e) => e.text.trim()),
  });
  // --- parking, clusters, changes
  some({
    key: "parked", title: sheetForm(s, sheet) === "parking" ? "" : r("parked"),
    entries: s.children(sheet, "parked").map((p): Entry => {
      const about = s.num(p, "parked", "about") ? mainText(s, textOf, s.num(p, "parked", "about")) : "";
      return {
        ...plain, id: p, kind: "parked", text: textOf(p, "parked", "text"),
        meta: filled([about && r("about", { text: about }), s.num(p, "parked", "taken") ? r("taken") : ""]),
      };
    }).filter((e) => e.text.trim()),
  });
  const clusters = [...s.children(sheet, "cluster")];
  const rank = (c: Id): number => s.num(c, "cluster", "priority") || 100;
  clusters.sort((a, b) => rank(a) - rank(b));
  for (const c of clusters) {
    const entries = s.children(c, "gathered").map((g): Entry => {
      const what = s.num(g, "gathered", "what");
      return { ...plain, id: g, kind: "gathered", text: mainText(s, textOf, what), meta: filled([placeName(s, ownerOf(s, sheetOf(s, what)))]) };
    }).filter((e) => e.text.trim());
    const title = textOf(c, "cluster", "title");
    if (!title.trim() && !entries.length) continue;
    const priority = s.num(c, "cluster", "priority");
    push({ key: `c${c}`, id: c, title, note: priority ? r("priority", { n: priority }) : "", entries });
  }
  some({
    key: "revisions", title: r("revisions"),
    entries: s.children(sheet, "revision").map((v): Entry => ({
      ...plain, id: v, kind: "revision", text: textOf(v, "revision", "what"), tag: textOf(v, "revision", "version").trim(),
      meta: filled([isoDate(s.num(v, "revision", "when")), textOf(v, "revision", "who")]),
    })).filter((e) => e.text.trim()),
  });
  return {
    sheet, form: sheetForm(s, sheet), title: textOf(sheet, "sheet", "title"), sections, numbers,
    empty: !sections.some((x) => x.entries.length || x.discussion.trim() || s.kind(x.id) === "cluster"),
  };
}
