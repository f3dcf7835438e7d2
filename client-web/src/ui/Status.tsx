/* Status.tsx - the connection and saving in words, for every screen.
 *
 * What: SaveState, a dot with a word or two for a header; StatusBars, what asks for attention, below it: no connection
 *       for a while, not let in, nothing kept here, work that was refused, news of the history. Status is both. Denied
 *       is the whole page when there is nothing else to show.
 * Not:  no modal, nothing covers a text: bars push the content down.
 * Uses: shell/session.ts for what dead tabs left; announce.ts to speak.
 * Invariants: "Sparat" is said only when the daemon has confirmed everything. A loss is told once by role=alert, its end
 *       once politely; the clock in the words is never read aloud by itself. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { CLOSES, CODES } from "../protocol.gen.ts";
import { leave } from "../shell/arrive.ts";
import { sessionOf } from "../shell/session.ts";
import type { Refused, Seminar } from "../state/seminar.ts";
import { timeOfDay } from "../text/index.ts";
import { shell } from "../text/shell.ts";
import { announce } from "./announce.ts";
import { CopyIcon, WarnIcon } from "./icons.tsx";
import "./status.css";

const SAVING_MS = 600; // what is saved sooner says nothing meanwhile
const BAR_MS = 10_000; // the dot tells at once, the bar after this long

export interface StatusProps {
  readonly s: Seminar;
  /** A screen that only reads says nothing about saving. */
  readonly reads?: boolean;
}

export function Status({ s, reads = false }: StatusProps) {
  return (
    <div class="status">
      <SaveState s={s} reads={reads} />
      <StatusBars s={s} reads={reads} />
    </div>
  );
}

type Tone = "good" | "busy" | "warn" | "bad";
const away = (state: string): boolean => state === "offline" || state === "connecting" || state === "denied" || state === "elsewhere";

/** true once the condition has held for that long. */
function useFor(ms: number, condition: () => boolean): { readonly value: boolean } {
  const held = useSignal(false);
  const holds = useComputed(condition); // what it is made of changes more often than the answer
  useSignalEffect(() => {
    if (!holds.value) {
      held.value = false;
      return undefined;
    }
    const timer = setTimeout(() => (held.value = true), ms);
    return () => clearTimeout(timer);
  });
  return held;
}

export function SaveState({ s, reads = false }: StatusProps) {
  const slow = useFor(SAVING_MS, () => s.saved.value.pending > 0);
  const { state } = s.connection.value;
  const { pending, at } = s.saved.value;
  let tone: Tone = "good";
  let words: string;
  if (away(state) && !(state === "connecting" && !s.ready.value)) {
    tone = state === "denied" || state === "elsewhere" ? "bad" : "warn";
    words = state === "connecting" && pending === 0 ? shell("connecting") : shell("offline");
  } else if (state === "connecting" || state === "syncing") {
    tone = "busy";
    words = shell(state === "connecting" ? "connecting" : "catchingUp");
  } else if (state === "doubtful") {
    tone = "warn";
    words = shell("doubtful");
  } else if (pending > 0 && slow.value) {
    tone = "busy";
    words = shell("saving");
  } else {
    words = reads ? shell("live") : at > 0 ? shell("saved", { time: timeOfDay(at) }) : shell("savedAll");
  }
  return (
    <span class={`save-state ${tone}`} data-state={state} data-pending={pending}>
      <span class="dot" aria-hidden="true" />
      <span>{words}</span>
    </span>
  );
}

