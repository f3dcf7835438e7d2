/* keys.tsx - the moderator's keys, and the sheet that tells them.
 *
 * What: single letters outside text fields only, and only as long as the person wants them (they can be switched off);
 *       "?" opens the sheet.
 * Not:  nothing that cannot be taken back has a key of its own. */
import { signal } from "@preact/signals";
import { liveSessions, openCalls, sessionState } from "../../state/model.ts";
import { m } from "../../text/moderator.ts";
import { isClosed } from "../../ui/ClosedBar.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { answerCall, extend, pause, resume } from "./acts.ts";
import { type Desk, VIEWS } from "./desk.ts";
import { places } from "./places.ts";
import { blank, showNext, turn } from "./stage.ts";

const KEPT = "samverka.moderator.keys";
function wanted(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}
const on = signal(wanted());
export const sheetOpen = signal(false);

const inText = (e: KeyboardEvent): boolean => {
  const at = e.target as HTMLElement | null;
  if (!at || document.querySelector("dialog[open]")) return true;
  if (at.closest("textarea, select, [contenteditable], [role=menu]")) return true;
  return at instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(at.type);
};

export function onKey(desk: Desk, e: KeyboardEvent): void {
  if (e.defaultPrevented || e.altKey || inText(e) || isClosed(desk.s)) return;
  const { s } = desk;
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "z" && !e.shiftKey) {
    if (desk.done.value?.undo) {
      e.preventDefault();
      desk.undo();
    }
    return;
  }
  if (e.ctrlKey || e.metaKey) return;
  if (e.key === "?") {
    e.preventDefault();
    sheetOpen.value = true;
    return;
  }
  if (!on.value) return;
  const act = actFor(desk, e.key);
  if (!act) return;
  e.preventDefault();
  act(s);
}

function actFor(desk: Desk, key: string): ((s: Desk["s"]) => void) | null {
  const live = liveSessions(desk.s)[0] ?? 0;
  const view = VIEWS[Number(key) - 1];
  if (view) {
    return () => {
      desk.room.value = 0;
      desk.view.value = view;
    };
  }
  switch (key.toLowerCase()) {
    case "p":
      return live ? (s) => (sessionState(s, live) === "paused" ? resume(desk, live) : pause(desk, live)) : null;
    case "+":
      return live ? () => extend(desk, live, 1) : null;
    case "-":
      return live ? () => extend(desk, live, -1) : null;
    case "k":
      return (s) => {
        const call = openCalls(s).find((c) => s.num(c, "call", "state") === 0);
        if (call) answerCall(desk, call, 1);
      };
    case "m":
      return () => {
        desk.writeTo.value = desk.room.value;
        if (!desk.wide.value || desk.view.value !== "rooms") desk.view.value = "messages";
      };
    case "b":
      return () => blank(desk);
    case "n":
      return () => showNext(desk);
    case ",":
      return () => turn(desk, -1);
    case ".":
      return () => turn(desk, 1);
    case "r":
      return (s) => {
        desk.view.value = "rooms";
        const all = places(s);
        desk.room.value = all[(all.indexOf(desk.room.value) + 1) % all.length] ?? 0;
      };
    default:
      return null;
  }
}

export function KeySheet() {
  if (!sheetOpen.value) return null;
  const rows: readonly (readonly [string, string])[] = [
    ["1 – 8", m("keyViews")], ["R", m("keyRooms")], ["P", m("keyPause")], ["+ −", m("keyMinutes")], ["K", m("keyCall")], ["M", m("keyMessage")],
    ["N", m("keyNext")], [", .", m("keyPages")], ["B", m("keyBlank")], ["Ctrl Z", m("keyUndo")], ["Ctrl Enter", m("keySend")],
    [m("keySpace"), m("keyPick")], ["Alt ↑ ↓", m("keyMove")], ["Esc", m("keyEscape")], ["?", m("keyHelp")],
  ];
  return (
    <Dialog title={m("keys")} onClose={() => (sheetOpen.value = false)}>
      <table class="mod-keys">
        <tbody>
          {rows.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">{key.split(" ").map((k) => <kbd key={k}>{k}</kbd>)}</th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="mod-radio">
        <input type="checkbox" checked={on.value} onChange={() => {
          on.value = !on.value;
          try {
            localStorage.setItem(KEPT, on.value ? "on" : "off");
          } catch {
            /* lasts as long as the page */
          }
        }} /> {m("keysOn")}
      </label>
    </Dialog>
  );
}
