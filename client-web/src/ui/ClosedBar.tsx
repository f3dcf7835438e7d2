/* ClosedBar.tsx - the seminar is closed: said where one would otherwise wonder why nothing can be written. */
import type { ComponentChildren } from "preact";
import { ROOT } from "../state/model.ts";
import type { Seminar } from "../state/seminar.ts";
import { pieces } from "../text/pieces.ts";
import { LockIcon } from "./icons.tsx";

const CLOSED = 2; // SEMINAR.STATE
export const isClosed = (s: Seminar): boolean => s.num(ROOT, "seminar", "state") === CLOSED;
export function ClosedBar({ s, children }: { s: Seminar; children?: ComponentChildren }) {
  if (!isClosed(s)) return null;
  return (
    <div class="bar" data-bar="closed">
      <LockIcon />
      <p>{pieces("seminarClosed")}</p>
      {children}
    </div>
  );
}
