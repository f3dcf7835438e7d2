/* keep.ts - nothing that somebody else does moves the caret or what one looks at.
 *
 * What: useKeepFocus: a list that is drawn in another order keeps focus and selection where the browser would drop
 *       them. useStill: what grows or shrinks above the caret scrolls the page by as much, so that the line one
 *       writes on stays where it is on the screen.
 * Not:  own moves are own wish: they let go by letGo().
 * Invariants: where the caret's field stands is read when it gets focus and after each layout by the observer: never in
 *       between, where a change that is not laid out yet would be taken for the place it had. */
import { type RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

type TextControl = HTMLTextAreaElement | HTMLInputElement;
const isText = (e: Element | null): e is TextControl =>
  e instanceof HTMLTextAreaElement || (e instanceof HTMLInputElement && e.type === "text");

/** Call in the component that draws the list. */
export function useKeepFocus(list: RefObject<HTMLElement | null>): void {
  const held = document.activeElement;
  const inside = held instanceof HTMLElement && list.current?.contains(held) ? held : null;
  const range = inside && isText(inside) ? ([inside.selectionStart, inside.selectionEnd] as const) : null;
  useLayoutEffect(() => {
    if (!inside?.isConnected || document.activeElement === inside || (document.activeElement && document.activeElement !== document.body)) return;
    inside.focus({ preventScroll: true });
    if (range && isText(inside)) inside.setSelectionRange(range[0], range[1]);
  });
}

interface Place {
  readonly element: Element;
  readonly top: number;
  readonly scrolled: number;
}
let from: Place | null = null;
/** The next change of layout is the person's own. */
export const letGo = (): void => {
  from = null;
};
function letGoOnMove(e: KeyboardEvent): void {
  if (e.altKey && e.key.startsWith("Arrow")) letGo();
}
/** How far everything around it has been scrolled down, all boxes together. */
function scrolled(e: Element): number {
  let sum = 0;
  for (let up = e.parentElement; up; up = up.parentElement) sum += up.scrollTop;
  return sum;
}
const scrollerOf = (e: Element): Element => {
  for (let up = e.parentElement; up; up = up.parentElement) {
    const { overflowY } = getComputedStyle(up);
    if ((overflowY === "auto" || overflowY === "scroll") && up.scrollHeight > up.clientHeight) return up;
  }
  return document.scrollingElement ?? document.documentElement;
};
export function useStill(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const box = root.current;
    if (!box) return;
    const note = (): void => {
      const e = document.activeElement;
      from = e && box.contains(e) ? { element: e, top: e.getBoundingClientRect().top, scrolled: scrolled(e) } : null;
    };
    const observer = new ResizeObserver(() => {
      const e = document.activeElement;
      if (from && e === from.element) {
        // What the person scrolled since is no change of the page.
        const by = e.getBoundingClientRect().top - from.top + (scrolled(e) - from.scrolled);
        if (Math.abs(by) >= 1) scrollerOf(e).scrollTop += by;
      }
      note(); // layout is clean here: reading it costs nothing
    });
    const focus = (e: FocusEvent): void => {
      // A timeline scrolls in a box of its own, which may grow while the board around it does not.
      const grid = (e.target as Element).closest(".t-grid");
      if (grid) observer.observe(grid);
      note();
    };
    observer.observe(box);
    box.addEventListener("focusin", focus);
    box.addEventListener("keydown", letGoOnMove);
    return () => {
      observer.disconnect();
      box.removeEventListener("focusin", focus);
      box.removeEventListener("keydown", letGoOnMove);
    };
  }, [root]);
}
