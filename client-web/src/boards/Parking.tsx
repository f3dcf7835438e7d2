/* Parking.tsx - discussions put aside, and taken up again.
 *
 * What: what it was about, the question or card it belongs to, "ta upp igen"; what was taken up sinks below.
 * Not:  parking something from elsewhere: park.ts.    Uses: Text, Tools. */
import { useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { CheckIcon, PlusIcon, UndoIcon } from "../ui/icons.tsx";
import type { Env, Part } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { typedOnButton } from "./Questions.tsx";
import { listKeys, Text } from "./Text.tsx";
import { copyable, CopyOver, ItemMenu, marks, removed } from "./Tools.tsx";
import { kindWord, mainText, shortText } from "./words.ts";

function add(b: Env, after: Id, text = ""): void {
  const id = b.desk.add("parked", b.sheet, after, text ? { text } : {});
  if (id) b.desk.focus(id, "text");
}
export function Parking({ b }: { b: Env }) {
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const { s } = b;
  const all = s.children(b.sheet, "parked");
  const may = b.writes("parked");
  const waiting = all.filter((p) => !s.num(p, "parked", "taken"));
  const taken = all.filter((p) => s.num(p, "parked", "taken"));
  return (
    <div class="parking">
      {all.length === 0 && <p class="empty">{boards(may ? "noParked" : "nothingHere")}</p>}
      <ul class="plain parked-list" ref={list}>
        {waiting.map((p) => <Parked key={p} b={b} id={p} />)}
      </ul>
      {may && (
        <button type="button" class="add" onClick={() => add(b, all.at(-1) ?? 0)}
          onKeyDown={(e) => typedOnButton(e, (text) => add(b, all.at(-1) ?? 0, text))}>
          <PlusIcon />
          {boards("addParked")}
        </button>
      )}
      {taken.length > 0 && (
        <section class="taken">
          <h2>{boards("takenUp")}</h2>
          <ul class="plain parked-list">
            {taken.map((p) => <Parked key={p} b={b} id={p} />)}
          </ul>
        </section>
      )}
    </div>
  );
}

function Parked({ b, id }: Part) {
  const { s, desk } = b;
  const about = s.num(id, "parked", "about");
  const taken = s.num(id, "parked", "taken") === 1;
  const may = b.writes("parked");
  const lines = (pasted: string[]): void =>
    desk.together(() => {
      let after = id;
      for (const text of pasted) after = desk.add("parked", b.sheet, after, { text }) || after;
    });
  return (
    <li class={taken ? "parked taken-up" : "parked"} data-id={id} {...marks(b, id)} {...copyable(b, id)}>
      <div class="point-main">
        {about !== 0 && s.exists(about) && (
          <p class="note about-what">
            {kindWord(s.kind(about))}: {mainText(s, about) || boards("unnamed")}
          </p>
        )}
        <Text b={b} id={id} kind="parked" field="text" label={boards("kind_parked")} placeholder={boards("parkedHint")} empty={boards("unnamed")} onPasteLines={lines}
          onKey={(e) => listKeys(e, { b, id, kind: "parked", field: "text", said: removed(s, id), next: () => add(b, id) })} />
      </div>
      <span class="tools">
        {may && (
          <button type="button" class="button small" onClick={() => desk.toggle(id, "parked", "taken")}>
            {taken ? <UndoIcon /> : <CheckIcon />}
            {taken ? boards("parkAgain") : boards("takeUp")}
          </button>
        )}
        <CopyOver b={b} id={id} />
        <ItemMenu b={b} id={id} kind="parked" name={shortText(s, id, 40)} />
      </span>
    </li>
  );
}
