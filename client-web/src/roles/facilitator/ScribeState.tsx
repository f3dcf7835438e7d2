/* ScribeState.tsx - is the text safe? One glance at the scribe's laptop from the leader's phone. */
import { useEffect, useRef } from "preact/hooks";
import type { Id, Person, Seminar } from "../../state/seminar.ts";
import { timeOfDay } from "../../text/index.ts";
import { facilitator } from "../../text/facilitator.ts";

export function ScribeState({ s, place }: { s: Seminar; place: Id }) {
  const scribes = s.people.value.filter((p) => p.role === "scribe" && p.place === place);
  const last = useRef<Person | null>(null);
  const gone = useRef(0);
  useEffect(() => {
    if (scribes[0]) {
      last.current = scribes[0];
      gone.current = 0;
    } else if (last.current && !gone.current) {
      gone.current = Date.now();
    }
  });
  const { state } = s.connection.value;
  let tone = "quiet";
  let words: string;
  if (state === "offline" || state === "denied") {
    words = facilitator("scribeUnknown");
  } else if (scribes.length === 0) {
    tone = last.current ? "warn" : "quiet";
    words = last.current ? facilitator("scribeGone", { time: timeOfDay(gone.current || Date.now()) }) : facilitator("scribeNone");
  } else {
    const pending = scribes.reduce((n, p) => n + p.pending, 0);
    tone = pending ? "busy" : "good";
    words = pending
      ? facilitator("scribePending", { n: pending })
      : facilitator("scribeSaved", { time: timeOfDay(Math.max(...scribes.map((p) => p.heard))) });
  }
  return (
    <p class="scribe-state" data-tone={tone}>
      <span class="dot" aria-hidden="true" />
      {words}
    </p>
  );
}
