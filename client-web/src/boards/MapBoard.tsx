/* MapBoard.tsx - the map: phases across, tangles down, numbered challenges in the cells; some not placed yet.
 *
 * What: challenges are typed like bullets in their cell; the number is free text; a menu moves them to another cell.
 * Not:  no cards, no arrows: Timeline.    Uses: Text, Tools, Pick.
 * Invariants: a challenge whose phase or tangle is empty or gone stands among those not placed. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { LinkIcon, PlusIcon } from "../ui/icons.tsx";
import type { Env, Part } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { Pick } from "./Pick.tsx";
import { listKeys, Text } from "./Text.tsx";
import { held, lanes, neighbour, phases, release, type Spot, WAYS } from "./timeline.ts";
import { copyable, CopyOver, ItemMenu, marks, Origin, removed } from "./Tools.tsx";
import { shortText } from "./words.ts";
import "./timeline.css";

const NOWHERE: Spot = { phase: 0, lane: 0 };
function spotOf(b: Env, id: Id): Spot {
  const phase = b.s.num(id, "challenge", "phase");
  const lane = b.s.num(id, "challenge", "lane");
  return phases(b.s, b.sheet).includes(phase) && lanes(b.s, b.sheet).includes(lane) ? { phase, lane } : NOWHERE;
}
function shownAt(b: Env, at: Spot): Id[] {
  const all = b.s.children(b.sheet, "challenge");
  const h = held.value;
  return all.filter((c) => {
    const spot = h?.id === c ? h : spotOf(b, c);
    return spot.phase === at.phase && spot.lane === at.lane;
  });
}
function add(b: Env, at: Spot, after: Id): void {
  const last = after || (b.s.children(b.sheet, "challenge").at(-1) ?? 0);
  const id = b.desk.add("challenge", b.sheet, last, at.phase ? { phase: at.phase, lane: at.lane } : {});
  if (id) b.desk.focus(id, "text");
}
function place(b: Env, id: Id, to: Spot): void {
  release();
  b.desk.together(() => {
    b.desk.set(id, "challenge", "phase", to.phase);
    b.desk.set(id, "challenge", "lane", to.lane);
  });
}

export function MapBoard({ b }: { b: Env }) {
  const columns = phases(b.s, b.sheet);
  const rows = lanes(b.s, b.sheet);
  const may = b.writes("challenge");
  useEffect(() => release, []);
  const size = { "--phases": Math.max(1, columns.length), "--rows": rows.length } as Record<string, number>;
  return (
    <div class="timeline map">
      {columns.length > 0 && rows.length > 0 && (
        <div class="t-scroll" tabIndex={b.readOnly && !b.onCopy ? 0 : -1} role={b.onCopy ? undefined : "region"} aria-label={b.onCopy ? undefined : boards("map")}>
          <div class="t-grid" style={size}>
            <div class="t-corner" aria-hidden="true" />
            {rows.map((lane, i) => (
              <div key={lane} class="t-lane" style={{ gridRow: i + 2 }}>
                <span class="t-name">{b.s.text(lane, "lane", "title")}</span>
                <p class="note">{b.s.text(lane, "lane", "about")}</p>
              </div>
            ))}
            {columns.map((p, i) => (
              <MapColumn key={p} b={b} phase={p} column={i + 2} rows={rows} />
            ))}
          </div>
        </div>
      )}
      {(may || shownAt(b, NOWHERE).length > 0) && (
        <section class="loose">
          <h2>{boards("notPlaced")}</h2>
          <Challenges b={b} at={NOWHERE} name={boards("notPlaced")} />
        </section>
      )}
    </div>
  );
}
function MapColumn({ b, phase, column, rows }: { b: Env; phase: Id; column: number; rows: readonly Id[] }) {
  const title = b.s.text(phase, "phase", "title");
  return (
    <>
      <div class="t-phase" style={{ gridColumn: column }}>
        <h2 class="t-name">{title}</h2>
        <p class="note">{b.s.text(phase, "phase", "about")}</p>
      </div>
      {rows.map((lane, i) => (
        <div key={lane} class="t-cell" role="group" aria-label={`${title}, ${b.s.text(lane, "lane", "title")}`} style={{ gridColumn: column, gridRow: i + 2 }}>
          <p class="t-cell-lane" aria-hidden="true">{b.s.text(lane, "lane", "title")}</p>
          <Challenges b={b} at={{ phase, lane }} name={`${title}, ${b.s.text(lane, "lane", "title")}`} />
        </div>
      ))}
    </>
  );
}
function Challenges({ b, at, name }: { b: Env; at: Spot; name: string }) {
  const list = useRef<HTMLUListElement>(null);
  useKeepFocus(list);
  const ids = useComputed(() => shownAt(b, at)).value;
  return (
    <>
      {ids.length > 0 && (
        <ul class="challenges plain" ref={list}>
          {ids.map((c) => <Challenge key={c} b={b} id={c} />)}
        </ul>
      )}
      {b.writes("challenge") && (
        <button type="button" class="add" aria-label={boards("addChallengeIn", { where: name })} onClick={() => add(b, at, ids.at(-1) ?? 0)}>
          <PlusIcon />
          {boards("addChallenge")}
        </button>
      )}
    </>
  );
}

function Challenge({ b, id }: Part) {
  const { s, desk } = b;
  const moving = useSignal(false);
  const at = spotOf(b, id);
  const lines = (pasted: string[]): void =>
    desk.together(() => {
      let after = id;
      for (const text of pasted) after = desk.add("challenge", b.sheet, after, { text, phase: at.phase, lane: at.lane }) || after;
    });
  const within = (by: -1 | 1): void => {
    const peers = shownAt(b, spotOf(b, id));
    const rank = peers.indexOf(id);
    const to = peers[rank + by];
    if (to) desk.move(id, b.sheet, by > 0 ? to : (peers[rank - 2] ?? before(b, to)));
  };
  const keys = (e: KeyboardEvent): void => {
    const way = WAYS[e.key];
    if (way && e.altKey && (way === "left" || way === "right") && at.phase) {
      e.preventDefault();
      const to = neighbour(b, at, way);
      if (to) {
        desk.follow(id);
        place(b, id, to);
      }
      return;
    }
    listKeys(e, { b, id, kind: "challenge", field: "text", said: removed(s, id), next: () => add(b, at, id), move: within });
  };
  const cells = phases(s, b.sheet).flatMap((phase) =>
    lanes(s, b.sheet).map((lane, i) => ({ phase, lane, id: phase * 64 + i, label: s.text(phase, "phase", "title"), note: s.text(lane, "lane", "title") })),
  );
  return (
    <li class="challenge" data-id={id} {...marks(b, id)} {...copyable(b, id)}
      onFocusIn={(e) => {
        e.stopPropagation();
        desk.at.value = id;
        held.value = { ...spotOf(b, id), id, rank: 0 };
      }}
      onFocusOut={(e) => {
        if (e.relatedTarget instanceof Node && !e.currentTarget.contains(e.relatedTarget)) release();
      }}>
      <Text b={b} id={id} kind="challenge" field="number" label={boards("number")} class="number" breaks="none" placeholder={boards("numberHint")} />
      <div class="point-main">
        <Text b={b} id={id} kind="challenge" field="text" label={boards("kind_challenge")} empty={boards("unnamed")} onKey={keys} onPasteLines={lines} />
        <Origin b={b} from={s.num(id, "challenge", "origin")} />
      </div>
      <span class="tools">
        <CopyOver b={b} id={id} />
        <ItemMenu b={b} id={id} kind="challenge" name={shortText(s, id, 40)} park
          extra={[{ label: boards("placeIn"), icon: <LinkIcon />, onSelect: () => (moving.value = true) }]} />
      </span>
      {moving.value && (
        <Pick title={boards("placeIn")} none={boards("noPhases")} onClose={() => (moving.value = false)}
          choices={[...cells, { id: 1, label: boards("notPlaced") }]}
          onPick={(key) => {
            place(b, id, cells.find((c) => c.id === key) ?? NOWHERE);
            desk.focus(id, "text");
          }} />
      )}
    </li>
  );
}
const before = (b: Env, id: Id): Id => {
  const all = b.s.children(b.sheet, "challenge");
  return all[all.indexOf(id) - 1] ?? 0;
};
