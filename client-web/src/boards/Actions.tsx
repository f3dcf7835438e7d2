/* Actions.tsx - proposals: what, who is responsible, by when, first step, how far.
 *
 * What: one block per proposal under the obstacle that it answers; several may answer the same one. What is missing
 *       (responsible, date) is said in words.
 * Not:  no gathering of rooms' proposals: the synthesis view.    Uses: Text, Chosen, Tools. */
import { useRef } from "preact/hooks";
import type { Id } from "../state/seminar.ts";
import { boards } from "../text/boards.ts";
import { CopyIcon, PlusIcon, WarnIcon } from "../ui/icons.tsx";
import { DateChoice, Select } from "./Chosen.tsx";
import type { Env, Part } from "./env.ts";
import { useKeepFocus } from "./keep.ts";
import { typedOnButton } from "./Questions.tsx";
import { listKeys, Text } from "./Text.tsx";
import { copyable, CopyOver, ItemMenu, marks, Origin, removed, StarToggle } from "./Tools.tsx";
import { kindWord, mainText, shortText } from "./words.ts";

const STATUSES = [0, 1, 2, 3, 4] as const;

export function addAction(b: Env, after: Id, origin: Id, what = ""): Id {
  const id = b.desk.add("action", b.sheet, after, { ...(origin ? { origin } : {}), ...(what ? { what } : {}) });
  if (id) b.desk.focus(id, "what");
  return id;
}
export function Actions({ b }: { b: Env }) {
  const list = useRef<HTMLOListElement>(null);
  useKeepFocus(list);
  const all = b.s.children(b.sheet, "action");
  const may = b.writes("action");
  return (
    <div class="actions">
      {all.length === 0 && <p class="empty">{may ? boards("noActions") : boards("nothingHere")}</p>}
      <ol class="plain action-list" ref={list}>
        {all.map((a, i) => (
          <Action key={a} b={b} id={a} first={i === 0} />
        ))}
      </ol>
      {may && (
        <button type="button" class="add" onClick={() => addAction(b, all.at(-1) ?? 0, 0)}
          onKeyDown={(e) => typedOnButton(e, (text) => addAction(b, all.at(-1) ?? 0, 0, text))}>
          <PlusIcon />
          {boards("addAction")}
        </button>
      )}
    </div>
  );
}

function Action({ b, id }: Part & { first: boolean }) {
  const { s } = b;
  const origin = s.num(id, "action", "origin");
  const siblings = s.children(b.sheet, "action");
  const above = siblings[siblings.indexOf(id) - 1] ?? 0;
  // The obstacle stands once above the proposals that answer it, when they follow each other.
  const repeated = origin !== 0 && above !== 0 && s.num(above, "action", "origin") === origin;
  const number = s.num(id, "action", "number");
  const begun = s.text(id, "action", "what").trim() !== "";
  const may = b.writes("action");
  const missing = begun
    ? [
        !s.text(id, "action", "who").trim() && !s.text(id, "action", "where").trim() && boards("noResponsible"),
        !s.num(id, "action", "by") && boards("noDate"),
        !s.text(id, "action", "first").trim() && boards("noFirst"),
      ].filter((m): m is string => m !== false)
    : [];
  return (
    <li class={repeated ? "action repeated" : "action"} data-id={id} {...marks(b, id)} {...copyable(b, id)}>
      {origin !== 0 && !repeated && s.exists(origin) && (
        <div class="answers">
          <WarnIcon />
          <div>
            <p><span class="sr">{kindWord(s.kind(origin))}: </span>{mainText(s, origin) || boards("emptyObstacle")}</p>
            <Origin b={b} from={origin} />
          </div>
        </div>
      )}
      <div class="action-body card">
        <div class="action-head">
          {number > 0 && <span class="note action-number">{boards("actionNumber", { n: number })}</span>}
          <Text b={b} id={id} kind="action" field="what" label={boards("what")} class="what" placeholder={boards("whatHint")} empty={boards("emptyAction")}
            onKey={(e) => listKeys(e, { b, id, kind: "action", field: "what", said: removed(s, id), next: () => addAction(b, id, 0) })} />
          <span class="tools">
            <StarToggle b={b} id={id} kind="action" />
            <CopyOver b={b} id={id} />
            <ItemMenu b={b} id={id} kind="action" name={shortText(s, id, 40)} park
              extra={origin ? [{ label: boards("another"), icon: <CopyIcon />, onSelect: () => addAction(b, id, origin) }] : []} />
          </span>
        </div>
        <div class="action-grid">
          <Text b={b} id={id} kind="action" field="who" label={boards("who")} shown breaks="none" />
          <Text b={b} id={id} kind="action" field="where" label={boards("where")} shown breaks="none" />
          <DateChoice b={b} id={id} kind="action" field="by" label={boards("by")} shown />
          <Select b={b} id={id} kind="action" field="status" label={boards("status")} shown options={STATUSES.map((n) => ({ value: n, label: boards(`status_${n}`) }))} />
        </div>
        <Text b={b} id={id} kind="action" field="first" label={boards("first")} shown />
        {(s.num(id, "action", "status") > 1 || s.text(id, "action", "note")) && (
          <Text b={b} id={id} kind="action" field="note" label={boards("followUp")} shown />
        )}
        {missing.length > 0 && (
          <p class="note missing-marks">
            {missing.map((m) => (
              <span key={m} class="chip warn">{m}</span>
            ))}
          </p>
        )}
        {may && origin !== 0 && begun && (
          <button type="button" class="add" onClick={() => addAction(b, id, origin)}>
            <PlusIcon />
            {boards("another")}
          </button>
        )}
      </div>
    </li>
  );
}