export function StatusBars({ s, reads = false }: StatusProps) {
  const session = sessionOf(s);
  const lost = useFor(BAR_MS, () => s.ready.value && ["offline", "connecting", "syncing"].includes(s.connection.value.state));
  const wasLost = useRef(false);
  // The return is said once, when everything has been delivered.
  useSignalEffect(() => {
    if (lost.value) wasLost.current = true;
    if (!wasLost.current || s.connection.value.state !== "live" || s.saved.value.pending > 0) return;
    wasLost.current = false;
    announce(shell("back"), "back");
  });
  const { state, why } = s.connection.value;
  const { durable, pending } = s.saved.value;
  const left = session?.leftovers.value;
  const tryNow = <button type="button" class="button" onClick={() => s.retry()}>{shell("tryNow")}</button>;
  return (
    <div class="status-bars">
      {state === "elsewhere" && (
        <Bar tone="bad" alert action={<button type="button" class="button" onClick={() => s.retry()}>{shell("continueHere")}</button>}>
          {shell("elsewhere")}
        </Bar>
      )}
      {state === "denied" && !ended(s) && (
        <Bar tone="bad" alert action={again(why) ? tryNow : null}>
          {deniedWords(s)} {pending > 0 && shell("keptHere", { n: pending })}
        </Bar>
      )}
      <Unsent s={s} />
      {lost.value && away(state) && state !== "denied" && state !== "elsewhere" && (
        <Bar tone="warn" alert action={tryNow}><Offline s={s} reads={reads} /></Bar>
      )}
      {!durable && !reads && !(lost.value && pending > 0) && <Bar tone="warn">{shell("notDurable")}</Bar>}
      {left && left.pending > 0 && <Bar tone="quiet">{shell("leftBehind", { n: left.pending })}</Bar>}
      <News s={s} />
      <RefusedWork s={s} />
    </div>
  );
}

/** The number in it changes with every key: the alert around it has spoken already, so only a screen shows that. */
function Offline({ s, reads }: { s: Seminar; reads: boolean }) {
  const { pending, durable } = s.saved.value;
  if (reads) return <>{shell("offlineRead", { time: timeOfDay(s.connection.value.since) })}</>;
  if (pending === 0) return <>{shell("offlineWriteNone")}</>;
  return <>{shell(durable ? "offlineWrite" : "offlineWriteTab", { n: pending })}</>;
}

function Bar(p: { tone: "warn" | "bad" | "quiet"; alert?: boolean; action?: ComponentChildren; children: ComponentChildren }) {
  const spoken = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLParagraphElement>(null);
  // Said once, as it was when the bar came: a copy speaks, so that a rising number does not.
  useEffect(() => {
    if (p.alert && spoken.current) spoken.current.textContent = words.current?.textContent ?? "";
  }, []);
  return (
    <div class={`bar ${p.tone}`}>
      {p.tone !== "quiet" && <WarnIcon />}
      <p ref={words}>{p.children}</p>
      {p.alert && <div class="sr" role="alert" ref={spoken} />}
      {p.action}
    </div>
  );
}

function deniedWords(s: Seminar): string {
  const { why } = s.connection.value;
  switch (why) {
    // A phone that has been in knows its code: it is the door that is shut.
    case CLOSES.who.number: return shell(s.me.value.role === "participant" ? "doorShut" : "deniedWho");
    case CLOSES.revoked.number: return shell("deniedRevoked");
    case CLOSES.gone.number: return shell("deniedGone");
    case CLOSES.upgrade.number: return shell("deniedUpgrade");
    default: return shell("deniedProtocol");
  }
}
/** Is there any sense in trying again by hand? */
const again = (why: number): boolean => why !== CLOSES.upgrade.number;

/** The news says already why nobody is let in. */
const ended = (s: Seminar): boolean => s.connection.value.why === CLOSES.gone.number && s.epochNews.value?.reason === "erased";

/** Nobody knows when it can be sent: so that it can be taken along in another way. */
function Unsent({ s }: { s: Seminar }) {
  const texts = sessionOf(s)?.unsent.value ?? [];
  if (texts.length === 0) return null;
  return (
    <section class="bar tall warn">
      <p>{shell("unsentHere")}</p>
      <Texts texts={texts} />
    </section>
  );
}

function Texts({ texts }: { texts: readonly string[] }) {
  return (
    <ul class="plain kept-texts">
      {texts.map((text, i) => <li key={i}><KeptText text={text} /></li>)}
    </ul>
  );
}

