/* Preview.tsx - the very page that the plenary screen draws, small.
 *
 * Not:  draws nothing of its own: stage/Stage.tsx does. Nothing in it can be focused or read aloud: what is shown
 *       stands in words beside it, and can be followed by a screen reader where it is shown.
 * Invariants: the stage lays itself out at its full size and is scaled, so what fits here fits in the hall. */
import { Stage } from "../../stage/Stage.tsx";
import type { Id, Seminar } from "../../state/seminar.ts";

export function Preview(props: { s: Seminar; stage: Id; onPages: (page: number, pages: number) => void }) {
  return (
    <div class="mod-preview" aria-hidden="true" inert>
      <Stage key={props.stage} s={props.s} stage={props.stage} preview onPages={props.onPages} />
    </div>
  );
}
