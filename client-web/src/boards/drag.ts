/* drag.ts - a timeline by hand: cards to other cells and places, arrows from card to card.
 *
 * What: a closed card is taken with the mouse anywhere, by finger at its grip; an arrow is drawn from the handle at its
 *       edge. The board scrolls when one comes near its rim; Escape lets go.
 * Not:  everything here can be done by keys and menus as well.    Uses: timeline.ts.
 * Invariants: nothing is written before the drop; a click that ends a drag is no click. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import type { Env } from "./env.ts";
import { addFlow, cardsAt, moveCard, type Spot } from "./timeline.ts";

const SLOP = 6; // px before a press is a drag
const RIM = 56; // px from the edge where the board begins to scroll
const SPEED = 14; // px per frame
const SVG = "http://www.w3.org/2000/svg";

interface Drag {
  readonly id: Id;
  readonly card: HTMLElement;
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  readonly flow: boolean;
  ghost: HTMLElement | SVGElement | null;
  at: { x: number; y: number };
}
const idOf = (e: Element | null | undefined): Id => Number((e as HTMLElement | null)?.dataset["id"] ?? 0);

/** The cell below a point, and behind which card of it. */
function dropAt(b: Env, x: number, y: number, not: Id): { spot: Spot; after: Id; cell: HTMLElement; line: number } | null {
  const cell = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-cell]");
  const [phase, lane] = (cell?.dataset["cell"] ?? "").split(":").map(Number);
  if (!cell || !phase) return null;
  const spot = { phase, lane: lane ?? 0 };
  let after = 0;
  let line = 4;
  for (const id of cardsAt(b, spot)) {
    if (id === not) continue;
    const box = document.getElementById(`c${id}`)?.getBoundingClientRect();
    if (!box || y < box.top + box.height / 2) break;
    after = id;
    line = box.bottom - cell.getBoundingClientRect().top + 3;
  }
  return { spot, after, cell, line };
}

export function useDrag(b: Env, root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const grid = root.current;
    if (!grid || b.readOnly) return;
    let drag: Drag | null = null;
    let frame = 0;
    const line = document.createElement("div");
    line.className = "t-drop";

    const clear = (): void => {
      cancelAnimationFrame(frame);
      drag?.ghost?.remove();
      drag?.card.classList.remove("dragged");
      line.remove();
      grid.querySelectorAll(".t-target").forEach((e) => e.classList.remove("t-target"));
      document.documentElement.classList.remove("dragging");
      drag = null;
    };
    const scroller = (): HTMLElement => grid.closest<HTMLElement>(".t-scroll") ?? grid;
    const rim = (): void => {
      if (!drag?.ghost) return;
      for (const box of [scroller(), grid.closest<HTMLElement>("[data-scroller]")]) {
        if (!box) continue;
        const r = box.getBoundingClientRect();
        const { x, y } = drag.at;
        box.scrollLeft += x < r.left + RIM ? -SPEED : x > r.right - RIM ? SPEED : 0;
        box.scrollTop += y < r.top + RIM ? -SPEED : y > r.bottom - RIM ? SPEED : 0;
      }
      show();
      frame = requestAnimationFrame(rim);
    };
    const begin = (d: Drag): void => {
      document.documentElement.classList.add("dragging");
      d.card.classList.add("dragged");
      if (d.flow) {
        const svg = document.createElementNS(SVG, "svg");
        svg.setAttribute("class", "t-drawn");
        svg.append(document.createElementNS(SVG, "path"));
        d.ghost = svg;
      } else {
        const ghost = d.card.cloneNode(true) as HTMLElement;
        ghost.removeAttribute("id");
        ghost.setAttribute("aria-hidden", "true");
        ghost.className += " t-ghost";
        ghost.style.width = `${d.card.offsetWidth}px`;
        d.ghost = ghost;
      }
      document.body.append(d.ghost);
      frame = requestAnimationFrame(rim);
    };
    const show = (): void => {
      const d = drag;
      if (!d?.ghost) return;
      const { x, y } = d.at;
      grid.querySelectorAll(".t-target").forEach((e) => e.classList.remove("t-target"));
      if (d.flow) {
        const from = d.card.getBoundingClientRect();
        d.ghost.firstElementChild?.setAttribute("d", `M${from.right} ${from.top + from.height / 2} L${x} ${y}`);
        const to = document.elementFromPoint(x, y)?.closest(".t-card");
        if (to && to !== d.card) to.classList.add("t-target");
        return;
      }
      (d.ghost as HTMLElement).style.transform = `translate(${x - d.x + d.card.getBoundingClientRect().left}px, ${y - 16}px)`;
      const drop = dropAt(b, x, y, d.id);
      if (!drop) return line.remove();
      drop.cell.classList.add("t-target");
      drop.cell.append(line);
      line.style.top = `${drop.line}px`;
    };

    const down = (e: PointerEvent): void => {
      if (e.button !== 0 || drag || !b.writes("card")) return;
      const target = e.target as Element;
      const card = target.closest<HTMLElement>(".t-card");
      if (!card || card.classList.contains("open")) return;
      const flow = target.closest("[data-handle]") !== null;
      const grip = target.closest("[data-grip]") !== null;
      if (!flow && !grip && (e.pointerType !== "mouse" || target.closest("button, a"))) return;
      drag = { id: idOf(card), card, pointer: e.pointerId, x: e.clientX, y: e.clientY, flow, ghost: null, at: { x: e.clientX, y: e.clientY } };
    };
    const move = (e: PointerEvent): void => {
      if (!drag || e.pointerId !== drag.pointer) return;
      drag.at = { x: e.clientX, y: e.clientY };
      if (!drag.ghost) {
        if (Math.hypot(e.clientX - drag.x, e.clientY - drag.y) < SLOP) return;
        begin(drag);
      }
      e.preventDefault();
      show();
    };
    const up = (e: PointerEvent): void => {
      const d = drag;
      if (!d || e.pointerId !== d.pointer) return;
      const begun = d.ghost !== null;
      const { x, y } = { x: e.clientX, y: e.clientY };
      const target = begun && d.flow ? idOf(document.elementFromPoint(x, y)?.closest(".t-card")) : 0;
      const drop = begun && !d.flow ? dropAt(b, x, y, d.id) : null;
      clear();
      if (!begun) return;
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, true));
      if (d.flow && target && target !== d.id) {
        const flow = addFlow(b, d.id, target);
        b.desk.open.value = d.id;
        if (flow) b.desk.focus(flow, "label");
      } else if (drop) {
        moveCard(b, d.id, drop.spot, drop.after);
      }
    };
    const swallow = (e: Event): void => {
      e.stopPropagation();
      e.preventDefault();
    };
    const key = (e: KeyboardEvent): void => {
      if (e.key === "Escape" && drag?.ghost) {
        e.stopPropagation();
        clear();
      }
    };
    grid.addEventListener("pointerdown", down);
    addEventListener("pointermove", move, { passive: false });
    addEventListener("pointerup", up);
    addEventListener("pointercancel", clear);
    addEventListener("keydown", key, true);
    return () => {
      clear();
      grid.removeEventListener("pointerdown", down);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", clear);
      removeEventListener("keydown", key, true);
    };
  }, [b, root]);
}
