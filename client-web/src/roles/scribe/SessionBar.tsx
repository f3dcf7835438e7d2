/* SessionBar.tsx - another session has begun: said once, gone to when the person likes.
 *
 * What: a bar above the sheet while the session that runs is not the one shown here.
 * Not:  moves nothing by itself: not the sheet, not the caret, not the scroll; but from a session where there is nothing
 *       to write, nobody is torn away, so there it follows. */
import { useEffect, useRef } from "preact/hooks";
import { liveSessions } from "../../state/model.ts";
import { scribe } from "../../text/scribe.ts";
import { announce } from "../../ui/announce.ts";
import { PlayIcon } from "../../ui/icons.tsx";
import { goToSession, openSheet, type Room } from "./room.ts";

export function SessionBar({ r }: { r: Room }) {
  const { s } = r;
  const live = liveSessions(s);
  const here = r.here.value;
  const other = live.includes(here) ? 0 : (live[0] ?? 0);
  // What ran when one came, and what one has been in, has not "begun" behind one's back.
  const known = useRef(new Set(live));
  known.current.add(here);
  const title = other ? s.text(other, "session", "title") : "";
  const fresh = other !== 0 && !known.current.has(other);
  const idle = other !== 0 && openSheet(r) === 0 && !r.parked.value;
  useEffect(() => {
    if (fresh) announce(scribe(idle ? "hasBegunHere" : "hasBegun", { title }), `session.${other}`);
    if (idle) goToSession(r, other);
  }, [other, idle]);
  if (!other || idle) return null;
  return (
    <div class="bar session-bar">
      <PlayIcon />
      <p>{scribe(fresh ? "hasBegun" : "isOn", { title })}</p>
      <button type="button" class="button primary" onClick={() => {
          goToSession(r, other);
          document.getElementById("sheet")?.focus({ preventScroll: true });
        }}>
        {scribe("goTo", { title })}
      </button>
    </div>
  );
}
