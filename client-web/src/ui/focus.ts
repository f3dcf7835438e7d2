/* focus.ts - focus that comes with the drawing, not after it.
 *
 * What: afterDrawing(act): when what a change asked for is drawn, and before the next key. For what a component itself
 *       brings, a layout effect does the same.
 * Not:  no animation frame and no timer: a quick hand is faster, and its letters would go to what had the focus before.
 * Invariant: a drawing is a microtask that the change has put in line; one put behind it comes after. */
export const afterDrawing = (act: () => void): void => queueMicrotask(act);
