/* parts.tsx - small pieces of the moderator's screen: places, ages, a button that asks twice, the undo bar.
 *
 * Not:  no view of its own.
 * Invariants: asking twice puts the focus on "cancel", so that Enter pressed twice does nothing. */
import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { groupOf, placeIndex, placeLetter, placeName } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { m } from "../../text/moderator.ts";
import { timeOfDay } from "../../text/index.ts";
import { Badge } from "../../ui/Badge.tsx";
import { CrossIcon, UndoIcon } from "../../ui/icons.tsx";
import type { Desk } from "./desk.ts";

export function PlaceBadge({ s, place, size }: { s: Seminar; place: Id; size?: string }) {
  return <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} {...(size ? { size } : {})} />;
}
/** "Rum 2" with "B2" beside it when a group with another name sits there in that session. */
/** "A1" alone says little, "Blandade grupper 1" says it all. */
const SHORT = 4;
export function PlaceName({ s, place, session }: { s: Seminar; place: Id; session: Id }) {
  const group = s.kind(place) === "room" ? groupOf(s, session, place) : 0;
  const name = group ? s.text(group, "group", "name") : s.str(place, "group", "table");
  return (
    <>
      {placeName(s, place)}
      {name && name !== placeName(s, place) ? <span class="mod-group"> {group ? (name.length > SHORT ? name : m("groupNamed", { name })) : m("tableNamed", { name })}</span> : null}
    </>
  );
}

/** Age in words: "nyss", "4 min sedan", and from an hour on the time of day. */
export function ageWords(ms: number, now: number): string {
  const minutes = Math.floor((now - ms) / 60_000);
  if (minutes < 1) return m("justNow");
  return minutes < 60 ? m("minutesAgo", { n: minutes }) : m("atTime", { time: timeOfDay(ms) });
}

/** First press asks, second does; Escape and leaving take it back. */
export function TwoStep(props: {
  label: ComponentChildren;
  ask: string;
  yes: string;
  onYes: () => void;
  class?: string;
  disabled?: boolean;
  describedBy?: string;
  extra?: ComponentChildren;
}) {
  const asking = useSignal(false);
  const back = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const asked = asking.value;
  useLayoutEffect(() => {
    if (asked) back.current?.focus();
  }, [asked]);
  const stop = (): void => {
    asking.value = false;
    queueMicrotask(() => first.current?.focus());
  };
  if (!asked) {
    return (
      <button ref={first} type="button" class={props.class ?? "button"} disabled={props.disabled ?? false}
        aria-describedby={props.describedBy} onClick={() => (asking.value = true)}>
        {props.label}
      </button>
    );
  }
  return (
    <div class="mod-ask" role="group" aria-label={props.ask}
      onKeyDown={(e) => {
        if (e.key !== "Escape") return;
        e.stopPropagation();
        stop();
      }}>
      <span class="mod-ask-words">{props.ask}</span>
      <button type="button" class="button primary" onClick={() => { asking.value = false; props.onYes(); }}>{props.yes}</button>
      {props.extra}
      <button ref={back} type="button" class="button" onClick={stop}>{common("cancel")}</button>
    </div>
  );
}

/** What was done last, with its undo. Said once by the page's own voice, so it is no live region itself. */
export function DoneBar({ desk }: { desk: Desk }) {
  const done = desk.done.value;
  return (
    <div class="mod-done-place">
      <div class={done ? "mod-done" : "mod-done empty-bar"} onMouseEnter={() => done && desk.hold(true)} onMouseLeave={() => done && desk.hold(false)}
        onFocusIn={() => done && desk.hold(true)} onFocusOut={() => done && desk.hold(false)}>
        <p>{done?.text ?? ""}</p>
        {done?.undo && (
          <button type="button" class="button quiet" onClick={() => desk.undo()}>
            <UndoIcon /> {common("undo")}
          </button>
        )}
        {done && (
          <button type="button" class="button quiet icon" aria-label={common("close")} onClick={() => (desk.done.value = null)}>
            <CrossIcon />
          </button>
        )}
      </div>
    </div>
  );
}
