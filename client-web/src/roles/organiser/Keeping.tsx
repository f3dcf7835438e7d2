/* Keeping.tsx - how long the seminar is kept, the names taken out of it, and erasing it.
 *
 * What: the date and the days that are left; two acts that cannot be taken back, each with what goes, what stays, and a word.
 * Not:  nothing goes by itself when the date has passed: a person does it. */
import { useSignal } from "@preact/signals";
import { ROOT } from "../../state/model.ts";
import type { Seminar } from "../../state/seminar.ts";
import { dateWords } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { organiserAfter as a } from "../../text/organiserAfter.ts";
import { WarnIcon } from "../../ui/icons.tsx";
import { post, tokenOfTab } from "./api.ts";
import { Confirmed } from "./Confirmed.tsx";
import { Day } from "./parts.tsx";

const DAY_MS = 86_400_000;
const utcOf = (n: number): number => Date.UTC(Math.floor(n / 10000), (Math.floor(n / 100) % 100) - 1, n % 100);

/** Days from today to yyyymmdd; below 0 it has passed. */
export function daysTo(s: Seminar, yyyymmdd: number): number {
  const d = new Date(s.now());
  return Math.round((utcOf(yyyymmdd) - Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())) / DAY_MS);
}
export const isOverdue = (s: Seminar): boolean => {
  const retain = s.num(ROOT, "seminar", "retain");
  return retain !== 0 && daysTo(s, retain) < 0;
};

export function Retention({ s }: { s: Seminar }) {
  const retain = s.num(ROOT, "seminar", "retain");
  const days = retain ? daysTo(s, retain) : 0;
  return (
    <section class="card stack">
      <h2>{t("retention")}</h2>
      {retain !== 0 && (days < 0
        ? <p class="org-clash"><WarnIcon />{a("daysPast", { n: -days })}</p>
        : <p><strong>{days === 0 ? a("lastDay") : a("daysLeft", { n: days })}</strong></p>)}
      <Day s={s} id={ROOT} kind="seminar" field="retain" label={t("retainLabel")}
        note={!retain ? t("retainNone") : days < 0 ? a("retainPast", { date: dateWords(retain) }) : t("retainSet", { date: dateWords(retain) })} />
    </section>
  );
}

export function Anonymise({ s }: { s: Seminar }) {
  const done = useSignal(false);
  return (
    <section class="card stack">
      <h2>{a("anonymise")}</h2>
      <p>{a("anonymiseText")}</p>
      <ul class="org-bullets">
        <li>{a("anonymiseGoes")}</li>
        <li>{a("anonymiseHistory")}</li>
        <li>{a("anonymiseStays")}</li>
        <li>{a("anonymiseCopies")}</li>
      </ul>
      {done.value ? <p class="org-good" role="status">{a("anonymiseDone")}</p> : (
        <Confirmed label={a("anonymise")} sure={a("anonymiseSure")} done={a("anonymiseDone")} onDone={() => (done.value = true)}
          ask={(confirm) => post(tokenOfTab(s), `/${s.name}/api/anonymise`, confirm ? { confirm } : {})} />
      )}
    </section>
  );
}

export function Erase({ s }: { s: Seminar }) {
  const erased = useSignal(false);
  return (
    <section class="card stack org-danger">
      <h2>{t("eraseTitle")}</h2>
      <p>{t("eraseText")}</p>
      <ul class="org-bullets">
        <li>{a("eraseProof")}</li>
        <li>{t("eraseBackups")}</li>
        <li>{t("eraseExports")}</li>
      </ul>
      {erased.value ? <p class="org-good">{t("eraseDone")}</p> : (
        <Confirmed label={t("eraseStart")} sure={t("eraseSure")} done={t("eraseDone")} onDone={() => (erased.value = true)}
          ask={(confirm) => post(tokenOfTab(s), `/${s.name}/api/erase`, confirm ? { confirm } : {})} />
      )}
    </section>
  );
}
