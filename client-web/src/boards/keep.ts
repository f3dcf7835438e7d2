/* keep.ts - nothing that somebody else does moves the caret or what one looks at.
 *
 * What: useKeepFocus: a list that is drawn in another order keeps focus and selection where the browser would drop
 *       them. useStill: what grows or shrinks above the caret scrolls the page by as much, so that the line one
 *       writes on stays where it is on the screen.
 * Not:  own moves are own wish: they let go by letGo().
 * Invariants: no layout is read while typing but by the observer, after layout. */
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

let from: { element: Element; top: number } | null = null;
/** The next change of layout is the person's own. */
export const letGo = (): void => {
  from = null;
};
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
    let asked = false;
    const note = (): void => {
      asked = false;
      const e = document.activeElement;
      from = e && box.contains(e) ? { element: e, top: e.getBoundingClientRect().top } : null;
    };
    const later = (): void => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(note);
    };
    const observer = new ResizeObserver(() => {
      const e = document.activeElement;
      if (from && e === from.element) {
        const by = e.getBoundingClientRect().top - from.top;
        if (Math.abs(by) >= 1) scrollerOf(e).scrollTop += by;
      }
      later();
    });
    observer.observe(box);
    box.addEventListener("focusin", later);
    box.addEventListener("keydown", letGoOnMove);
    document.addEventListener("scroll", later, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("focusin", later);
      box.removeEventListener("keydown", letGoOnMove);
      document.removeEventListener("scroll", later, true);
    };
  }, [root]);
}
function letGoOnMove(e: KeyboardEvent): void {
  if (e.altKey && e.key.startsWith("Arrow")) letGo();
}