/** The whole page, when nothing of the seminar can be shown. */
export function Denied({ s }: { s: Seminar }) {
  const { why } = s.connection.value;
  const { pending } = s.saved.value;
  return (
    <main class="denied stack">
      <h1>{shell("deniedTitle")}</h1>
      {!ended(s) && <p>{deniedWords(s)}</p>}
      {pending > 0 && <p>{shell("keptHere", { n: pending })}</p>}
      <div class="status-bars">
        <Unsent s={s} />
        <News s={s} />
        <RefusedWork s={s} />
      </div>
      <p class="row">
        {again(why) && <button type="button" class="button primary" onClick={() => s.retry()}>{shell("tryNow")}</button>}
        <button type="button" class="button" onClick={() => void leave()}>{shell("otherRole")}</button>
      </p>
    </main>
  );
}

function News({ s }: { s: Seminar }) {
  const session = sessionOf(s);
  const news = s.epochNews.value;
  const texts = [...(news?.texts ?? []), ...(session?.leftovers.value.texts ?? [])];
  if (!news && texts.length === 0) return null;
  const seen = (): void => {
    s.dismissEpochNews();
    session?.dismissTexts();
  };
  const what = { restored: "restoredNews", rewritten: "rewrittenNews", erased: "erasedNews" } as const;
  return (
    <section class={`bar tall ${news?.reason === "restored" ? "quiet" : "warn"}`}>
      {news && <p>{shell(what[news.reason])}</p>}
      {texts.length > 0 && <p>{shell("unsentTexts")}</p>}
      {texts.length > 0 && <Texts texts={texts} />}
      <button type="button" class="button" onClick={seen}>{shell("seen")}</button>
    </section>
  );
}

const CODE_WORDS = new Map<number, Parameters<typeof shell>[0]>([
  [CODES.locked.number, "refusedLocked"],
  [CODES.closed.number, "refusedClosed"],
  [CODES.forbidden.number, "refusedForbidden"],
  [CODES.text_full.number, "refusedFull"],
  [CODES.too_big.number, "refusedFull"],
  [CODES.full.number, "refusedFull"],
  [CODES.not_found.number, "refusedGone"],
]);

function RefusedWork({ s }: { s: Seminar }) {
  const session = sessionOf(s);
  const all = useComputed(() => {
    const own = s.refused.value.map((r) => ({ ...r, key: `own.${r.n}`, seen: () => s.dismissRefused(r.n) }));
    const left = (session?.leftovers.value.refused ?? []).map((r) => ({ ...r, seen: () => session?.dismissLeftover(r.key) }));
    return [...own, ...left];
  }).value;
  if (all.length === 0) return null;
  return (
    <section class="bar tall bad">
      <p><strong>{shell("refusedTitle", { n: all.length })}</strong></p>
      <ul class="plain kept-texts">
        {all.map((r: Refused & { key: string; seen: () => void }) => (
          <li key={r.key}>
            <p>{shell(CODE_WORDS.get(r.code) ?? "refusedOther")}</p>
            <KeptText text={r.text}><button type="button" class="button" onClick={r.seen}>{shell("seen")}</button></KeptText>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A text that would be gone otherwise, to be taken along by hand. */
function KeptText({ text, children }: { text: string; children?: ComponentChildren }) {
  const done = useSignal<"" | "copied" | "byHand">("");
  const box = useRef<HTMLQuoteElement>(null);
  const byHand = (): void => {
    if (box.current) getSelection()?.selectAllChildren(box.current);
    done.value = "byHand";
  };
  const copy = (): void => {
    // Over plain HTTP there is no clipboard for pages: then the text is selected, and Ctrl+C takes it.
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(text).then(() => (done.value = "copied"), byHand);
  };
  return (
    <div class="kept-text">
      {text && <blockquote ref={box}>{text}</blockquote>}
      {text && (
        <button type="button" class="button" onClick={copy}>
          <CopyIcon />
          {shell(done.value === "copied" ? "copied" : done.value === "byHand" ? "copyByHand" : "copyText")}
        </button>
      )}
      {children}
    </div>
  );
}
