/* List.tsx - the seminars of this daemon: what state each is in, and what the host may do with it.
 *
 * What: close (a file that can be moved), open again, a new organiser's link, erase in two steps.
 * Not:  what is in them. */
import { useSignal } from "@preact/signals";

import { common } from "../../text/common.ts";
import { host as t } from "../../text/host.ts";
import { timeOfDay } from "../../text/index.ts";
import { PlusIcon, UploadIcon } from "../../ui/icons.tsx";
import { post } from "../organiser/api.ts";
import { Confirmed } from "../organiser/Confirmed.tsx";
import { Page, TwoStep } from "../organiser/parts.tsx";
import type { Made, MadeLink } from "./Made.tsx";
import { troubleOf } from "./trouble.ts";

export interface Housed {
  readonly name: string;
  readonly state: string;
  readonly title?: string;
  readonly over?: boolean;
  readonly rehearsal?: boolean;
  readonly door?: boolean;
  readonly connections?: number;
  readonly size: number;
  readonly backup_ms: number;
  readonly trouble?: string;
}
interface Behind {
  readonly name?: string;
  readonly role?: string;
  readonly place?: string;
}
const megabytes = (n: number): string => (n < 1e6 ? t("kilobytes", { n: Math.max(1, Math.round(n / 1e3)) }) : t("megabytes", { n: Math.round(n / 1e5) / 10 }));

function Item({ secret, x, onLook, onMade }: { secret: string; x: Housed; onLook: () => void; onMade: (m: Made) => void }) {
  const said = useSignal("");
  const bad = useSignal(false);
  const behind = useSignal<readonly Behind[] | null>(null);
  const open = x.state === "open";
  const ask = async (verb: string, more: Record<string, unknown> = {}): Promise<void> => {
    said.value = "";
    const a = await post(secret, `/host/api/${verb}`, { name: x.name, ...more });
    bad.value = !a.ok;
    behind.value = !a.ok && a.code === "behind" ? ((a["behind"] as Behind[] | undefined) ?? []) : null;
    if (!a.ok && a.code !== "behind") said.value = troubleOf(a);
    if (a.ok && verb === "links") {
      onMade({ kind: "link", name: x.name, title: x.title ?? x.name, links: [a["link"] as MadeLink] });
      return;
    }
    if (a.ok) onLook();
  };
  return (
    <li class="host-item">
      <div class="host-item-head">
        <div class="org-what">
          <h2>{x.title || x.name}</h2>
          <p class="org-facts">
            <span class={`chip ${open ? (x.over ? "" : "good") : x.state === "unusable" ? "bad" : ""}`}>{t(open ? (x.over ? "stateOver" : "stateOpen") : x.state === "closed" ? "stateClosed" : x.state === "closing" ? "stateClosing" : "stateBroken")}</span>
            {x.rehearsal && <span class="chip warn">{t("rehearsal")}</span>}
            <span>/{x.name}/</span>
            {open && <span>{t("connections", { n: x.connections ?? 0 })}</span>}
            <span>{megabytes(x.size)}</span>
            <span>{x.backup_ms ? t("backedUp", { time: `${new Intl.DateTimeFormat(undefined, { day: "numeric", month: "numeric" }).format(x.backup_ms)} ${timeOfDay(x.backup_ms)}` }) : t("noBackup")}</span>
          </p>
          {x.trouble && <p class="org-problem">{t("troubleIs", { why: x.trouble })}</p>}
        </div>
      </div>
      <div class="row">
        {open && <TwoStep label={t("organiserLink")} name={t("organiserLinkOf", { name: x.title || x.name })} ask={t("organiserLinkAsk")} sure={t("organiserLinkSure")} onDo={() => void ask("links")} />}
        {open && <TwoStep label={t("close")} name={t("closeNamed", { name: x.title || x.name })} ask={t("closeAsk")} sure={t("closeSure")} onDo={() => void ask("close")} />}
        {x.state === "closed" && <button type="button" class="button" aria-label={t("openNamed", { name: x.title || x.name })} onClick={() => void ask("open")}>{t("open")}</button>}
        <details class="host-erase">
          <summary>{t("erase")}</summary>
          <div class="stack org-inset">
            <p>{t("eraseText")}</p>
            <Confirmed label={t("eraseStart")} sure={t("eraseSure")} done={t("eraseDone")} onDone={onLook}
              ask={(confirm) => post(secret, "/host/api/erase", confirm ? { name: x.name, confirm } : { name: x.name })} />
          </div>
        </details>
      </div>
      {behind.value && (
        <div class="org-two danger" role="alert">
          <p>{t("behindText")}</p>
          {behind.value.length > 0 && <ul class="org-bullets">{behind.value.map((b, i) => <li key={i}>{[b.name, b.role ? common(b.role as "scribe") : "", b.place].filter(Boolean).join(", ")}</li>)}</ul>}
          <div class="row">
            <button type="button" class="button danger" onClick={() => void ask("close", { force: true })}>{t("closeAnyway")}</button>
            <button type="button" class="button quiet" onClick={() => (behind.value = null)}>{t("wait")}</button>
          </div>
        </div>
      )}
      <p role="status" class={bad.value ? "org-problem" : "org-good"}>{said.value}</p>
    </li>
  );
}

interface Props {
  secret: string;
  list: readonly Housed[] | null;
  trouble: string;
  onLook: () => void;
  onNew: () => void;
  onRestore: () => void;
  onMade: (m: Made) => void;
}
export function Seminars(p: Props) {
  return (
    <Page title={t("seminars")} lead={t("lead")}
      acts={
        <>
          <button type="button" class="button" onClick={p.onRestore}><UploadIcon />{t("restore")}</button>
          <button type="button" class="button primary" onClick={p.onNew}><PlusIcon />{t("new")}</button>
        </>
      }>
      {p.trouble && <p class="org-problem" role="alert">{p.trouble} <button type="button" class="button" onClick={p.onLook}>{common("tryAgain")}</button></p>}
      {p.list === null && !p.trouble && <p class="empty" aria-busy="true">{t("fetching")}</p>}
      {p.list?.length === 0 && <p class="empty">{t("empty")}</p>}
      <ul class="plain host-list">{(p.list ?? []).map((x) => <Item key={x.name} secret={p.secret} x={x} onLook={p.onLook} onMade={p.onMade} />)}</ul>
    </Page>
  );
}
