/* Sheet.tsx - the sheet in the middle: heading, guidance, the board, the group's own word, the bin. */
import { Board } from "../../boards/Board.tsx";
import type { Env } from "../../boards/env.ts";
import { sheetProgress } from "../../boards/progress.ts";
import { ROOT, sheetForm } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { scribe } from "../../text/scribe.ts";
import { CheckIcon, TrashIcon } from "../../ui/icons.tsx";
import { binOf } from "./bin.ts";
import { goToSession, type Room, workSessions } from "./room.ts";

export function Sheet({ r, b, sheet }: { r: Room; b: Env; sheet: Id }) {
  const { s } = r;
  if (!sheet) return <Nothing r={r} />;
  const session = s.parent(sheet);
  const guide = s.kind(session) === "session" ? s.text(session, "session", "guide_scribe") : "";
  const wide = ["timeline", "map", "table"].includes(sheetForm(s, sheet));
  return (
    <div class={wide ? "sheet wide" : "sheet"} key={sheet}>
      <header class="sheet-head">
        <h1>{s.text(sheet, "sheet", "title") || s.text(session, "session", "title")}</h1>
        <p class="note">{sheetProgress(s, sheet).words}</p>
      </header>
      <Board s={s} sheet={sheet} desk={r.desk} guide={guide} onHistory={b.onHistory!} onPark={b.onPark!} />
      <Foot r={r} sheet={sheet} />
    </div>
  );
}

function Foot({ r, sheet }: { r: Room; sheet: Id }) {
  const { s, desk } = r;
  const done = s.num(sheet, "sheet", "done") === 1;
  const gone = binOf(s, sheet).length;
  const form = sheetForm(s, sheet);
  return (
    <footer class="sheet-foot row">
      {form !== "parking" && form !== "poll" && s.mayWrite(sheet, "sheet", "done") && (
        <button type="button" class="button" aria-pressed={done} onClick={() => {
            desk.toggle(sheet, "sheet", "done");
            desk.say(scribe(done ? "groupNotDone" : "groupDoneSaid"));
          }}>
          <CheckIcon />
          {scribe("groupDone")}
        </button>
      )}
      <button type="button" class="button quiet" onClick={() => (r.bin.value = true)}>
        <TrashIcon />
        {scribe("bin")}
        {gone > 0 && <span class="chip">{gone}</span>}
      </button>
    </footer>
  );
}

function Nothing({ r }: { r: Room }) {
  const { s } = r;
  const sessions = workSessions(r);
  const about = s.text(r.here.value, "session", "about");
  return (
    <div class="sheet">
      <header class="sheet-head">
        <h1>{s.text(r.here.value, "session", "title") || s.text(ROOT, "seminar", "title")}</h1>
      </header>
      {about && <p>{about}</p>}
      <p class="empty">{scribe("nothingNowText")}</p>
      <div class="row">
        {sessions.map((id) => (
          <button key={id} type="button" class="button" onClick={() => goToSession(r, id)}>
            {scribe("toSession", { title: s.text(id, "session", "title") })}
          </button>
        ))}
      </div>
    </div>
  );
}
