/* Finish.tsx - after the day: who has work that is not here yet, closing, the survey, taking it home.
 *
 * What: what should be looked at before closing; close and open again; archive, export and backup as files.
 * Not:  the documentation itself (Documents.tsx), how long it is kept and erasing (Keeping.tsx). */
import { useComputed, useSignal } from "@preact/signals";
import type { RoleName } from "../../protocol.gen.ts";
import { liveSessions, placeName, pollsOf, ROOT, sessionForm, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { organiser as t } from "../../text/organiser.ts";
import { organiserAfter as a } from "../../text/organiserAfter.ts";
import { CheckIcon, DownloadIcon, WarnIcon } from "../../ui/icons.tsx";
import { file, post, tokenOfTab } from "./api.ts";
import { troubleOf } from "./Confirmed.tsx";
import { Anonymise, Erase, Retention } from "./Keeping.tsx";
import { Page, TwoStep } from "./parts.tsx";
import { download } from "./People.tsx";
import { isSurveyOpen, Survey, surveyPolls } from "./Survey.tsx";

export const STATE = { prepared: 0, open: 1, closed: 2 } as const;
const POLL_OPEN = 1;
const POLL_OVER = 2;

/** Actions of the groups that say neither who nor when. */
function looseActions(s: Seminar): { all: number; nobody: number; noDate: number } {
  let [all, nobody, noDate] = [0, 0, 0];
  for (const at of [ROOT, ...sessions(s)]) {
    for (const sheet of s.children(at, "sheet")) {
      for (const x of s.children(sheet, "action")) {
        if (!s.text(x, "action", "what").trim()) continue;
        all++;
        if (!s.text(x, "action", "who").trim() && !s.text(x, "action", "where").trim()) nobody++;
        if (!s.num(x, "action", "by")) noDate++;
      }
    }
  }
  return { all, nobody, noDate };
}

function Check({ ok, children }: { ok: boolean; children: preact.ComponentChildren }) {
  return <li class={ok ? "ok" : "not"}>{ok ? <CheckIcon /> : <WarnIcon />}<span>{children}</span></li>;
}

function Files({ s }: { s: Seminar }) {
  const busy = useSignal("");
  const said = useSignal("");
  const take = async (path: string, name: string): Promise<void> => {
    if (busy.value) return;
    busy.value = name;
    said.value = "";
    const got = await file(tokenOfTab(s), `/${s.name}/api/${path}`);
    busy.value = "";
    if (got instanceof Blob) {
      download(name, got.type || "application/octet-stream", got);
      said.value = t("fileTaken", { name });
    } else said.value = troubleOf(got);
  };
  const day = new Date(s.now()).toISOString().slice(0, 10);
  return (
    <section class="card stack">
      <h2>{a("archive")}</h2>
      <p class="note">{a("archiveNote")}</p>
      <div class="row">
        <button type="button" class="button" aria-disabled={busy.value !== ""} onClick={() => void take("export?of=documentation&format=zip", `${s.name}-${day}.zip`)}><DownloadIcon />{a("archiveZip")}</button>
        <button type="button" class="button" aria-disabled={busy.value !== ""} onClick={() => void take("export", `${s.name}-${day}.json`)}><DownloadIcon />{t("exportJson")}</button>
        <button type="button" class="button" aria-disabled={busy.value !== ""} onClick={() => void take("backup", `${s.name}-${day}.samverka`)}><DownloadIcon />{t("backupFile")}</button>
      </div>
      <p role="status" class="note">{busy.value ? t("fetching") : said.value}</p>
    </section>
  );
}

interface Behind {
  readonly name: string;
  readonly role: RoleName | "";
  readonly place: string;
  readonly pending: number;
  readonly away: boolean;
}

/** After closing nothing goes on: no clock counts, no question is open, the door is shut. A survey goes on, and its door. */
function calm(s: Seminar): void {
  const survey = isSurveyOpen(s);
  for (const x of liveSessions(s)) s.clockAction(x, "end");
  for (const x of [0, ...sessions(s).filter((y) => sessionForm(s, y) !== "survey")]) {
    for (const p of pollsOf(s, x)) if (s.num(p, "poll", "state") === POLL_OPEN) s.set(p, "poll", "state", POLL_OVER);
  }
  if (!survey && s.num(ROOT, "seminar", "door")) s.set(ROOT, "seminar", "door", 0);
}

/** Closing asks the daemon, which also knows of those who left with work of their own. */
function Close({ s, pending }: { s: Seminar; pending: number }) {
  const behind = useSignal<readonly Behind[] | null>(null);
  const said = useSignal("");
  const close = async (force: boolean): Promise<void> => {
    said.value = "";
    const r = await post(tokenOfTab(s), `/${s.name}/api/close`, force ? { force } : {});
    behind.value = !r.ok && r.code === "behind" ? ((r["behind"] as Behind[] | undefined) ?? []) : null;
    if (!r.ok && r.code !== "behind") said.value = troubleOf(r);
    if (r.ok) calm(s);
  };
  const whoOf = (b: Behind): string => [b.name, b.role ? common(b.role as "scribe") : "", b.place].filter(Boolean).join(", ");
  const unsent = (behind.value ?? []).filter((b) => b.pending > 0);
  // Who is known to have had nothing unsent is said apart, and once, however many pages it was.
  const gone = [...new Set((behind.value ?? []).filter((b) => b.pending === 0).map(whoOf))].filter((w) => !unsent.some((b) => whoOf(b) === w));
  return (
    <>
      <TwoStep class="primary" label={t("closeSeminar")} sure={t("closeSure")} ask={pending > 0 ? t("closeAskPending", { n: pending }) : t("closeAsk")} onDo={() => void close(false)} />
      {behind.value && (
        <div class={unsent.length ? "org-two danger" : "org-two"} role="alert">
          {unsent.length > 0 && <p>{a("behindPending")}</p>}
          {unsent.length > 0 && <ul class="org-bullets">{unsent.map((b, i) => <li key={i}>{t("pendingOf", { who: whoOf(b), n: b.pending })}</li>)}</ul>}
          {gone.length > 0 && <p>{a("behindGone")}</p>}
          {gone.length > 0 && <ul class="org-bullets">{gone.map((w) => <li key={w}>{w}</li>)}</ul>}
          <div class="row">
            <button type="button" class={unsent.length ? "button danger" : "button primary"} onClick={() => void close(true)}>{t("closeAnyway")}</button>
            <button type="button" class="button" onClick={() => (behind.value = null)}>{t("closeWait")}</button>
          </div>
        </div>
      )}
      {said.value && <p class="org-problem" role="alert">{said.value}</p>}
    </>
  );
}

export function Finish({ s }: { s: Seminar }) {
  const state = s.num(ROOT, "seminar", "state");
  const closed = state === STATE.closed;
  const pending = s.people.value.filter((p) => p.pending > 0);
  const running = liveSessions(s);
  const loose = useComputed(() => looseActions(s)).value;
  const survey = surveyPolls(s).length > 0;
  const who = (p: { role: RoleName; place: Id; name: string; pending: number }): string =>
    [p.name, [common(p.role as "scribe"), placeName(s, p.place)].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return (
    <Page title={t("finish")} lead={t("finishLead")}>
      <section class="card stack">
        <h2>{closed ? t("isClosed") : t("closeTitle")}</h2>
        {!closed && (
          <ul class="plain org-checks">
            <Check ok={pending.length === 0}>
              {pending.length === 0 ? t("nobodyPending") : t("somePending", { n: pending.length })}
              {pending.length > 0 && <ul class="org-bullets">{pending.map((p) => <li key={p.ord}>{t("pendingOf", { who: who(p), n: p.pending })}</li>)}</ul>}
            </Check>
            <Check ok={running.length === 0}>{running.length === 0 ? t("nothingRuns") : t("stillRuns", { names: running.map((x) => s.text(x, "session", "title")).join(", ") })}</Check>
            {loose.all > 0 && <Check ok={loose.nobody === 0 && loose.noDate === 0}>{loose.nobody + loose.noDate === 0 ? t("actionsFull", { n: loose.all }) : t("actionsLoose", { all: loose.all, nobody: loose.nobody, noDate: loose.noDate })}</Check>}
            {survey && <Check ok={isSurveyOpen(s)}>{a(isSurveyOpen(s) ? "surveyKept" : "surveyNotYet")}</Check>}
          </ul>
        )}
        <p class="note">{closed ? t("closedNote") : t("closeNote")}</p>
        {closed ? (
          <button type="button" class="button" onClick={() => s.set(ROOT, "seminar", "state", STATE.open)}>{t("reopen")}</button>
        ) : (
          <Close s={s} pending={pending.length} />
        )}
      </section>
      <Survey s={s} />
      <Files s={s} />
      <Retention s={s} />
      <Anonymise s={s} />
      <Erase s={s} />
    </Page>
  );
}
