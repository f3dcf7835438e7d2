/* ParkBar.tsx - the line in which one says what was parked; it lies at the foot and covers no text.
 *
 * What: the parked item exists already: what is typed goes straight into it. Enter or Escape goes back to the text. */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { useEnv } from "../../boards/Board.tsx";
import { Text } from "../../boards/Text.tsx";
import { kindWord, shortText } from "../../boards/words.ts";
import type { Id } from "../../state/seminar.ts";
import { scribe } from "../../text/scribe.ts";
import { ParkIcon } from "../../ui/icons.tsx";
import type { Room } from "./room.ts";

export function ParkBar({ r, back }: { r: Room; back: RefObject<HTMLElement | null> }) {
  const id = r.parked.value;
  if (!id || r.s.deleted(id)) return null;
  return <Bar key={id} r={r} id={id} back={back} />;
}
function Bar({ r, id, back }: { r: Room; id: Id; back: RefObject<HTMLElement | null> }) {
  const { s, desk } = r;
  const b = useEnv({ s, sheet: s.parent(id), desk });
  const about = s.num(id, "parked", "about");
  useLayoutEffect(() => desk.focus(id, "text"), [id]);
  const done = (): void => {
    r.parked.value = 0;
    if (back.current?.isConnected) back.current.focus({ preventScroll: true });
  };
  return (
    <div class="park-bar" role="group" aria-label={scribe("parked")} onKeyDown={(e) => {
        if (e.isComposing || e.shiftKey || !(e.key === "Escape" || e.key === "Enter")) return;
        if (e.target instanceof HTMLButtonElement && e.key === "Enter") return;
        e.preventDefault();
        e.stopPropagation();
        done();
      }}>
      <p class="park-what">
        <ParkIcon />
        <strong>{scribe("parked")}</strong>
        {about !== 0 && <span>{kindWord(s.kind(about))}: {shortText(s, about, 80)}</span>}
      </p>
      <Text b={b} id={id} kind="parked" field="text" label={scribe("parkedNote")} shown breaks="shift" />
      <button type="button" class="button primary" onClick={done}>{scribe("parkedDone")}</button>
    </div>
  );
}
