/* Arrows.tsx - the lines between cards of a timeline, drawn over the grid.
 *
 * What: a curve from card to card for every flow, with a sign where obstacles hang on it. Decorative: each arrow also
 *       stands in words on the card that it leaves.
 * Not:  takes no pointer.    Uses: timeline.ts.
 * Invariants: layout is read once per frame at most, and only when the grid's size or the flows changed. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import type { Env } from "./env.ts";
import { flows } from "./timeline.ts";

interface Line {
  readonly id: Id;
  readonly d: string;
  readonly x: number;
  readonly y: number;
  readonly obstacles: number;
}

export function Arrows({ b, root }: { b: Env; root: RefObject<HTMLElement | null> }) {
  const { s } = b;
  const drawn = useSignal<{ lines: readonly Line[]; width: number; height: number }>({ lines: [], width: 0, height: 0 });
  const wanted = flows(b)
    .map((f) => ({ id: f, from: s.num(f, "flow", "from"), to: s.num(f, "flow", "to"), obstacles: s.children(f, "obstacle").length }))
    .filter((f) => !s.deleted(f.from) && !s.deleted(f.to));
  const key = wanted.map((f) => `${f.id}.${f.from}.${f.to}.${f.obstacles}`).join();
  useEffect(() => {
    const grid = root.current;
    if (!grid) return;
    let frame = 0;
    const measure = (): void => {
      frame = 0;
      const base = grid.getBoundingClientRect();
      const lines: Line[] = [];
      for (const f of wanted) {
        const from = document.getElementById(`c${f.from}`)?.getBoundingClientRect();
        const to = document.getElementById(`c${f.to}`)?.getBoundingClientRect();
        if (!from || !to) continue;
        const sameColumn = Math.abs(from.left - to.left) < from.width / 2;
        const back = to.left < from.left;
        let x1: number, y1: number, x2: number, y2: number, d: string;
        if (sameColumn) {
          const below = to.top > from.top;
          x1 = from.right - base.left;
          y1 = from.top + from.height / 2 - base.top;
          x2 = to.right - base.left + 2;
          y2 = (below ? to.top + Math.min(24, to.height / 2) : to.bottom - Math.min(24, to.height / 2)) - base.top;
          d = `M${x1} ${y1}C${x1 + 26} ${y1} ${x2 + 26} ${y2} ${x2} ${y2}`;
          lines.push({ id: f.id, d, x: Math.max(x1, x2) + 18, y: (y1 + y2) / 2, obstacles: f.obstacles });
          continue;
        }
        x1 = (back ? from.left : from.right) - base.left;
        y1 = from.top + Math.min(from.height / 2, 40) - base.top;
        x2 = (back ? to.right + 2 : to.left - 2) - base.left;
        y2 = to.top + Math.min(to.height / 2, 24) - base.top;
        const bend = Math.max(14, Math.abs(x2 - x1) / 2) * (back ? -1 : 1);
        d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
        lines.push({ id: f.id, d, x: (x1 + x2) / 2, y: (y1 + y2) / 2, obstacles: f.obstacles });
      }
      drawn.value = { lines, width: grid.scrollWidth, height: grid.scrollHeight };
    };
    const ask = (): void => {
      if (!frame) frame = requestAnimationFrame(measure);
    };
    const sizes = new ResizeObserver(ask);
    sizes.observe(grid);
    for (const f of wanted) for (const id of [f.from, f.to]) {
      const cell = document.getElementById(`c${id}`);
      if (cell) sizes.observe(cell);
    }
    const shape = new MutationObserver((all) => {
      if (all.some((m) => [...m.addedNodes, ...m.removedNodes].some((n) => n instanceof HTMLElement))) ask();
    });
    shape.observe(grid, { childList: true, subtree: true });
    ask();
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      shape.disconnect();
    };
  }, [root, key]);
  const { lines, width, height } = drawn.value;
  if (!lines.length) return null;
  return (
    <svg class="t-arrows" width={width} height={height} aria-hidden="true">
      <defs>
        <marker id={`tip${b.sheet}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 8 4 0 8z" class="t-tip" />
        </marker>
      </defs>
      {lines.map((l) => (
        <g key={l.id} class={l.obstacles ? "blocked" : ""}>
          <path class="t-line" d={l.d} marker-end={`url(#tip${b.sheet})`} />
          {l.obstacles > 0 && (
            <g transform={`translate(${l.x - 9} ${l.y - 9})`}>
              <circle cx="9" cy="9" r="11" class="t-sign" />
              <path d="M9 3.500 15.500 14.500H2.500zM9 8v3M9 12.700v.01" class="t-warn" />
            </g>
          )}
        </g>
      ))}
    </svg>
  );
}
