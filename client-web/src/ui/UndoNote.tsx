/* UndoNote.tsx - what was just taken away, and the way back.
 *
 * What: offerUndo(words, act) shows one note with a button at the foot of the page, for half a minute or until the
 *       next one; while it has the pointer or focus it stays. What it names also lies in the bin: the note is the short way.
 * Not:  asks nothing, covers no field for long, takes no focus.    Uses: announce. */
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { common } from "../text/common.ts";
import { pieces } from "../text/pieces.ts";
import { announce } from "./announce.ts";
import { CrossIcon, UndoIcon } from "./icons.tsx";
import "./pieces.css";

const STAYS_MS = 30_000;
const offer = signal<{ readonly n: number; readonly words: string; readonly act: () => void } | null>(null);
let count = 0;

export function offerUndo(words: string, act: () => void): void {
  offer.value = { n: ++count, words, act };
  announce(words, `undo.${count}`);
}
export const dropUndo = (): void => {
  offer.value = null;
};

/** Once per page, at its end. */
export function UndoNote() {
  const held = useRef(false);
  const now = offer.value;
  useEffect(() => {
    if (!now) return;
    held.current = false;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      timer = setTimeout(() => {
        if (held.current) wait();
        else if (offer.value?.n === now.n) offer.value = null;
      }, STAYS_MS);
    };
    wait();
    return () => clearTimeout(timer);
  }, [now]);
  if (!now) return null;
  const hold = (on: boolean) => () => {
    held.current = on;
  };
  return (
    <div class="undo-note" onPointerEnter={hold(true)} onPointerLeave={hold(false)} onFocusIn={hold(true)} onFocusOut={hold(false)}>
      <span class="undo-words">{now.words}</span>
      <button type="button" class="button quiet" onClick={() => {
          now.act();
          offer.value = null;
          announce(pieces("undone"));
        }}>
        <UndoIcon />
        {common("undo")}
      </button>
      <button type="button" class="button quiet icon" aria-label={common("close")} onClick={dropUndo}>
        <CrossIcon />
      </button>
    </div>
  );
}
