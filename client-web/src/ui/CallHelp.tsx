/* CallHelp.tsx - a place calls the moderator, sees that somebody is on the way, and can take it back.
 *
 * What: one open CALL per place at a time; its age and state in words. The call is a node like any other: made
 *       offline it goes out when the network is back, and says so.
 * Not:  no list of others' calls: that is the moderator's.    Uses: openCalls. */
import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { KINDS } from "../protocol.gen.ts";
import { openCalls, ROOT } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { common } from "../text/common.ts";
import { pieces } from "../text/pieces.ts";
import { announce } from "./announce.ts";
import { isClosed } from "./ClosedBar.tsx";
import { HandIcon } from "./icons.tsx";
import "./pieces.css";

const ABOUT = { technical: 1, content: 2 } as const; // CALL.ABOUT
const STATE = { waiting: 0, coming: 1, over: 2 } as const; // CALL.STATE

export const ownCall = (s: Seminar, place: Id): Id => openCalls(s).find((c) => s.num(c, "call", "place") === place) ?? 0;

/** "Väntar 2 min", "Moderatorn är på väg"; "" without a call. */
export function callWords(s: Seminar, call: Id): string {
  if (!call) return "";
  if (s.num(call, "call", "state") === STATE.coming) return pieces("callComing");
  const at = s.touched(call);
  if (!at || s.unsaved(call)) return s.connection.value.state === "live" ? pieces("callSending") : pieces("callHeld");
  const minutes = Math.floor((s.clock.value - at) / 60_000);
  return minutes < 1 ? pieces("callWaitingNow") : pieces("callWaiting", { n: minutes });
}

/** only: the button and the state of a call stand in different places; short: "Kalla", for a narrow bar. */
export function CallHelp({ s, place, only, short = false }: { s: Seminar; place: Id; only?: "button" | "state"; short?: boolean }) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const call = ownCall(s, place);
  const coming = call !== 0 && s.num(call, "call", "state") === STATE.coming;
  const was = useRef(false);
  useEffect(() => {
    if (coming && !was.current && only !== "button") announce(pieces("callComing"), `call.${call}`);
    was.current = coming;
  }, [coming, call]);
  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  const send = (about: number, text: string): void => {
    const last = s.children(ROOT, "call", true).at(-1) ?? 0;
    s.add("call", ROOT, last, { place, about, text });
    announce(pieces("callWaitingNow"));
    open.value = false;
  };
  if (isClosed(s)) return null; // nobody waits for calls any more
  if (call) {
    return only === "button" ? null : (
      <div class="call-state" data-coming={coming}>
        <HandIcon />
        <span class="call-words">{callWords(s, call)}</span>
        <button type="button" class="button quiet" onClick={() => s.set(call, "call", "state", STATE.over)}>
          {coming ? pieces("callSolved") : pieces("callWithdraw")}
        </button>
      </div>
    );
  }
  if (only === "state") return null;
  return (
    <div class="call" onKeyDown={(e) => e.key === "Escape" && open.value && close()}>
      <button type="button" class="button" ref={button} aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
        <HandIcon />
        <span class="call-label">{short ? pieces("callSend") : pieces("call")}</span>
      </button>
      {open.value && <CallForm onSend={send} onClose={close} />}
    </div>
  );
}

function CallForm(props: { onSend: (about: number, text: string) => void; onClose: () => void }) {
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const submit = (e: Event): void => {
    e.preventDefault();
    const data = new FormData(e.currentTarget as HTMLFormElement);
    props.onSend(Number(data.get("about")), String(data.get("text") ?? "").trim());
  };
  return (
    <form class="call-form" onSubmit={submit}>
      <fieldset>
        <legend class="label">{pieces("callAbout")}</legend>
        <div class="call-choices">
          {(["technical", "content"] as const).map((k, i) => (
            <label key={k} class="choice">
              <input type="radio" name="about" value={ABOUT[k]} defaultChecked={i === 0} ref={i === 0 ? first : null} />
              <span>{k === "technical" ? pieces("callTechnical") : pieces("callContent")}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label>
        <span class="label">{pieces("callText")}</span>
        <input class="input" name="text" maxLength={KINDS.call.fields.text.bound} autocomplete="off" aria-describedby={`${id}-who`} />
      </label>
      <p id={`${id}-who`} class="note">
        {pieces("callIntro")}
      </p>
      <div class="row">
        <button type="submit" class="button primary">
          {pieces("callSend")}
        </button>
        <button type="button" class="button quiet" onClick={props.onClose}>
          {common("cancel")}
        </button>
      </div>
    </form>
  );
}
