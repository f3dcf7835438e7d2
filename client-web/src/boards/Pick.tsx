/* Pick.tsx - choosing one thing out of many by typing a part of its name.
 *
 * What: a field that filters and a list below it: arrows, Enter, Escape; the mouse as well.
 * Not:  no menu of acts: ui/Menu.    Uses: ui/Dialog. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { Dialog } from "../ui/Dialog.tsx";

export interface Choice {
  readonly id: Id;
  readonly label: string;
  readonly note?: string;
}
const SHOWN = 60;
const folded = (text: string): string => text.toLocaleLowerCase().normalize("NFC");

export function Pick(p: { title: string; choices: readonly Choice[]; onPick: (id: Id) => void; onClose: () => void; none: string }) {
  const typed = useSignal("");
  const rank = useSignal(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const words = folded(typed.value).split(/\s+/).filter(Boolean);
  const found = p.choices.filter((c) => words.every((w) => folded(`${c.label} ${c.note ?? ""}`).includes(w)));
  const shown = found.slice(0, SHOWN);
  const at = Math.min(rank.value, shown.length - 1);
  useLayoutEffect(() => input.current?.focus(), []);
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: "nearest" }), [at, typed.value]);
  const pick = (c: Choice | undefined): void => {
    if (!c) return;
    // Closed at once: while it is modal nothing behind it can be given the caret.
    input.current?.closest("dialog")?.close();
    p.onClose();
    p.onPick(c.id);
  };
  const keys = (e: KeyboardEvent): void => {
    if (e.isComposing) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      rank.value = Math.max(0, Math.min(shown.length - 1, to));
    } else if (e.key === "Enter") {
      e.preventDefault();
      pick(shown[at]);
    }
  };
  return (
    <Dialog title={p.title} onClose={p.onClose}>
      <label class="label" for={`${id}-input`}>{boards("filter")}</label>
      <input ref={input} id={`${id}-input`} class="input" type="text" role="combobox" aria-expanded="true" aria-controls={`${id}-list`}
        aria-activedescendant={shown[at] ? `${id}-${shown[at].id}` : undefined} autocomplete="off" value={typed.value}
        onInput={(e) => {
          typed.value = e.currentTarget.value;
          rank.value = 0;
        }}
        onKeyDown={keys} />
      <ul class="pick-list plain" role="listbox" id={`${id}-list`} aria-label={p.title} ref={list}>
        {shown.map((c, i) => (
          <li key={c.id} id={`${id}-${c.id}`} role="option" aria-selected={i === at} class="pick" onClick={() => pick(c)}>
            <span>{c.label}</span>
            {c.note && <span class="note">{c.note}</span>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="note">{p.choices.length ? boards("noMatch") : p.none}</p>}
      {found.length > SHOWN && <p class="note">{boards("moreMatches", { n: found.length - SHOWN })}</p>}
    </Dialog>
  );
}
