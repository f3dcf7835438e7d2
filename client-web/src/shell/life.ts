/* life.ts - what happens to the page: hidden and seen, asleep and awake, network back, about to go.
 *
 * What: turns the browser's events into four calls. Asks before the page is left only while guard(true) holds.
 * Not:  no connection, no storage.
 * Invariant: the guard's listener is there only while it is needed: with it a page cannot be kept for "back". */
import { noticeSleep } from "./web.ts";

export interface LifeEvents {
  /** Look at once whether the connection lives. hard: it cannot, after such a sleep. */
  awake(hard: boolean): void;
  /** The page may not come back: keep what is to be kept, now. */
  leaving(): void;
  seen(): void;
}

const LOOK_MS = 5000; // how often sleep is looked for; late timers tell of it just as well
const DEAD_MS = 20_000; // the daemon hangs up on a silence of this order

const guarded = (e: BeforeUnloadEvent): void => {
  e.preventDefault();
  e.returnValue = ""; // older browsers
};

export class Life {
  private asleep = false;
  private off: (() => void)[] = [];
  private guarding = false;

  constructor(private events: LifeEvents) {
    this.on(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") return this.events.leaving();
      this.look(true);
      this.events.seen();
    });
    this.on(window, "pageshow", (e) => (e as PageTransitionEvent).persisted && this.events.awake(true));
    this.on(window, "pagehide", () => this.events.leaving());
    this.on(window, "online", () => this.events.awake(false));
    this.on(document, "freeze", () => {
      this.asleep = true;
      this.events.leaving();
    });
    this.on(document, "resume", () => this.look(true));
    const timer = setInterval(() => this.look(false), LOOK_MS);
    this.off.push(() => clearInterval(timer));
  }

  /** wish: look at the connection in any case. */
  private look(wish: boolean): void {
    const slept = noticeSleep();
    const hard = this.asleep || slept > DEAD_MS;
    this.asleep = false;
    if (hard || slept > 0 || wish) this.events.awake(hard);
  }

  guard(yes: boolean): void {
    if (yes === this.guarding) return;
    this.guarding = yes;
    if (yes) addEventListener("beforeunload", guarded);
    else removeEventListener("beforeunload", guarded);
  }

  end(): void {
    this.guard(false);
    for (const off of this.off.splice(0)) off();
  }

  private on(target: EventTarget, name: string, f: (e: globalThis.Event) => void): void {
    target.addEventListener(name, f);
    this.off.push(() => target.removeEventListener(name, f));
  }
}
