/* RoundClock.tsx - what is left of a round's time. It closes nothing: who needs more time answers on.
 *
 * Uses: the log's clock, so that it is the same second on the leader's screen and on every phone. */
import type { Id, Seminar } from "../state/seminar.ts";
import { clockDigits } from "../text/index.ts";
import { talk } from "../text/talk.ts";

export function RoundClock({ s, poll }: { s: Seminar; poll: Id }) {
  const ends = s.num(poll, "poll", "ends");
  if (!ends) return null;
  void s.clock.value; // ticks; now() is what is right between ticks
  const left = Math.max(0, Math.ceil((ends - s.now()) / 1000));
  return (
    <p class="round-clock" role="timer" data-over={left === 0}>
      {left > 0 ? (
        <>
          <strong>{clockDigits(left)}</strong> {talk("roundLeft")}
        </>
      ) : (
        talk("roundOver")
      )}
    </p>
  );
}
