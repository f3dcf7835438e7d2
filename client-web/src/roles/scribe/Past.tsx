/* Past.tsx - what has happened to one thing, newest first; older pages on demand. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shortText } from "../../boards/words.ts";
import { OPS } from "../../protocol.gen.ts";
import type { Id, PastOp, Seminar } from "../../state/seminar.ts";
import { dateWords, timeOfDay } from "../../text/index.ts";
import { boards } from "../../text/boards.ts";
import { scribe } from "../../text/scribe.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { type Line, lines } from "./past.ts";
import "../../boards/aside.css";

const FIELDS = [
  "text", "title", "body", "who", "when", "what", "where", "first", "note", "discussion", "label", "by", "status", "star",
  "lane", "colour", "word", "stuck", "weight", "number", "taken", "flag", "done",
] as const;
function fieldWord(field: string): string {
  const known = FIELDS.find((f) => f === field);
  if (known) return scribe(`f_${known}`);
  return scribe(/^[tv]\d+$/.test(field) ? "f_cell" : "f_other");
}
function valueWord(s: Seminar, line: Line): string {
  const { field, text } = line;
  if (field === "status" && /^[0-4]$/.test(text)) return boards(`status_${text as "0"}`);
  if (field === "colour" && /^[0-7]$/.test(text)) return boards(`colour_${text as "0"}`);
  if (field === "weight" && /^[0-3]$/.test(text)) return boards(`weight_${text as "0"}`);
  if (field === "word") return boards(text === "1" ? "state_done" : text === "2" ? "state_skipped" : "state_begun");
  if (field === "by" || /^\d{8}$/.test(text)) return dateWords(Number(text)) || "–";
  if (field === "lane" || field === "phase") return shortText(s, Number(text), 40);
  if (["star", "stuck", "taken", "flag", "done", "negative"].includes(field)) return text === "1" ? scribe("value_yes") : scribe("value_no");
  return text;
}
function words(s: Seminar, l: Line): string {
  const field = fieldWord(l.field);
  switch (l.did) {
    case "write":
      return scribe("did_write", { field, text: l.text });
    case "erase":
      return scribe("did_erase", { field });
    case "clear":
      return scribe("did_clear", { field });
    case "set":
      return scribe("did_set", { field, value: valueWord(s, l) });
    default:
      return scribe(`did_${l.did}`);
  }
}

export function Past({ s, id, onClose }: { s: Seminar; id: Id; onClose: () => void }) {
  const past = useSignal<readonly PastOp[]>([]);
  const state = useSignal<"loading" | "more" | "all" | "offline">("loading");
  const load = (): void => {
    state.value = "loading";
    const oldest = past.value[0]?.seq ?? 0;
    s.history(id, oldest).then(
      (page) => {
        past.value = [...page, ...past.value];
        state.value = page.length === 0 ? "all" : "more";
      },
      () => (state.value = "offline"),
    );
  };
  useEffect(load, [id]);
  const all = lines(past.value, id, s.kind(id));
  const begun = past.value[0]?.op[0] === OPS.add.number;
  return (
    <Dialog title={scribe("historyOf", { what: shortText(s, id, 60) })} onClose={onClose}>
      <ol class="plain past-list">
        {all.map((l) => (
          <li key={l.seq} class="past-line">
            <time class="note">{timeOfDay(l.ts)}</time>
            <p>
              <strong>{l.ord === 0 ? scribe("rules") : l.name || scribe("somebody")}</strong> {words(s, l)}
            </p>
          </li>
        ))}
      </ol>
      {state.value === "loading" && <p class="note">{scribe("loading")}</p>}
      {state.value === "offline" && <p class="note">{scribe("historyOffline")}</p>}
      {state.value === "all" && all.length === 0 && <p class="note">{scribe("historyNone")}</p>}
      {((state.value === "more" && !begun) || state.value === "offline") && (
        <button type="button" class="button" onClick={load}>{scribe("older")}</button>
      )}
    </Dialog>
  );
}
