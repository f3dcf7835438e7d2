/* Bin.tsx - what was removed from this sheet: what, when, by whom, and the way back. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { kindWord, mainText, shortText } from "../../boards/words.ts";
import { OPS } from "../../protocol.gen.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { timeOfDay } from "../../text/index.ts";
import { scribe } from "../../text/scribe.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { UndoIcon } from "../../ui/icons.tsx";
import { binOf } from "./bin.ts";
import type { Room } from "./room.ts";
import "../../boards/aside.css";

const ASKED = 20; // of so many it is asked who removed them

export function Bin({ r, sheet }: { r: Pick<Room, "s" | "desk" | "bin">; sheet: Id }) {
  const { s } = r;
  const all = binOf(s, sheet);
  const may = s.mayWrite(sheet, "parked");
  return (
    <Dialog title={scribe("binOf", { title: s.text(sheet, "sheet", "title") })} onClose={() => (r.bin.value = false)}>
      <p class="note">{scribe(all.length ? "binNote" : "binEmpty")}</p>
      <ul class="plain bin-list">
        {all.map((id, i) => (
          <li key={id} class="bin-item">
            <div>
              <p class="note">{kindWord(s.kind(id))} · <When s={s} id={id} ask={i < ASKED} /></p>
              <p class="bin-text">{mainText(s, id) || shortText(s, id)}</p>
            </div>
            {may && (
              <button type="button" class="button" onClick={() => {
                  if (s.restore(id)) r.desk.say(scribe("restored", { what: shortText(s, id, 40) }));
                }}>
                <UndoIcon />
                {common("restore")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function When({ s, id, ask }: { s: Seminar; id: Id; ask: boolean }) {
  const name = useSignal("");
  const at = s.touched(id);
  useEffect(() => {
    if (!ask || !at) return;
    let alive = true;
    s.history(id).then(
      (past) => {
        const last = [...past].reverse().find((p) => p.op[0] === OPS.del.number);
        if (alive && last) name.value = last.name || scribe("somebody");
      },
      () => undefined, // without the network the time alone stands there
    );
    return () => {
      alive = false;
    };
  }, [id, at]);
  if (!at) return <>{scribe("removedNow")}</>;
  const time = timeOfDay(at);
  return <>{name.value ? scribe("removedBy", { time, name: name.value }) : scribe("removedAt", { time })}</>;
}
