/* fits.ts - will it be readable in the hall? Said before it is shown.
 *
 * What: rough counts against what one page of the stage holds: lines, cards, sheets side by side.
 * Not:  no measuring: the preview shows the truth once it is on.
 * Uses: model.ts. */
import { questionAcross, sheetForm } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { m } from "../../text/moderator.ts";
import type { Picture } from "./stage.ts";

/** Lines of body text (1/25 of the height) that a page holds under its heading, alone and in a column. */
const LINES = 14;
const CARDS_PER_PAGE = 18;
const MANY_PAGES = 4;
const CHARS_PER_LINE = 62;

const lines = (text: string, columns: number): number => Math.max(1, Math.ceil((text.length * columns) / CHARS_PER_LINE));

function pagesOfSheet(s: Seminar, sheet: Id, columns: number): number {
  const form = sheetForm(s, sheet);
  const cards = s.children(sheet, "phase").reduce((n, p) => n + s.children(p, "card").length, 0);
  if (form === "timeline" || form === "map") return Math.ceil((cards * columns) / CARDS_PER_PAGE);
  let sum = 0;
  const walk = (parent: Id): void => {
    for (const q of s.children(parent, "question")) {
      sum += lines(s.text(q, "question", "text"), columns) + 1;
      for (const p of s.children(q, "point")) sum += lines(s.text(p, "point", "text"), columns);
      walk(q);
    }
  };
  walk(sheet);
  for (const a of s.children(sheet, "action")) sum += lines(s.text(a, "action", "what"), columns) + 1;
  for (const c of s.children(sheet, "cluster")) sum += 1 + s.children(c, "gathered").length;
  return Math.ceil(sum / LINES);
}

export function pagesAbout(s: Seminar, p: Picture): number {
  if (p.mode === "sheets") return Math.max(0, ...p.show.map((id) => pagesOfSheet(s, id, p.show.length)));
  if (p.mode !== "question") return 1;
  const across = questionAcross(s, p.show[0] ?? 0);
  const most = across.map(({ question }) =>
    s.children(question, "point").reduce((n, x) => n + lines(s.text(x, "point", "text"), Math.min(4, across.length)), 0));
  return Math.ceil(Math.max(0, ...most) / LINES) * Math.ceil(across.length / 4);
}

export function warnings(s: Seminar, p: Picture): readonly string[] {
  const out: string[] = [];
  const boards = p.mode === "sheets" && p.show.filter((id) => ["timeline", "map", "table"].includes(sheetForm(s, id))).length;
  if (boards && p.show.length > 2) out.push(m("warnSmall"));
  const pages = pagesAbout(s, p);
  if (pages >= MANY_PAGES) out.push(m("warnPages", { n: pages }));
  return out;
}
