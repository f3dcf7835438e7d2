/* Earlier.tsx - sheets of earlier sessions beside the own one: own room's first, the others' by one key.
 *
 * What: which sheet (the kind one works on comes first), which room; any thing in it is copied over by C or its button.
 * Not:  changes nothing over there.    Uses: Board (readOnly, onCopy), copy.ts. */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Board } from "../../boards/Board.tsx";
import { copyTo } from "../../boards/copy.ts";
import { shortText } from "../../boards/words.ts";
import { earlierBoards, ownerOf, placeName, sheetForm } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { scribe } from "../../text/scribe.ts";
import { CrossIcon } from "../../ui/icons.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import type { Room } from "./room.ts";
import "../../boards/aside.css";

interface Shown {
  readonly sheet: Id;
  readonly place: Id;
}
/** Own sheets of earlier sessions: what this one grew out of first, then the same form, then the rest; newest first. */
function ownEarlier(r: Beside, sheet: Id): Id[] {
  const { s } = r;
  const own = earlierBoards(s, sheet).filter((e) => e.own).map((e) => e.sheet);
  const source = s.num(sheet, "sheet", "carry");
  const form = sheetForm(s, sheet);
  const rank = (id: Id): number => (source && s.num(id, "sheet", "pattern") === source ? 0 : sheetForm(s, id) === form ? 1 : 2);
  return own.sort((a, b) => rank(a) - rank(b));
}
/** That sheet in every room that one may read, own first. */
function rooms(r: Beside, sheet: Id): Shown[] {
  const { s } = r;
  const pattern = s.num(sheet, "sheet", "pattern");
  // The pattern itself is not for rooms to read; those that were spread from it say which one it was.
  const alike = s.children(s.parent(sheet), "sheet").filter((id) => id === sheet || (pattern !== 0 && s.num(id, "sheet", "pattern") === pattern));
  return alike.map((id) => ({ place: ownerOf(s, id), sheet: id })).sort((a, b) => Number(b.place === r.place) - Number(a.place === r.place));
}

/** What it needs of the screen around. */
export type Beside = Pick<Room, "s" | "place" | "desk" | "earlier">;

export function Earlier({ r, sheet }: { r: Beside; sheet: Id }) {
  const { s } = r;
  const box = useRef<HTMLElement>(null);
  const back = useRef<{ element: HTMLElement; range: readonly [number, number] | null } | null>(null);
  const chosen = useSignal<Id>(0);
  const place = useSignal<Id>(r.place);
  const own = useComputed(() => ownEarlier(r, sheet)).value;
  const first = own.includes(chosen.value) ? chosen.value : (own[0] ?? 0);
  const all = first ? rooms(r, first) : [];
  const shown = all.find((x) => x.place === place.value) ?? all[0];

  useEffect(() => {
    const was = document.activeElement;
    if (was instanceof HTMLElement && was !== document.body && !box.current?.contains(was)) {
      const range = was instanceof HTMLTextAreaElement ? ([was.selectionStart, was.selectionEnd] as const) : null;
      back.current = { element: was, range };
    }
    const things = box.current?.querySelector<HTMLElement>("[data-copy]");
    (things ?? box.current)?.focus();
  }, []);

  const copy = (id: Id): void => {
    const made = copyTo(r.desk, sheet, id);
    r.desk.say(made ? scribe("copied", { what: shortText(s, id, 60) }) : scribe("notHere"));
  };
  const close = (): void => {
    r.earlier.value = false;
    const to = back.current;
    if (!to?.element.isConnected) return;
    to.element.focus({ preventScroll: true });
    if (to.range && to.element instanceof HTMLTextAreaElement) to.element.setSelectionRange(to.range[0], to.range[1]);
  };
  const go = (by: -1 | 1): void => {
    const to = all[(all.findIndex((x) => x === shown) + by + all.length) % all.length];
    if (!to) return;
    place.value = to.place;
    afterDrawing(() => (box.current?.querySelector<HTMLElement>("[data-copy]") ?? box.current)?.focus());
  };
  const keys = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target instanceof HTMLSelectElement) return;
    const things = [...(box.current?.querySelectorAll<HTMLElement>("[data-copy]") ?? [])];
    const at = things.findIndex((t) => t === document.activeElement);
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const to = things[Math.max(0, Math.min(things.length - 1, at + (e.key === "ArrowDown" ? 1 : -1)))];
      to?.focus();
    } else if (e.key === "ArrowLeft" || e.key === "ArrowRight") {
      e.preventDefault();
      go(e.key === "ArrowLeft" ? -1 : 1);
    } else if ((e.key === "c" || e.key === "C" || e.key === "Enter") && things[at]) {
      e.preventDefault();
      copy(Number(things[at].dataset["copy"]));
    } else if (e.key === "Escape") {
      e.preventDefault();
      close();
    }
  };
  return (
    <aside class="scribe-earlier" aria-label={scribe("earlierOf")} ref={box} tabIndex={-1} onKeyDown={keys} data-scroller>
      <header class="earlier-head">
        <div class="row spread">
          <h2>{scribe("earlier")}</h2>
          <button type="button" class="button quiet icon" aria-label={common("close")} onClick={close}>
            <CrossIcon />
          </button>
        </div>
        {own.length > 1 && (
          <label>
            <span class="sr">{scribe("whichSheet")}</span>
            <select class="input" value={String(first)} onChange={(e) => (chosen.value = Number(e.currentTarget.value))}>
              {own.map((id) => (
                <option key={id} value={String(id)}>{s.text(s.parent(id), "session", "title")} – {s.text(id, "sheet", "title")}</option>
              ))}
            </select>
          </label>
        )}
        {all.length > 1 && (
          <div class="earlier-rooms" role="group" aria-label={scribe("places")}>
            {all.map((x) => (
              <button key={x.place} type="button" class="button small" aria-pressed={x === shown} onClick={() => (place.value = x.place)}>
                {x.place === r.place ? scribe("ownRoom", { place: placeName(s, x.place) }) : placeName(s, x.place)}
              </button>
            ))}
          </div>
        )}
        {shown && <p class="note">{scribe("earlierKeys")}</p>}
      </header>
      {shown ? <Board key={shown.sheet} s={s} sheet={shown.sheet} readOnly onCopy={copy} /> : <p class="empty">{scribe("earlierNone")}</p>}
    </aside>
  );
}
