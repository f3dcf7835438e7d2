/* Timeline.tsx - phases across, lanes down, cards in the cells.
 *
 * What: the grid (a list by phase where there is little room), walking by arrow keys, obstacles without a card.
 * Not:  what a card holds: Card.tsx; moving by hand: drag.ts; the reading view of plenary: TimelineSvg.
 * Uses: timeline.ts, Arrows.
 * Invariants: one stop for Tab among closed cards and empty cells (roving); a card is drawn once, keyed by its id. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { PlusIcon } from "../ui/icons.tsx";
import { Arrows } from "./Arrows.tsx";
import { Card } from "./Card.tsx";
import { useDrag } from "./drag.ts";
import { type Env, writing } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { Obstacles } from "./Obstacles.tsx";
import { addCard, cardsShown, lanes, looseObstacles, neighbour, phases, rowsOf, type Spot, WAYS } from "./timeline.ts";
import "./timeline.css";

export function Timeline({ b }: { b: Env }) {
  const grid = useRef<HTMLDivElement>(null);
  const columns = phases(b.s, b.sheet);
  const rows = rowsOf(b);
  const named = lanes(b.s, b.sheet).length > 0;
  useDrag(b, grid);
  useRoving(grid);
  if (!columns.length) return <p class="empty">{boards("noPhases")}</p>;
  const size = { "--phases": columns.length, "--rows": rows.length } as Record<string, number>;
  return (
    <div class="timeline">
      <div class="t-scroll" tabIndex={b.readOnly && !b.onCopy ? 0 : -1} role={b.onCopy ? undefined : "region"} aria-label={b.onCopy ? undefined : boards("timeline")}>
        <div class={named ? "t-grid" : "t-grid bare"} ref={grid} style={size} onKeyDown={(e) => walk(b, e)}>
          {named && <div class="t-corner" aria-hidden="true" />}
          {named && rows.map((lane, i) => <LaneHead key={lane} b={b} id={lane} row={i + 2} />)}
          {columns.map((p, i) => (
            <Phase key={p} b={b} id={p} column={i + (named ? 2 : 1)} rows={rows} last={i === columns.length - 1} />
          ))}
          {!b.onCopy && <Arrows b={b} root={grid} />}
        </div>
      </div>
      <Loose b={b} />
    </div>
  );
}

function LaneHead({ b, id, row }: { b: Env; id: Id; row: number }) {
  const about = id ? b.s.text(id, "lane", "about") : "";
  return (
    <div class="t-lane" style={{ gridRow: row }}>
      <About title={id ? b.s.text(id, "lane", "title") : boards("noLane")} about={about} />
    </div>
  );
}
function About({ title, about }: { title: string; about: string }) {
  if (!about) return <span class="t-name">{title}</span>;
  return (
    <details class="about">
      <summary class="t-name">{title}</summary>
      <p class="note">{about}</p>
    </details>
  );
}
function Phase({ b, id, column, rows, last }: { b: Env; id: Id; column: number; rows: readonly Id[]; last: boolean }) {
  return (
    <>
      <div class="t-phase" style={{ gridColumn: column }}>
        <h2><About title={b.s.text(id, "phase", "title")} about={b.s.text(id, "phase", "about")} /></h2>
      </div>
      {rows.map((lane, i) => (
        <Cell key={lane} b={b} phase={id} lane={lane} column={column} row={i + 2} last={last} />
      ))}
    </>
  );
}
function Cell({ b, phase, lane, column, row, last }: { b: Env; column: number; row: number; last: boolean } & Spot) {
  const box = useRef<HTMLDivElement>(null);
  useKeepFocus(box);
  const cards = cardsShown(b, { phase, lane });
  const laneName = lane ? b.s.text(lane, "lane", "title") : row > 2 ? boards("noLane") : "";
  const name = [b.s.text(phase, "phase", "title"), laneName].filter(Boolean).join(", ");
  return (
    <div ref={box} class={`t-cell${cards.length ? "" : " vacant"}${last ? " last" : ""}`} role="group" aria-label={name} data-cell={`${phase}:${lane}`}
      style={{ gridColumn: column, gridRow: row }}>
      {laneName && <p class="t-cell-lane" aria-hidden="true">{laneName}</p>}
      {cards.map((c) => (
        <Card key={c} b={b} id={c} />
      ))}
      {b.writes("card") && (
        <button type="button" class="cell-add" tabIndex={-1} aria-label={boards("addCardIn", { where: name })}
          onClick={() => addCard(b, { phase, lane }, 0)}>
          <PlusIcon />
          <span class="cell-add-word">{boards("addCard")}</span>
          {laneName && <span class="cell-add-lane">{laneName}</span>}
        </button>
      )}
    </div>
  );
}

/** Obstacles that hang on nothing: a place to put those that come up before their card does. */
function Loose({ b }: { b: Env }) {
  const may = b.writes("obstacle");
  const any = looseObstacles(b).length > 0;
  if (!any && !may) return null;
  return (
    <section class="loose">
      <h2>{boards("looseObstacles")}</h2>
      {!any && <p class="note">{boards("looseHint")}</p>}
      <Obstacles b={b} on={b.sheet} />
    </section>
  );
}

