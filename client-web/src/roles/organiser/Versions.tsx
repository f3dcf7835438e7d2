/* Versions.tsx - is what there is now a version or a draft; declaring the next version finished; the versions so far.
 *
 * Not:  the documents themselves (Documents.tsx).
 * Invariants: a version is made by the daemon, which numbers it and writes its change log. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { KINDS } from "../../protocol.gen.ts";
import type { Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { documents as d } from "../../text/documents.ts";
import { language, momentWords } from "../../text/index.ts";
import { announce } from "../../ui/announce.ts";
import { afterDrawing } from "../../ui/focus.ts";
import { CheckIcon, EditIcon } from "../../ui/icons.tsx";
import { post, tokenOfTab } from "./api.ts";
import { troubleOf } from "./Confirmed.tsx";
import { askChanges, failure, lastPrinted, stateOf, type Told, type Version, versionsOf } from "./documents.ts";
import { Labelled } from "./parts.tsx";

const MOST_NOTE = KINDS.version.fields.note.bound;
const byWhom = (v: Version): string => v.who || d("theOrganiser");

function Finalise({ s, next }: { s: Seminar; next: number }) {
  const open = useSignal(false);
  const note = useSignal("");
  const busy = useSignal(false);
  const bad = useSignal("");
  const field = useRef<HTMLTextAreaElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (open.value) field.current?.focus();
  }, [open.value]);
  const close = (): void => {
    open.value = false;
    afterDrawing(() => back.current?.focus());
  };
  const run = async (): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    bad.value = "";
    const a = await post(tokenOfTab(s), `/${s.name}/api/finalise`, { note: note.value.trim(), name: s.me.value.name.trim() });
    busy.value = false;
    if (!a.ok) return void (bad.value = a.code === "unchanged" ? d("unchanged") : a.code === "busy" || a.code === "slow" ? failure(a.code) : troubleOf(a));
    note.value = "";
    announce(d("finalised", { n: next }));
    close();
  };
  if (!open.value) return <button type="button" ref={back} class="button primary" onClick={() => (open.value = true)}>{d("finalise", { n: next })}</button>;
  return (
    <form class="org-two" onSubmit={(e) => { e.preventDefault(); void run(); }} onKeyDown={(e) => e.key === "Escape" && close()}>
      <p>{d("finaliseNote")}</p>
      <Labelled label={d("note")} note={d("noteHelp")}>
        {(dom, help) => <textarea id={dom} ref={field} class="input" rows={2} maxLength={MOST_NOTE} aria-describedby={help} value={note.value} onInput={(e) => (note.value = e.currentTarget.value)} />}
      </Labelled>
      {bad.value && <p class="org-problem" role="alert">{bad.value}</p>}
      <div class="row">
        <button type="submit" class="button primary" aria-disabled={busy.value}>{d("finaliseNow")}</button>
        <button type="button" class="button quiet" onClick={close}>{common("cancel")}</button>
      </div>
    </form>
  );
}

function Past({ v, open }: { v: Version; open: boolean }) {
  return (
    <li class="doc-version">
      <p><strong>{d("finished", { n: v.number })}</strong> <span class="note">{d("versionBy", { when: momentWords(v.when), who: byWhom(v) })}</span></p>
      {v.note && <p>{v.note}</p>}
      {v.log.length > 0 && (
        <details open={open}>
          <summary><span class="sr">{d("log", { n: v.number })}: </span>{d("logOf", { n: v.log.length })}</summary>
          <ul class="org-bullets doc-log">{v.log.map((line, i) => <li key={i}>{line}</li>)}</ul>
        </details>
      )}
    </li>
  );
}

const REST_MS = 4000;
/** Asked when the page opens, and again when nothing has changed for a while. */
function useTold(s: Seminar): { readonly value: Told | null } {
  const told = useSignal<Told | null>(null);
  const at = useComputed(() => `${lastPrinted(s)}.${versionsOf(s)[0]?.number ?? 0}`);
  const asked = useRef(false);
  useSignalEffect(() => {
    void at.value;
    const l = language.value;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      asked.current = true;
      void askChanges(s, tokenOfTab(s), l, stop.signal).then((x) => !stop.signal.aborted && x && (told.value = x));
    }, asked.current ? REST_MS : 0);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  });
  return told;
}

export function Versions({ s }: { s: Seminar }) {
  const { last, next, draft: perhaps } = useComputed(() => stateOf(s)).value;
  const told = useTold(s).value;
  const draft = told && told.number === (last?.number ?? 0) ? told.draft : perhaps;
  const all = useComputed(() => versionsOf(s)).value;
  return (
    <section class="card stack doc-version-card">
      <h2 class="sr">{d("versionTitle")}</h2>
      <div role="status">
        <p class={`doc-state ${draft ? "draft" : "finished"}`}>
          {draft ? <EditIcon /> : <CheckIcon />}
          <strong>{!draft && last ? d("finished", { n: last.number }) : last ? d("draftSince", { n: last.number }) : d("draftFirst")}</strong>
        </p>
        <p class="note">
          {!draft && last ? d("finishedNote", { when: momentWords(last.when), who: byWhom(last) }) : last ? d("draftSinceNote", { when: momentWords(last.when) }) : d("draftFirstNote")}
        </p>
      </div>
      {draft && last && told && told.number === last.number && told.log.length > 0 && (
        <details class="doc-version">
          <summary><span class="sr">{d("changedSince", { n: last.number })}: </span>{d("logOf", { n: told.log.length })}</summary>
          <ul class="org-bullets doc-log">{told.log.map((line, i) => <li key={i}>{line}</li>)}</ul>
        </details>
      )}
      {draft && <Finalise s={s} next={next} />}
      {all.length > 0 && (
        <section class="org-block">
          <h3>{d("versions")}</h3>
          <ol class="plain doc-versions">{all.map((v) => <Past key={v.id} v={v} open={false} />)}</ol>
        </section>
      )}
    </section>
  );
}
