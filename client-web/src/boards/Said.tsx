/* Said.tsx - a short answer to what was just done, at the foot; it is spoken by announce(). */
import type { Desk } from "./desk.ts";
import "./aside.css";

export function Said({ desk }: { desk: Desk }) {
  const words = desk.note.value;
  return words ? <p class="scribe-said" aria-hidden="true">{words}</p> : null;
}
