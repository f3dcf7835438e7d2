/* caret.ts - where the caret was, when a screen is drawn anew under somebody who writes.
 *
 * What: remembered just before, taken by the same field when it is there again.
 * Invariant: whoever has gone elsewhere meanwhile is left there. */
let wanted: { field: string; start: number; end: number } | null = null;

const forget = (): void => {
  wanted = null;
};

export function rememberCaret(): void {
  const el = document.activeElement;
  const field = el instanceof HTMLTextAreaElement ? el.dataset["field"] : undefined;
  wanted = field && el instanceof HTMLTextAreaElement ? { field, start: el.selectionStart, end: el.selectionEnd } : null;
  addEventListener("pointerdown", forget, { once: true });
}

/** For a field that has just been drawn. */
export function takeCaret(el: HTMLTextAreaElement): void {
  if (!wanted || wanted.field !== el.dataset["field"]) return;
  const { start, end } = wanted;
  forget();
  el.focus({ preventScroll: true });
  el.setSelectionRange(start, end);
}
