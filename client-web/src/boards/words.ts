/* words.ts - what things are called in a line of text.
 *
 * What: a short name for any node (for menus, the bin, what something belongs to), the word of a question's state.
 * Not:  no drawing.    Uses: seminar.ts, text/boards. */
import type { KindName } from "../protocol.gen.ts";
import { questionState } from "../state/model.ts";
import type { Id, QuestionState, Seminar } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";

export function clip(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > most * 0.6 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** What was typed in it, its main text first; "" when it is empty. */
export function mainText(s: Seminar, id: Id): string {
  const kind = s.kind(id);
  switch (kind) {
    case "question":
    case "point":
    case "obstacle":
    case "parked":
    case "check":
    case "prompt":
    case "poll":
      return s.text(id, kind, "text");
    case "card":
      return s.text(id, kind, "title") || s.text(id, kind, "body");
    case "sheet":
    case "phase":
    case "lane":
    case "session":
    case "column":
    case "cluster":
      return s.text(id, kind, "title");
    case "flow": {
      const label = s.text(id, kind, "label");
      const from = mainText(s, s.num(id, kind, "from"));
      const to = mainText(s, s.num(id, kind, "to"));
      return label || `${from || boards("unnamedCard")} → ${to || boards("unnamedCard")}`;
    }
    case "challenge":
      return [s.text(id, kind, "number"), s.text(id, kind, "text")].filter(Boolean).join(" ");
    case "action": {
      const what = s.text(id, kind, "what");
      return what || mainText(s, s.num(id, kind, "origin"));
    }
    case "row":
      for (let slot = 1; slot <= 12; slot++) {
        const text = s.text(id, "row", `t${slot}` as "t1") || s.str(id, "row", `v${slot}` as "v1");
        if (text) return text;
      }
      return "";
    case "contact":
      return s.text(id, kind, "name") || s.text(id, kind, "agency") || s.text(id, kind, "by");
    case "meeting":
      return s.text(id, kind, "about") || s.text(id, kind, "place");
    case "consent":
      return s.text(id, kind, "what");
    case "revision":
      return s.text(id, kind, "what") || s.text(id, kind, "version");
    default:
      return "";
  }
}
const NAMED = ["question", "point", "card", "flow", "obstacle", "challenge", "row", "action", "parked", "contact", "meeting", "consent", "check", "revision", "sheet"] as const;
/** "Punkt", "Kort", "Hinder". */
export const kindWord = (kind: KindName | ""): string =>
  (NAMED as readonly string[]).includes(kind) ? boards(`kind_${kind as (typeof NAMED)[number]}`) : "";

export const shortText = (s: Seminar, id: Id, most = 60): string => clip(mainText(s, id), most) || kindWord(s.kind(id)).toLowerCase();

export const stateWord = (state: QuestionState): string => boards(`state_${state}`);
export const stateOf = (s: Seminar, q: Id): QuestionState => questionState(s, q);
