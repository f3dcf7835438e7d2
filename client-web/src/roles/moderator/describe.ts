/* describe.ts - a node in a few words: for "newest", queues, receipts of acts.
 *
 * What: the text that people wrote in it, or the title it carries; "" when it is empty or not ours to see.
 * Not:  no words of our own but the kinds' names.    Uses: model.ts. */
import { momentOf } from "../../boards/ReadOutline.ts";
import { placeName, ROOT, sheetOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { ownerOf } from "../../state/model.ts";
import { m } from "../../text/moderator.ts";

const spoken = (parts: readonly string[]): string => parts.map((p) => p.trim()).filter(Boolean).join(" · ");
export function wordsOf(s: Seminar, id: Id): string {
  switch (s.kind(id)) {
    case "point":
      return s.text(id, "point", "text");
    case "card":
      return s.text(id, "card", "title") || s.text(id, "card", "body");
    case "obstacle":
      return s.text(id, "obstacle", "text");
    case "action":
      return s.text(id, "action", "what") || s.text(id, "action", "first") || s.text(id, "action", "who");
    case "question":
      return s.text(id, "question", "discussion") || s.text(id, "question", "text");
    case "flow":
      return s.text(id, "flow", "label");
    case "challenge":
      return [s.text(id, "challenge", "number"), s.text(id, "challenge", "text")].filter(Boolean).join(" ");
    case "parked":
      return s.text(id, "parked", "text");
    case "row":
      return [1, 2, 3].map((n) => s.text(id, "row", `t${n as 1 | 2 | 3}`)).filter(Boolean).join(" · ");
    case "contact":
      return spoken([s.text(id, "contact", "name"), s.text(id, "contact", "agency"), s.text(id, "contact", "by")]);
    case "meeting":
      return spoken([s.text(id, "meeting", "about"), momentOf(s.num(id, "meeting", "when"), s.num(id, "meeting", "time")), s.text(id, "meeting", "place"), s.text(id, "meeting", "calls")]);
    case "consent":
      return s.text(id, "consent", "what");
    case "check":
      return s.text(id, "check", "text");
    case "revision":
      return s.text(id, "revision", "what");
    case "cluster":
      return s.text(id, "cluster", "title");
    case "sheet":
      return s.text(id, "sheet", "title");
    case "session":
      return s.text(id, "session", "title");
    case "poll":
      return s.text(id, "poll", "text");
    case "seminar":
      return s.text(ROOT, "seminar", "title");
    default:
      return "";
  }
}

/** The kind of something written, as a word. */
export function kindWord(s: Seminar, id: Id): string {
  switch (s.kind(id)) {
    case "card":
      return m("kindCard");
    case "obstacle":
      return m("kindObstacle");
    case "action":
      return m("kindAction");
    case "point":
      return m("kindPoint");
    case "row":
      return m("kindRow");
    default:
      return "";
  }
}

/** Whose it is: "Rum 2"; "" for what belongs to nobody in particular. */
export function ownerWords(s: Seminar, id: Id): string {
  const sheet = sheetOf(s, id);
  return sheet ? placeName(s, ownerOf(s, sheet)) : "";
}
export const shorten = (text: string, most = 60): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
};
