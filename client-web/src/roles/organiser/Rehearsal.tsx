/* Rehearsal.tsx - the day tried out beforehand: the flag that everybody sees, and clearing what was written. */
import { ROOT } from "../../state/model.ts";
import type { Seminar } from "../../state/seminar.ts";
import { organiser as t } from "../../text/organiser.ts";
import { post, tokenOfTab } from "./api.ts";
import { Confirmed } from "./Confirmed.tsx";
import { Page } from "./parts.tsx";

export function Rehearsal({ s }: { s: Seminar }) {
  const on = s.num(ROOT, "seminar", "rehearsal") !== 0;
  return (
    <Page title={t("rehearsal")} lead={t("rehearsalLead")}>
      <section class="card stack">
        <p class="org-state"><strong>{on ? t("rehearsalOn") : t("rehearsalOff")}</strong></p>
        <p class="note">{on ? t("rehearsalOnNote") : t("rehearsalOffNote")}</p>
        <button type="button" class={on ? "button" : "button primary"} onClick={() => s.set(ROOT, "seminar", "rehearsal", on ? 0 : 1)}>{on ? t("rehearsalEnd") : t("rehearsalBegin")}</button>
      </section>
      <section class="card stack">
        <h2>{t("clearTitle")}</h2>
        <p>{t("clearText")}</p>
        <ul class="org-bullets">
          <li>{t("clearGoes")}</li>
          <li>{t("clearStays")}</li>
        </ul>
        <Confirmed label={t("clearStart")} sure={t("clearSure")} done={t("clearDone")} ask={(confirm) => post(tokenOfTab(s), `/${s.name}/api/clear-rehearsal`, confirm ? { confirm } : {})} />
      </section>
    </Page>
  );
}