const STOPS = ".t-card, .cell-add";
/** One of the cards and empty cells is where Tab goes; the last one that had focus. */
function useRoving(grid: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const box = grid.current;
    if (!box) return;
    let stop: HTMLElement | null = null;
    const settle = (to: HTMLElement | null): void => {
      if (to === stop && stop?.isConnected) return;
      if (stop) stop.tabIndex = -1;
      stop = to;
      if (stop) stop.tabIndex = 0;
    };
    const focus = (e: FocusEvent): void => {
      const to = (e.target as Element).closest<HTMLElement>(STOPS);
      if (to) settle(to);
    };
    const lost = (): void => {
      if (!stop?.isConnected) settle(box.querySelector<HTMLElement>(STOPS));
    };
    const watch = new MutationObserver(lost);
    watch.observe(box, { childList: true, subtree: true });
    box.addEventListener("focusin", focus);
    lost();
    return () => {
      watch.disconnect();
      box.removeEventListener("focusin", focus);
    };
  }, [grid]);
}

/** Arrow keys from card to card and cell to cell; Ctrl+Enter: a new card in the next phase of the same lane. */
function walk(b: Env, e: KeyboardEvent): void {
  if (e.defaultPrevented || e.isComposing) return;
  const from = e.target as HTMLElement;
  const cell = from.closest<HTMLElement>("[data-cell]");
  const [phase = 0, lane = 0] = (cell?.dataset["cell"] ?? "").split(":").map(Number);
  if (!cell || !phase) return;
  if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !e.altKey && b.writes("card")) {
    const to = neighbour(b, { phase, lane }, "right");
    if (!to) return;
    e.preventDefault();
    e.stopPropagation();
    addCard(b, to, 0);
    return;
  }
  const way = WAYS[e.key];
  if (!way || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || writing(from) || !from.matches(STOPS)) return;
  e.preventDefault();
  const stops = (c: Element): HTMLElement[] => [...c.querySelectorAll<HTMLElement>(STOPS)];
  const own = stops(cell);
  const rank = own.indexOf(from);
  let to: HTMLElement | undefined;
  if (way === "up" || way === "down") to = own[rank + (way === "up" ? -1 : 1)];
  if (!to) {
    const next = neighbour(b, { phase, lane }, way);
    const there = next && cell.parentElement?.querySelector(`[data-cell="${next.phase}:${next.lane}"]`);
    const theirs = there ? stops(there) : [];
    const cards = theirs.filter((t) => t.matches(".t-card"));
    if (way === "up") to = theirs.at(-1);
    else if (way === "down") to = theirs[0];
    else to = from.matches(".cell-add") ? (cards[rank] ?? theirs.at(-1)) : (cards[Math.min(rank, cards.length - 1)] ?? theirs[0]);
  }
  to?.focus();
}
