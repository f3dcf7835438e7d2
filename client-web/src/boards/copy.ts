/* copy.ts - a thing from another board, put where it belongs on the own one, with its source.
 *
 * What: for each form what a bullet, card, obstacle, proposal or row becomes there, and where.
 * Not:  no drawing.    Uses: desk.ts (one change for the hand), model.ts.
 * Invariants: ORIGIN is set on everything that is copied; the source is never changed. */
import { type FieldName, KINDS, type KindName } from "../protocol.gen.ts";
import { allQuestions, sheetForm } from "../state/model.ts";
import type { Fields, Id, Seminar } from "../state/seminar.ts";
import { cellField } from "./Table.tsx";
import type { Desk } from "./desk.ts";
import { mainText } from "./words.ts";

const same = (a: string, b: string): boolean => a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
/** What does not fit the field is cut at its bound; the source keeps the whole. */
function cut<K extends KindName>(kind: K, field: FieldName<K> & string, text: string): string {
  const bound = (KINDS[kind].fields as unknown as Record<string, { bound?: number }>)[field]?.bound ?? 200;
  return [...text].slice(0, bound).join("");
}

/** The one on this sheet with the same title as that one on the other; else at the same rank; else the first. */
function counterpart(s: Seminar, sheet: Id, kind: "phase" | "lane", other: Id): Id {
  const here = s.children(sheet, kind);
  const title = s.text(other, kind, "title");
  const rank = s.children(s.parent(other), kind).indexOf(other);
  return here.find((h) => same(s.text(h, kind, "title"), title)) ?? here[rank] ?? here[0] ?? 0;
}
/** Up from where one works to a thing of that kind on this sheet; 0 none. */
function around(desk: Desk, sheet: Id, kind: KindName): Id {
  const { s } = desk;
  let id = desk.at.value;
  while (id && s.kind(id) !== kind) id = s.parent(id);
  let up = id;
  while (up && up !== sheet) up = s.parent(up);
  return up === sheet && !s.deleted(id) ? id : 0;
}

function toQuestions(desk: Desk, sheet: Id, from: Id): Id {
  const { s } = desk;
  const all = allQuestions(s, sheet);
  const text = cut("point", "text", mainText(s, from));
  const theirs = s.kind(from) === "point" ? s.text(s.parent(from), "question", "text") : "";
  const to = around(desk, sheet, "question") || (all.find((q) => theirs && same(s.text(q, "question", "text"), theirs)) ?? all[0] ?? 0);
  return to ? desk.add("point", to, s.children(to, "point").at(-1) ?? 0, { text, origin: from }) : 0;
}
function toTimeline(desk: Desk, sheet: Id, from: Id): Id {
  const { s } = desk;
  const kind = s.kind(from);
  if (kind === "obstacle") {
    const card = around(desk, sheet, "card");
    const on = card || sheet;
    return desk.add("obstacle", on, s.children(on, "obstacle").at(-1) ?? 0, {
      text: s.text(from, kind, "text"), weight: s.num(from, kind, "weight"), origin: from,
    });
  }
  const near = around(desk, sheet, "card");
  let phase = near ? s.parent(near) : (s.children(sheet, "phase")[0] ?? 0);
  let lane = near ? s.num(near, "card", "lane") : (s.children(sheet, "lane")[0] ?? 0);
  const fields: Fields<"card"> = { title: cut("card", "title", mainText(s, from)), origin: from };
  if (kind === "card") {
    phase = counterpart(s, sheet, "phase", s.parent(from));
    const theirLane = s.num(from, "card", "lane");
    lane = theirLane ? counterpart(s, sheet, "lane", theirLane) : 0;
    for (const f of ["title", "body", "who", "when"] as const) fields[f] = s.text(from, kind, f);
    fields.colour = s.num(from, kind, "colour");
  } else if (mainText(s, from).length > 200) {
    fields.body = cut("card", "body", mainText(s, from));
  }
  if (lane) fields.lane = lane;
  return phase ? desk.add("card", phase, s.children(phase, "card").at(-1) ?? 0, fields) : 0;
}
function toActions(desk: Desk, sheet: Id, from: Id): Id {
  const { s } = desk;
  const last = s.children(sheet, "action").at(-1) ?? 0;
  const kind = s.kind(from);
  if (kind === "obstacle") return desk.add("action", sheet, last, { origin: from });
  const fields: Fields<"action"> = { what: cut("action", "what", mainText(s, from)), origin: from };
  if (kind === "action") {
    for (const f of ["who", "where", "first"] as const) fields[f] = s.text(from, kind, f);
    fields.by = s.num(from, kind, "by");
  }
  return desk.add("action", sheet, last, fields);
}
function toTable(desk: Desk, sheet: Id, from: Id): Id {
  const { s } = desk;
  const fields: Fields<"row"> = { origin: from };
  const columns = s.children(sheet, "column");
  if (s.kind(from) === "row") {
    for (let slot = 1; slot <= 12; slot++) {
      const [t, v] = [`t${slot}` as "t1", `v${slot}` as "v1"];
      if (s.text(from, "row", t)) fields[t] = s.text(from, "row", t);
      if (s.str(from, "row", v)) fields[v] = s.str(from, "row", v);
    }
    fields.negative = s.num(from, "row", "negative");
  } else {
    const column = columns.find((c) => [0, 5].includes(s.num(c, "column", "type")));
    if (!column) return 0;
    (fields as Record<string, string | number>)[cellField(0, s.num(column, "column", "slot"))] = mainText(s, from);
  }
  const theirLane = s.kind(from) === "row" ? s.num(from, "row", "lane") : 0;
  const lane = theirLane ? counterpart(s, sheet, "lane", theirLane) : (s.children(sheet, "lane")[0] ?? 0);
  if (lane) fields.lane = lane;
  return desk.add("row", sheet, s.children(sheet, "row").at(-1) ?? 0, fields);
}
function toMap(desk: Desk, sheet: Id, from: Id): Id {
  const { s } = desk;
  const fields: Fields<"challenge"> = { text: cut("challenge", "text", s.kind(from) === "challenge" ? s.text(from, "challenge", "text") : mainText(s, from)), origin: from };
  if (s.kind(from) === "challenge") {
    fields.number = s.text(from, "challenge", "number");
    const [phase, lane] = [s.num(from, "challenge", "phase"), s.num(from, "challenge", "lane")];
    if (phase && lane) {
      fields.phase = counterpart(s, sheet, "phase", phase);
      fields.lane = counterpart(s, sheet, "lane", lane);
    }
  }
  return desk.add("challenge", sheet, s.children(sheet, "challenge").at(-1) ?? 0, fields);
}

/** What was made on the own sheet; 0: this sheet takes no such thing. */
export function copyTo(desk: Desk, sheet: Id, from: Id): Id {
  const { s } = desk;
  switch (sheetForm(s, sheet)) {
    case "timeline":
      return toTimeline(desk, sheet, from);
    case "actions":
      return toActions(desk, sheet, from);
    case "table":
      return toTable(desk, sheet, from);
    case "map":
      return toMap(desk, sheet, from);
    case "parking":
      return desk.add("parked", sheet, s.children(sheet, "parked").at(-1) ?? 0, { text: cut("parked", "text", mainText(s, from)), about: from });
    default:
      return toQuestions(desk, sheet, from);
  }
}
