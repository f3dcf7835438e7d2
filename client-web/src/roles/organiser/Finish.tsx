/* Finish.tsx - after the day: who has work that is not here yet, closing, taking it home, erasing.
 *
 * What: what should be looked at before closing; close and open again; the export and the backup as files; the date after
 *       which the seminar should be gone, and erasing it, which asks for a word.
 * Not:  the documentation itself. */
import { useComputed, useSignal } from "@preact/signals";
import type { RoleName } from "../../protocol.gen.ts";
import { liveSessions, placeName, pollsOf, ROOT, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { dateWords } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { CheckIcon, DownloadIcon, WarnIcon } from "../../ui/icons.tsx";
import { file, post, tokenOfTab } from "./api.ts";
import { Confirmed, troubleOf } from "./Confirmed.tsx";
import { Day, Page, TwoStep } from "./parts.tsx";
import { download } from "./People.tsx";

export const STATE = { prepared: 0, open: 1, closed: 2 } as const;
const POLL_OPEN = 1;
const POLL_OVER = 2;

/** Actions of the groups that say neither who nor when. */
function looseActions(s: Seminar): { all: number; nobody: number; noDate: number } {
  let [all, nobody, noDate] = [0, 0, 0];
  for (const at of [ROOT, ...sessions(s)]) {
    for (const sheet of s.children(at, "sheet")) {
      for (const a of s.children(sheet, "action")) {
        if (!s.text(a, "action", "what").trim()) continue;
        all++;
        if (!s.text(a, "action", "who").trim() && !s.text(a, "action", "where").trim()) nobody++;
        if (!s.num(a, "action", "by")) noDate++;
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
      <h2>{t("takeHome")}</h2>
      <p class="note">{t("takeHomeNote")}</p>
      <div class="row">
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

/** After closing nothing goes on: no clock counts, no question is open, the door is shut. */
function calm(s: Seminar): void {
  for (const x of liveSessions(s)) s.clockAction(x, "end");
  for (const x of [0, ...sessions(s)]) {
    for (const p of pollsOf(s, x)) if (s.num(p, "poll", "state") === POLL_OPEN) s.set(p, "poll", "state", POLL_OVER);
  }
  if (s.num(ROOT, "seminar", "door")) s.set(ROOT, "seminar", "door", 0);
}

/** Closing asks the daemon, which also knows of those who left with work of their own. */
function Close({ s, pending }: { s: Seminar; pending: number }) {
  const behind = useSignal<readonly Behind[] | null>(null);
  const said = useSignal("");
  const close = async (force: boolean): Promise<void> => {
    said.value = "";
    const a = await post(tokenOfTab(s), `/${s.name}/api/close`, force ? { force } : {});
    behind.value = !a.ok && a.code === "behind" ? ((a["behind"] as Behind[] | undefined) ?? []) : null;
    if (!a.ok && a.code !== "behind") said.value = troubleOf(a);
    if (a.ok) calm(s);
  };
  return (
    <>
      <TwoStep class="primary" label={t("closeSeminar")} sure={t("closeSure")} ask={pending > 0 ? t("closeAskPending", { n: pending }) : t("closeAsk")} onDo={() => void close(false)} />
      {behind.value && (
        <div class="org-two danger" role="alert">
          <p>{t("behind")}</p>
          <ul class="org-bullets">
            {behind.value.map((b, i) => (
              <li key={i}>{t(b.away ? "behindAway" : "pendingOf", { who: [b.name, b.role ? common(b.role as "scribe") : "", b.place].filter(Boolean).join(", "), n: b.pending })}</li>
            ))}
          </ul>
          <div class="row">
            <button type="button" class="button danger" onClick={() => void close(true)}>{t("closeAnyway")}</button>
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
  const erased = useSignal(false);
  const who = (p: { role: RoleName; place: Id; name: string; pending: number }): string =>
    [p.name, [common(p.role as "scribe"), placeName(s, p.place)].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  const retain = s.num(ROOT, "seminar", "retain");
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
          </ul>
        )}
        <p class="note">{closed ? t("closedNote") : t("closeNote")}</p>
        {closed ? (
          <button type="button" class="button" onClick={() => s.set(ROOT, "seminar", "state", STATE.open)}>{t("reopen")}</button>
        ) : (
          <Close s={s} pending={pending.length} />
        )}
      </section>
      <Files s={s} />
      <section class="card stack">
        <h2>{t("retention")}</h2>
        <Day s={s} id={ROOT} kind="seminar" field="retain" label={t("retainLabel")} note={retain ? t("retainSet", { date: dateWords(retain) }) : t("retainNone")} />
      </section>
      <section class="card stack org-danger">
        <h2>{t("eraseTitle")}</h2>
        <p>{t("eraseText")}</p>
        <ul class="org-bullets">
          <li>{t("eraseBackups")}</li>
          <li>{t("eraseExports")}</li>
        </ul>
        {erased.value ? <p class="org-good">{t("eraseDone")}</p> : (
          <Confirmed label={t("eraseStart")} sure={t("eraseSure")} done={t("eraseDone")} onDone={() => (erased.value = true)}
            ask={(confirm) => post(tokenOfTab(s), `/${s.name}/api/erase`, confirm ? { confirm } : {})} />
        )}
      </section>
    </Page>
  );
}
