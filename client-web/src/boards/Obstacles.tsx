/* Obstacles.tsx - what is in the way, on a card, an arrow, or nowhere yet.
 *
 * What: a list of obstacles that are typed like bullets; how heavy, star, "sätt på…" another card or arrow.
 * Not:  no proposals: those are the actions board.    Uses: Text, Tools, Pick. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { LinkIcon, PlusIcon, WarnIcon } from "../ui/icons.tsx";
import { at } from "./desk.ts";
import type { Env, Part } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { Pick } from "./Pick.tsx";
import { listKeys, Text } from "./Text.tsx";
import { addObstacle, allCards, flows } from "./timeline.ts";
import { copyable, CopyOver, ItemMenu, Origin, removed, StarToggle } from "./Tools.tsx";
import { clip, mainText, shortText } from "./words.ts";

/** on: the card, arrow or sheet; back: where the caret goes when the last one is removed. */
export function Obstacles({ b, on, add = true, back }: { b: Env; on: Id; add?: boolean; back?: () => void }) {
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const all = b.s.children(on, "obstacle");
  const may = b.writes("obstacle");
  if (!all.length && !(add && may)) return null;
  return (
    <div class="obstacles-box">
      {all.length > 0 && (
        <ul class="obstacles plain" ref={list} aria-label={boards("obstacles")}>
          {all.map((o) => (
            <Obstacle key={o} b={b} id={o} back={back} />
          ))}
        </ul>
      )}
      {add && may && (
        <button type="button" class="add" data-at={at(on, "obstacle")} onClick={() => addObstacle(b, on)}>
          <PlusIcon />
          {boards("addObstacle")}
        </button>
      )}
    </div>
  );
}

const WEIGHTS = [0, 1, 2, 3] as const;
function Obstacle({ b, id, back }: Part & { back: (() => void) | undefined }) {
  const { s, desk } = b;
  const moving = useSignal(false);
  const weight = s.num(id, "obstacle", "weight");
  const may = b.writes("obstacle");
  const on = s.parent(id);
  const lines = (pasted: string[]): void => {
    desk.together(() => {
      let after = id;
      for (const text of pasted) after = desk.add("obstacle", on, after, { text }) || after;
      desk.focus(after, "text");
    });
  };
  return (
    <li class="obstacle" data-id={id} {...copyable(b, id)}>
      <WarnIcon />
      <div class="point-main">
        <Text b={b} id={id} kind="obstacle" field="text" label={boards("kind_obstacle")} empty={boards("emptyObstacle")} onPasteLines={lines}
          onKey={(e) => {
            const used = listKeys(e, {
              b, id, kind: "obstacle", field: "text", said: removed(s, id), next: () => addObstacle(b, on, id),
              onEdge: (by) => {
                if (by < 0) back?.();
                return by < 0 && back !== undefined;
              },
            });
            if (used) e.stopPropagation();
          }} />
        <Origin b={b} from={s.num(id, "obstacle", "origin")} />
        {weight > 0 && <p class="note">{boards(`weight_${weight as 1 | 2 | 3}`)}</p>}
      </div>
      <span class="tools">
        <StarToggle b={b} id={id} kind="obstacle" />
        <CopyOver b={b} id={id} />
        <ItemMenu b={b} id={id} kind="obstacle" name={shortText(s, id, 40)} park
          extra={[
            ...WEIGHTS.map((w) => ({ label: boards(`weight_${w}`), checked: weight === w, onSelect: () => void desk.set(id, "obstacle", "weight", w) })),
            { label: boards("hangOn"), icon: <LinkIcon />, onSelect: () => (moving.value = true), apart: true },
          ]} />
      </span>
      {moving.value && may && (
        <Pick title={boards("hangOn")} none={boards("noCards")} onClose={() => (moving.value = false)}
          choices={hangable(b, on)}
          onPick={(to) => {
            desk.move(id, to, s.children(to, "obstacle").at(-1) ?? 0);
            desk.focus(id, "text");
          }} />
      )}
    </li>
  );
}
function hangable(b: Env, not: Id) {
  const { s } = b;
  const cards = allCards(b).map((id) => ({ id, label: shortText(s, id, 80), note: s.text(s.parent(id), "phase", "title") }));
  const arrows = flows(b).map((id) => ({
    id, note: boards("kind_flow"),
    label: `${clip(mainText(s, s.num(id, "flow", "from")), 40) || boards("unnamedCard")} → ${clip(mainText(s, s.num(id, "flow", "to")), 40) || boards("unnamedCard")}`,
  }));
  const loose = { id: b.sheet, label: boards("hangNowhere") };
  return [...arrows, ...cards, loose].filter((c) => c.id !== not);
}
