/* logclock.ts - the log's clock as it is shown: corrected slowly, so that no countdown jumps.
 *
 * What: 50 ms a second, at once when it is off by more than a second or after sleep. Before the daemon has said what time it
 *       is, the device's own clock stands in.
 * Uses: the offset that core/clock.ts has measured. */
import { clockOffset } from "../core/clock.ts";
import type { State } from "../core/state.ts";

const SLEW = 0.05;
const JUMP_MS = 1000;
const SLEPT_MS = 5000;

export class LogClock {
  private at: number;
  private offset: number;

  constructor(private readonly client: State, private readonly mono: () => number, wall: number) {
    this.at = mono();
    this.offset = wall - this.at;
  }

  now(): number {
    const mono = this.mono();
    const passed = mono - this.at;
    this.at = mono;
    if (this.client.samples.length > 0) {
      const away = clockOffset(this.client).offset - this.offset;
      const most = passed * SLEW;
      this.offset += Math.abs(away) > JUMP_MS || passed > SLEPT_MS ? away : Math.max(-most, Math.min(most, away));
    }
    return Math.round(mono + this.offset);
  }
}
