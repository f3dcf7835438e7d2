/* figures.tsx - a timeline or map as full-page drawings, as many as its phases need to be legible. */
import type { VNode } from "preact";
import { soft } from "./hyphen.ts";
import type { Outline } from "../boards/ReadOutline.ts";
import { layout, modelOf } from "../boards/timelineLayout.ts";
import { type Fresh, TimelinePage } from "../boards/TimelineSvg.tsx";
import type { Id, Seminar } from "../state/seminar.ts";
import type { Read } from "../text/read.ts";

export function figuresOf(s: Seminar, sheet: Id, o: Outline, r: Read, room: { width: number; height: number; letters: number }, fresh: Fresh): readonly (() => VNode)[] {
  if (!room.height || !room.letters) return [];
  const model = modelOf(s, sheet, o, r);
  if (!model.cards.length) return [];
  const pages = layout(model, { width: room.width, height: room.height - 8, split: soft });
  return pages.map((page, n) => () => <TimelinePage page={page} model={model} r={r} n={n} pages={pages.length} fresh={fresh} />);
}
