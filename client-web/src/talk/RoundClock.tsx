/* RoundClock.tsx - what is left of a round's time, or the last day of a survey. It closes nothing: who needs more answers on.
 *
 * Uses: the log's clock, so that it is the same second on the leader's screen and on every phone. */
import type { Id, Seminar } from "../state/seminar.ts";
import { clockDigits, dayWords } from "../text/index.ts";
import { talk } from "../text/talk.ts";

const DAY_S = 86_400;

export function RoundClock({ s, poll }: { s: Seminar; poll: Id }) {
  const ends = s.num(poll, "poll", "ends");
  if (!ends) return null;
  void s.clock.value; // ticks; now() is what is right between ticks
  const left = Math.max(0, Math.ceil((ends - s.now()) / 1000));
  if (left > DAY_S / 2) return <p class="round-until">{talk("roundUntil", { date: dayWords(ends) })}</p>;
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
