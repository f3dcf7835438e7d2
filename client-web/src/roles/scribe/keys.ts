/* keys.ts - the keys that hold everywhere on the scribe's screen.
 *
 * What: Ctrl+S, Ctrl+Z outside text, Ctrl+Enter, Alt+1..9, Alt+B, Alt+P, Alt+H, "?" outside text.
 * Not:  keys of items and cards: those are the boards'.
 * Invariants: AltGr is never taken for Alt (it writes signs); a single letter acts outside text only. */
import { useEffect, useRef } from "preact/hooks";
import { type Env, writing } from "../../boards/env.ts";
import { nextQuestion } from "../../boards/Questions.tsx";
import type { Id } from "../../state/seminar.ts";
import { timeOfDay } from "../../text/index.ts";
import { scribe } from "../../text/scribe.ts";
import { goTo, type Room, stepsOf } from "./room.ts";

function saySaved(r: Room): void {
  const { pending, at } = r.s.saved.value;
  const { state } = r.s.connection.value;
  if (pending === 0) r.desk.say(at ? scribe("allSavedAt", { time: timeOfDay(at) }) : scribe("allSaved"));
  else r.desk.say(scribe(state === "live" || state === "syncing" || state === "doubtful" ? "onWay" : "kept", { n: pending }));
}
/** The letter of a key, also where Alt makes a sign of it. */
const letterOf = (e: KeyboardEvent): string =>
  /^[a-z0-9]$/i.test(e.key) ? e.key.toLowerCase() : e.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase();

function help(): void {
  const button = document.querySelector<HTMLElement>(".scribe-acts .call > button, .scribe-acts .call-state button");
  button?.focus();
  if (button?.closest(".call") && button.getAttribute("aria-expanded") !== "true") button.click();
}

export function useKeys(r: Room, b: Env, park: (about: Id) => void): void {
  const latest = useRef({ b, park });
  latest.current = { b, park };
  useEffect(() => {
    const down = (e: KeyboardEvent): void => {
      if (e.defaultPrevented || e.isComposing || e.keyCode === 229) return;
      const { b: board, park: aside } = latest.current;
      const command = (e.ctrlKey || e.metaKey) && !e.altKey;
      const text = writing(e.target);
      const modal = document.querySelector("dialog[open]") !== null;
      const done = (): void => e.preventDefault();
      if (command && e.key.toLowerCase() === "s") {
        done();
        saySaved(r);
        return;
      }
      if (modal) return;
      if (command && e.key.toLowerCase() === "z" && !e.shiftKey && !text) {
        done();
        r.desk.say(scribe(r.desk.undo() ? "undone" : "nothingToUndo"));
        return;
      }
      if (command && e.key === "Enter") {
        if (nextQuestion(board, e.shiftKey ? -1 : 1)) done();
        return;
      }
      if (e.altKey && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.getModifierState("AltGraph")) {
        const letter = letterOf(e);
        if (/^[1-9]$/.test(letter)) {
          const { session, day } = stepsOf(r);
          const to = [...session, ...day][Number(letter) - 1];
          done();
          if (to) {
            goTo(r, to);
            document.getElementById("sheet")?.focus();
          }
        } else if (letter === "b") {
          done();
          r.earlier.value = !r.earlier.value;
        } else if (letter === "p") {
          done();
          aside(r.desk.at.value || board.sheet);
        } else if (letter === "h") {
          done();
          help();
        }
        return;
      }
      if (e.key === "?" && !text && !command && !e.altKey) {
        done();
        r.keys.value = true;
      }
    };
    document.addEventListener("keydown", down);
    return () => document.removeEventListener("keydown", down);
  }, [r]);
}
