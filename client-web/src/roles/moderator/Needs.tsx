/* Needs.tsx - what needs a person now, over all rooms: words, age, one press to answer, one to go there.
 *
 * Not:  rooms do not move because of it: their cards carry the same words where they stand.
 * Uses: places.ts.    Invariants: a new call is said once by the page's voice. */
import { useEffect, useRef } from "preact/hooks";
import { openCalls, placeName } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { timeOfDay } from "../../text/index.ts";
import { m } from "../../text/moderator.ts";
import { announce } from "../../ui/announce.ts";
import { afterDrawing } from "../../ui/focus.ts";
import { CheckIcon, ClockIcon, FlagIcon, HandIcon, WarnIcon } from "../../ui/icons.tsx";
import { answerCall } from "./acts.ts";
import { shorten } from "./describe.ts";
import type { Desk } from "./desk.ts";
import { PlaceBadge } from "./parts.tsx";
import { allNeeds, type Need } from "./places.ts";

const CALL_ABOUT = ["callHelp", "callTechnical", "callContent"] as const;

export function needWords(desk: Desk, need: Need): string {
  const { s } = desk;
  switch (need.what) {
    case "call": {
      const about = m(CALL_ABOUT[s.num(need.call, "call", "about")] ?? "callHelp");
      const text = s.text(need.call, "call", "text");
      return text ? `${about}: ${shorten(text, 90)}` : about;
    }
    case "gone": {
      const time = timeOfDay(need.since);
      return need.red ? m("goneRed", { time }) : m("goneAmber", { time });
    }
    case "unsent":
      return m("unsent", { n: need.n, time: timeOfDay(need.since) });
    case "nobody":
      return m("nobody");
    case "stuck":
      return m("stuck", { question: shorten(s.text(need.question, "question", "text"), 50) });
    case "quiet":
      return m("quiet", { n: need.minutes });
  }
}
export const needTone = (need: Need): "bad" | "warn" | "good" =>
  need.what === "call" ? (need.coming ? "good" : "bad") : need.what === "gone" && need.red ? "bad" : "warn";
export function NeedIcon({ need }: { need: Need }) {
  if (need.what === "call") return <HandIcon />;
  if (need.what === "quiet") return <ClockIcon />;
  return need.what === "stuck" ? <FlagIcon /> : <WarnIcon />;
}

export function CallAct({ desk, need }: { desk: Desk; need: Need }) {
  if (need.what !== "call") return null;
  return need.coming ? (
    <button type="button" class="button" onClick={() => answerCall(desk, need.call, 2)}>
      <CheckIcon /> {m("callOver")}
    </button>
  ) : (
    <button type="button" class="button primary" onClick={() => answerCall(desk, need.call, 1)}>{m("callComing")}</button>
  );
}

function waited(desk: Desk, need: Need): string {
  if (need.what !== "call" || need.coming) return "";
  const since = desk.s.touched(need.call);
  const minutes = since ? Math.floor((desk.tick.value - since) / 60_000) : 0;
  return minutes < 1 ? m("justNow") : m("waited", { n: minutes });
}

export function Needs({ desk }: { desk: Desk }) {
  const { s } = desk;
  const waiting = openCalls(s).filter((c) => s.num(c, "call", "state") === 0);
  const known = useRef<ReadonlySet<Id> | null>(null);
  useEffect(() => {
    for (const c of waiting) {
      if (known.current && !known.current.has(c)) {
        announce(m("sayCall", { place: placeName(s, s.num(c, "call", "place")), about: needWords(desk, { what: "call", call: c, coming: false }) }), `call.${c}`);
      }
    }
    known.current = new Set(waiting);
  }, [waiting.join()]);
  const needs = allNeeds(desk);
  if (!needs.length) return null;
  const goTo = (place: Id): void => {
    desk.room.value = 0;
    desk.view.value = "rooms";
    afterDrawing(() => document.querySelector<HTMLElement>(`[data-place="${place}"] .mod-open`)?.focus());
  };
  return (
    <section class="mod-needs" aria-label={m("needsYou")}>
      <h2 class="sr">{m("needsCount", { n: needs.length })}</h2>
      <ul class="plain">
        {needs.map(({ place, need }) => (
          <li key={`${place}.${need.what}.${need.what === "call" ? need.call : 0}`} class={`mod-need ${needTone(need)}`}>
            <button type="button" class="mod-need-go" onClick={() => goTo(place)}>
              <PlaceBadge s={s} place={place} size="1.5rem" />
              <span class="mod-need-words">
                <strong>{placeName(s, place)}</strong> {needWords(desk, need)}
                {waited(desk, need) && <span class="mod-need-age"> · {waited(desk, need)}</span>}
                {need.what === "call" && need.coming && <span class="mod-need-age"> · {m("onTheWay")}</span>}
              </span>
            </button>
            <CallAct desk={desk} need={need} />
          </li>
        ))}
      </ul>
    </section>
  );
}
