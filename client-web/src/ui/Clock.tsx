/* Clock.tsx - countdowns on the log's clock: the same second in every room.
 *
 * What: <Countdown s session/> shows what is left of a session; it turns amber at five minutes and red at one, with
 *       words, and counts up when the time is over. announces: says start, 5 min, 1 min and the end once.
 * Not:  nothing ends here: a session ends when the moderator ends it. No sound.
 * Uses: Seminar.now(), which is steady; the device's own clock is never asked.
 * Invariants: drawn at the whole seconds of the session's own time, so that rooms differ by the error of now() alone. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sessionState, timeLeft } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { pieces } from "../text/pieces.ts";
import { clockDigits, timeOfDay } from "../text/index.ts";
import { announce } from "./announce.ts";
import "./clock.css";

export type Tone = "idle" | "calm" | "soon" | "last" | "over";
export interface Reading {
  /** Whole seconds left; negative is overtime. null: ended. */
  readonly seconds: number | null;
  readonly state: "planned" | "running" | "paused" | "ended";
  readonly tone: Tone;
}
const SOON = 300;
const LAST = 60;

/** Time left now, in whole seconds: a second is shown until it is used up; overtime begins after a whole one. */
export function readClock(s: Seminar, session: Id): Reading {
  const state = sessionState(s, session);
  const left = timeLeft(s, session, s.now());
  const seconds = left === null ? null : Math.ceil(left / 1000);
  let tone: Tone = "idle";
  if (seconds !== null && (state === "running" || state === "paused")) {
    tone = seconds <= 0 ? "over" : seconds <= LAST ? "last" : seconds <= SOON ? "soon" : "calm";
  }
  return { seconds: seconds === 0 ? 0 : seconds, state, tone };
}

/** The reading, drawn anew at each whole second of this session while it runs. */
export function useClock(s: Seminar, session: Id): Reading {
  const turn = useSignal(0);
  void turn.value;
  const reading = readClock(s, session);
  const ends = s.num(session, "session", "ends");
  useEffect(() => {
    if (reading.state !== "running") return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = (): void => {
      const left = s.num(session, "session", "ends") - s.now();
      const toNext = ((left % 1000) + 1000) % 1000;
      // A few ms late rather than a hair early: an early tick would draw the old second again.
      timer = setTimeout(() => {
        turn.value++;
        arm();
      }, toNext + 4);
    };
    const shown = (): void => {
      if (document.visibilityState !== "visible") return;
      clearTimeout(timer);
      turn.value++;
      arm();
    };
    arm();
    document.addEventListener("visibilitychange", shown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", shown);
    };
  }, [s, session, reading.state, ends]);
  return reading;
}

/** What the digits mean, in words; "" where the digits say enough. */
export function clockWords(r: Reading, endedAt = 0): string {
  if (r.state === "ended") return endedAt ? pieces("endedAt", { time: timeOfDay(endedAt) }) : pieces("ended");
  if (r.state === "planned") return pieces("planned");
  if (r.state === "paused") return pieces("paused");
  switch (r.tone) {
    case "over":
      return r.seconds !== null && r.seconds <= -60 ? pieces("over", { n: Math.floor(-r.seconds / 60) }) : pieces("timeIsUp");
    case "last":
      return pieces("lastMinute");
    case "soon":
      return pieces("soon");
    default:
      return pieces("left");
  }
}

/** Says each turning point once; a jump (an extension, a page just opened) says nothing of what it leapt over. */
function useVoice(s: Seminar, session: Id, r: Reading, on: boolean, vibrates: boolean): void {
  const before = useRef<{ session: Id; state: Reading["state"]; seconds: number | null } | null>(null);
  useEffect(() => {
    const was = before.current;
    before.current = { session, state: r.state, seconds: r.seconds };
    if (!on || !was || was.session !== session) return;
    const title = s.text(session, "session", "title");
    const key = `${session}.${s.num(session, "session", "ends")}.`;
    if (was.state === "planned" && r.state === "running") announce(pieces("sayStarted", { title }), `${key}start`);
    if (was.state !== "ended" && r.state === "ended") announce(pieces("sayEnded", { title }), `${key}end`);
    if (was.state !== "running" || r.state !== "running" || was.seconds === null || r.seconds === null) return;
    const passed = (mark: number): boolean => was.seconds! > mark && r.seconds! <= mark && was.seconds! - r.seconds! < 30;
    const buzz = (pattern: number[]): void => {
      // Browsers complain aloud when a page shakes a phone that nobody has touched.
      if (vibrates && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
    };
    if (passed(SOON)) {
      announce(pieces("sayFive"), `${key}5`);
      buzz([200]);
    } else if (passed(LAST)) {
      announce(pieces("sayOne"), `${key}1`);
      buzz([200, 120, 200]);
    } else if (passed(0)) {
      announce(pieces("sayUp"), `${key}0`);
    }
  }, [s, session, r.state, r.seconds, on, vibrates]);
}

/** size: "s" in a line of text, "m" in a header, "l" alone on a phone. vibrates: also shakes the phone at 5 and 1 min. */
export function Countdown(props: { s: Seminar; session: Id; size?: "s" | "m" | "l"; announces?: boolean; vibrates?: boolean }) {
  const { s, session, size = "m" } = props;
  const r = useClock(s, session);
  useVoice(s, session, r, props.announces ?? false, props.vibrates ?? false);
  if (!session) return null;
  const title = s.text(session, "session", "title");
  return (
    <div class={`countdown ${size}`} data-tone={r.tone} data-state={r.state} role="timer"
      aria-label={title ? pieces("timeLeftOf", { title }) : pieces("timeLeft")}>
      {r.seconds !== null && <span class="countdown-digits">{clockDigits(r.seconds)}</span>}
      <span class="countdown-words">{clockWords(r, s.num(session, "session", "ended"))}</span>
    </div>
  );
}
