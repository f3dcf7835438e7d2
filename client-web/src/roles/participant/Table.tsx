/* Table.tsx - one of a table becomes its writer: found or take a self-formed group by what its sign says.
 *
 * What: asks for the table, joins, and hands this tab over to the writer's page with the new secret.
 * Not:  no writing itself: roles/secretary. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { enter } from "../../shell/arrive.ts";
import type { Seminar } from "../../state/seminar.ts";
import { participant as t } from "../../text/participant.ts";

export function Table({ s }: { s: Seminar }) {
  const id = useId();
  const table = useSignal("");
  const name = useSignal("");
  const problem = useSignal<"" | "tableMissing" | "tableOffline" | "tableClosed" | "tableBad">("");
  const busy = useSignal(false);
  const go = async (): Promise<void> => {
    if (busy.value) return;
    const sign = table.value.toLocaleLowerCase().replace(/\s+/g, "");
    if (!sign) problem.value = "tableMissing";
    else if (!/^[\p{L}\p{N}-]{1,16}$/u.test(sign)) problem.value = "tableBad";
    else if (s.connection.value.state !== "live") problem.value = "tableOffline";
    else {
      busy.value = true;
      problem.value = "";
      try {
        const { secret } = await s.join(sign, name.value.trim());
        await enter(s.name, secret);
      } catch (e) {
        busy.value = false;
        const why = e instanceof Error ? e.message : "";
        problem.value = why === "bad_value" ? "tableBad" : ["closed", "forbidden", "full", "rate"].includes(why) ? "tableClosed" : "tableOffline";
      }
    }
  };
  return (
    <details class="card table-way">
      <summary>{t("tableTitle")}</summary>
      <form class="stack" onSubmit={(e) => {
        e.preventDefault();
        void go();
      }}>
        <p class="note">{t("tableWhat")}</p>
        <div>
          <label class="label" for={`${id}t`}>{t("tableField")}</label>
          <input id={`${id}t`} class="input short" value={table.value} maxLength={16} autocomplete="off" autocapitalize="off"
            aria-invalid={problem.value === "tableMissing" || problem.value === "tableBad"} aria-describedby={problem.value ? `${id}p` : undefined}
            onInput={(e) => (table.value = e.currentTarget.value)} />
        </div>
        <div>
          <label class="label" for={`${id}n`}>{t("tableName")}</label>
          <input id={`${id}n`} class="input" value={name.value} maxLength={80} autocomplete="off" onInput={(e) => (name.value = e.currentTarget.value)} />
        </div>
        {problem.value && <p class="warn-text" role="alert" id={`${id}p`}>{t(problem.value)}</p>}
        <button type="submit" class="button primary" aria-disabled={busy.value}>{t("tableGo")}</button>
      </form>
    </details>
  );
}
