/* RoomView.tsx - one room's text, live, beside the clock and the stage; what can be done for that room.
 *
 * Not:  nobody in the room sees that it is read.    Uses: SheetText.tsx. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { placeName, sessions, sheetsOf } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { m } from "../../text/moderator.ts";
import { LeftIcon, LockIcon, MessageIcon, RightIcon, ScreenIcon, UnlockIcon } from "../../ui/icons.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { lockSheets } from "./acts.ts";
import type { Desk } from "./desk.ts";
import { PlaceBadge, PlaceName } from "./parts.tsx";
import { places, sessionFor } from "./places.ts";
import { SheetText } from "./SheetText.tsx";
import { enqueue, show } from "./stage.ts";

export function RoomView({ desk, place }: { desk: Desk; place: Id }) {
  const { s } = desk;
  const picked = useSignal<Id>(0);
  const head = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => head.current?.focus(), [place]);
  const all = places(s);
  const options = sessions(s).filter((id) => sheetsOf(s, id, place).length > 0);
  const session = options.includes(picked.value) ? picked.value : sessionFor(s, place);
  const whole = sheetsOf(s, 0, place);
  const sheets = [...sheetsOf(s, session, place), ...whole];
  const step = (by: number): void => void (desk.room.value = all[(all.indexOf(place) + by + all.length) % all.length] ?? place);
  const back = (): void => {
    desk.room.value = 0;
    afterDrawing(() => document.querySelector<HTMLElement>(`[data-place="${place}"] .mod-open`)?.focus());
  };
  return (
    <section class="mod-reading card" aria-label={placeName(s, place)} onKeyDown={(e) => e.key === "Escape" && back()}>
      <header class="mod-reading-head">
        <button type="button" class="button quiet" onClick={back}><LeftIcon />{m("allRooms")}</button>
        <h2 ref={head} tabIndex={-1}>
          <PlaceBadge s={s} place={place} />
          <span><PlaceName s={s} place={place} session={session} /></span>
        </h2>
        <span class="row">
          <button type="button" class="button quiet icon" aria-label={m("previousRoom")} onClick={() => step(-1)}><LeftIcon /></button>
          <button type="button" class="button quiet icon" aria-label={m("nextRoom")} onClick={() => step(1)}><RightIcon /></button>
        </span>
      </header>
      <div class="row">
        {options.length > 1 && (
          <label class="mod-inline">
            <span class="sr">{m("session")}</span>
            <select class="button" value={session} onChange={(e) => (picked.value = Number(e.currentTarget.value))}>
              {options.map((id) => <option key={id} value={id}>{s.text(id, "session", "title")}</option>)}
            </select>
          </label>
        )}
        <button type="button" class="button" onClick={() => { desk.writeTo.value = place; if (!desk.wide.value) desk.view.value = "messages"; }}>
          <MessageIcon />{m("message")}
        </button>
      </div>
      {!sheets.length && <p class="empty">{m("noSheets")}</p>}
      {sheets.map((sheet) => {
        const locked = s.num(sheet, "sheet", "locked") === 1;
        const title = s.text(sheet, "sheet", "title");
        return (
          <section key={sheet} class="mod-reading-sheet" aria-label={title}>
            <div class="mod-reading-title">
              <h3>{title}</h3>
              {s.num(sheet, "sheet", "done") === 1 && <span class="chip good">{common("done")}</span>}
              {locked && <span class="chip"><LockIcon />{m("locked")}</span>}
              <span class="mod-push" />
              <button type="button" class="button quiet" aria-label={m("showSheet", { title })} onClick={() => show(desk, { mode: "sheets", show: [sheet] })}>
                <ScreenIcon />{m("toStage")}
              </button>
              <button type="button" class="button quiet" aria-label={m("queueSheet", { title })} onClick={() => void enqueue(desk, sheet)}>{m("toQueue")}</button>
              <button type="button" class="button quiet" aria-label={locked ? m("unlockSheet", { title }) : m("lockSheet", { title })}
                onClick={() => lockSheets(desk, [sheet], !locked, title)}>
                {locked ? <UnlockIcon /> : <LockIcon />}{locked ? m("unlock") : m("lock")}
              </button>
            </div>
            <SheetText s={s} sheet={sheet} />
          </section>
        );
      })}
    </section>
  );
}
