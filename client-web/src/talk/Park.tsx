/* Park.tsx - what is important but stops the talk now is put aside, and taken up again.
 *
 * What: ParkForm writes a PARKED on the place's parking sheet, with what it belongs to; ParkList shows and ticks off.
 * Not:  where a place has no parking sheet there is nothing to show.    Uses: boards/desk, ui/Field. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Desk } from "../boards/desk.ts";
import { KINDS } from "../protocol.gen.ts";
import { ROOT, sheetForm, sheetsOf } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { common } from "../text/common.ts";
import { talk } from "../text/talk.ts";
import { announce } from "../ui/announce.ts";

/** The place's parking sheet, of the session or of the day; 0 none. */
export const parkingOf = (s: Seminar, session: Id, place: Id): Id =>
  [...sheetsOf(s, session, place), ...sheetsOf(s, 0, place), ...s.children(ROOT, "session").flatMap((x) => sheetsOf(s, x, place))].find(
    (id) => sheetForm(s, id) === "parking",
  ) ?? 0;

export function ParkForm(p: { s: Seminar; desk: Desk; sheet: Id; about: Id; onClose: () => void }) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const submit = (e: Event): void => {
    e.preventDefault();
    const text = box.current?.value.trim() ?? "";
    if (!text) return box.current?.focus();
    const last = p.s.children(p.sheet, "parked", true).at(-1) ?? 0;
    if (p.desk.add("parked", p.sheet, last, { text, about: p.about })) announce(talk("parked"));
    p.onClose();
  };
  return (
    <form class="park-form" onSubmit={submit} onKeyDown={(e) => e.key === "Escape" && p.onClose()}>
      <label>
        <span class="label">{talk("parkLabel")}</span>
        <textarea class="input" ref={box} rows={2} maxLength={KINDS.parked.fields.text.bound} />
      </label>
      <div class="row">
        <button type="submit" class="button primary">
          {talk("parkIt")}
        </button>
        <button type="button" class="button quiet" onClick={p.onClose}>
          {common("cancel")}
        </button>
      </div>
    </form>
  );
}
