/* Confirmed.tsx - what cannot be taken back: asked once for a word, and done when the word has been typed.
 *
 * What: the first request brings the word and, in the daemon's own hand, nothing else happens; typing it enables the button.
 * Not:  no texts of the act itself: who uses it says what will happen. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { common } from "../../text/common.ts";
import { organiser as t } from "../../text/organiser.ts";
import type { Answer } from "./api.ts";
import { Labelled } from "./parts.tsx";

export function troubleOf(a: Answer): string {
  if (a.ok) return "";
  switch (a.code) {
    case "away":
      return t("apiAway");
    case "denied":
    case "who":
    case "revoked":
    case "forbidden":
      return t("apiDenied");
    case "missing":
      return t("apiMissing");
    case "unconfirmed":
      return t("apiUnconfirmed");
    case "disk":
      return t("apiDisk");
    case "behind":
      return t("apiBehind");
    case "state":
      return t("apiState");
    case "rate":
      return t("apiRate");
    default:
      return t("apiFailed");
  }
}

interface Props {
  label: ComponentChildren;
  sure: ComponentChildren;
  done: string;
  /** null: asks for the word. */
  ask: (confirm: string | null) => Promise<Answer>;
  onDone?: () => void;
}
export function Confirmed(p: Props) {
  const word = useSignal("");
  const typed = useSignal("");
  const busy = useSignal(false);
  const said = useSignal("");
  const bad = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (word.value) field.current?.focus();
  }, [word.value]);
  const run = async (confirm: string | null): Promise<void> => {
    busy.value = true;
    said.value = "";
    const a = await p.ask(confirm);
    busy.value = false;
    bad.value = !a.ok;
    if (!a.ok) {
      said.value = troubleOf(a);
      if (a.code === "unconfirmed") word.value = "";
    } else if (confirm === null && typeof a["confirm"] === "string") {
      word.value = a["confirm"];
      typed.value = "";
    } else {
      word.value = "";
      said.value = p.done;
      p.onDone?.();
    }
  };
  const right = typed.value.trim().toLowerCase() === word.value.toLowerCase();
  return (
    <div class="stack">
      {!word.value ? (
        <button type="button" class="button danger" aria-disabled={busy.value} onClick={() => !busy.value && void run(null)}>{p.label}</button>
      ) : (
        <form class="org-two danger" onSubmit={(e) => { e.preventDefault(); if (right && !busy.value) void run(word.value); }}>
          <Labelled label={t("typeWord", { word: word.value })}>
            {(dom) => <input id={dom} ref={field} class="input org-word" autocomplete="off" autocapitalize="off" spellcheck={false} value={typed.value} onInput={(e) => (typed.value = e.currentTarget.value)} />}
          </Labelled>
          <div class="row">
            <button type="submit" class="button danger" disabled={!right || busy.value}>{p.sure}</button>
            <button type="button" class="button quiet" onClick={() => (word.value = "")}>{common("cancel")}</button>
          </div>
        </form>
      )}
      <p role="status" class={bad.value ? "org-problem" : "org-good"}>{said.value}</p>
    </div>
  );
}
