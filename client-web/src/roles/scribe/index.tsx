/* index.tsx - the scribe's screen: steps, the sheet, earlier sheets; one person, one keyboard.
 *
 * What: puts the parts together, and answers the keys that hold everywhere.
 * Not:  boards are in boards/, connection in ui/Status, the place's own state in room.ts.
 * Invariants: nothing here takes focus, scrolls or changes the sheet unless the person asked for it. */
import { useComputed, useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { RoleProps } from "../../main.tsx";
import { useEnv } from "../../boards/Board.tsx";
import { Said } from "../../boards/Said.tsx";
import { parkingOf, parkIt } from "../../boards/park.ts";
import { shortText } from "../../boards/words.ts";
import type { Id } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { ClosedBar } from "../../ui/ClosedBar.tsx";
import { scribe } from "../../text/scribe.ts";
import { After, ToAfter, useAfter } from "../../talk/After.tsx";
import { announce } from "../../ui/announce.ts";
import { NameField } from "../../ui/NameField.tsx";
import { Notices } from "../../ui/Notices.tsx";
import { StatusBars } from "../../ui/Status.tsx";
import { dropUndo, UndoNote } from "../../ui/UndoNote.tsx";
import { Earlier } from "./Earlier.tsx";
import { Keys } from "./Keys.tsx";
import { useKeys } from "./keys.ts";
import { ParkBar } from "./ParkBar.tsx";
import { Past } from "./Past.tsx";
import { keep, makeRoom, openSheet, type Room } from "./room.ts";
import { SessionBar } from "./SessionBar.tsx";
import { Sheet } from "./Sheet.tsx";
import { Steps } from "./Steps.tsx";
import { Top } from "./Top.tsx";
import { Bin } from "./Bin.tsx";
import "./scribe.css";

export default function Scribe({ s }: RoleProps) {
  const { place } = s.me.value;
  if (!place || !s.exists(place)) {
    return (
      <main class="scribe-lost">
        <StatusBars s={s} />
        <p class="empty">{scribe("noPlace")}</p>
      </main>
    );
  }
  return <At key={place} s={s} place={place} />;
}

function At({ s, place }: RoleProps & { place: Id }) {
  const r = useMemo(() => makeRoom(s, place), [s, place]);
  const sheet = useComputed(() => openSheet(r)).value;
  const after = useAfter(s);
  useSignalEffect(() => keep(r));
  if (after.on) return <After s={s} place={place} />;
  return (
    <div class="scribe">
      <a class="skip button" href="#sheet">{common("skipToContent")}</a>
      <Top r={r} />
      <section class="scribe-bars" aria-label={scribe("news")}>
        <StatusBars s={s} />
        <ClosedBar s={s}><ToAfter s={s} after={after} /></ClosedBar>
        <SessionBar r={r} />
        <Notices s={s} place={place} />
        {!s.me.value.name && <NameField s={s} />}
      </section>
      <Body r={r} sheet={sheet} />
      <Said desk={r.desk} />
      <UndoNote />
    </div>
  );
}

function Body({ r, sheet }: { r: Room; sheet: Id }) {
  const { s, desk } = r;
  const back = useRef<HTMLElement | null>(null);
  const park = (about: Id): void => {
    const to = parkingOf(s, r.place, r.here.value);
    if (!to || !s.mayWrite(to, "parked")) return desk.say(scribe("noParking"));
    back.current = document.activeElement as HTMLElement | null;
    dropUndo();
    r.parked.value = parkIt(desk, to, about);
    if (r.parked.value) announce(about ? scribe("parkedAbout", { what: shortText(s, about, 60) }) : scribe("parked"));
  };
  const b = useEnv({ s, sheet, desk, onHistory: (id) => (r.past.value = id), onPark: park });
  useKeys(r, b, park);
  return (
    <div class={r.earlier.value ? "scribe-body with-earlier" : "scribe-body"}>
      <Steps r={r} b={b} sheet={sheet} />
      <main class="scribe-main" id="sheet" tabIndex={-1} data-scroller>
        <Sheet r={r} b={b} sheet={sheet} />
        <ParkBar r={r} back={back} />
      </main>
      {r.earlier.value && <Earlier r={r} sheet={sheet} />}
      {r.bin.value && sheet !== 0 && <Bin r={r} sheet={sheet} />}
      {r.keys.value && <Keys onClose={() => (r.keys.value = false)} />}
      {r.past.value !== 0 && <Past key={r.past.value} s={s} id={r.past.value} onClose={() => (r.past.value = 0)} />}
    </div>
  );
}
