/* line.ts - the core's shell: performs its updates in the documented order.
 *
 * What: records to the disk, then frames to the socket, then connect or disconnect, then the news, then the timer. Used
 *       for the tab's own client and for delivering what a dead tab left.
 * Not:  no seminar, no screen, no page events (session.ts, life.ts).
 * Uses: core/client.ts, outbox.ts, socket.ts.
 * Invariant: no frame leaves before the records of its step and of all steps before it are on the disk, unless the
 *       browser keeps nothing at all, which is said. */
import type { Client } from "../core/client.ts";
import { NEWS } from "../core/state.ts";
import type { Db } from "./db.ts";
import { type Outbox, Writer } from "./outbox.ts";
import { Socket } from "./socket.ts";
import { type Typed, Unkept } from "./unkept.ts";
import { mono } from "./web.ts";

const LONGEST_TIMER = 2 ** 31 - 1;
const STOPPED_MS = 1000;

export interface LineEvents {
  news(news: number): void;
  durable(yes: boolean): void;
  /** Another tab has this outbox. What was typed and is in nobody's outbox; called again if more of it comes. */
  lost(typed: readonly Typed[]): void;
}

type Event = Parameters<Client["step"]>[0];
/** What a step is about; the time is added here. */
type What = Event extends infer E ? (E extends unknown ? Omit<E, "mono"> : never) : never;

export const address = (seminar: string): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/${seminar}/ws`;

export class Line {
  private socket: Socket;
  private writer: Writer | null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private over = false;
  private lost = false;
  private unkept = new Unkept();

  constructor(readonly client: Client, seminar: string, db: Db, box: Outbox | null, private events: LineEvents) {
    this.socket = new Socket(address(seminar), {
      open: () => this.step({ type: "open" }),
      message: (bytes) => this.step({ type: "frame", bytes }),
      closed: (code) => this.step({ type: "closed", code }),
    });
    this.writer = box && new Writer(db, box, {
      durable: (yes) => this.events.durable(yes),
      lost: () => {
        this.end();
        this.lost = true;
        this.events.lost(this.unkept.all());
      },
      compact: () => this.client.compact(),
    });
  }

  start(): void {
    this.step({ type: "start" });
  }
  /** Own work was made. */
  local(): void {
    if (this.lost) {
      this.unkept.note(this.client);
      this.events.lost(this.unkept.all());
    } else this.step({ type: "local" });
  }
  tick(): void {
    this.step({ type: "tick" });
  }
  /** Awake again. hard: the connection cannot be alive any more, so no answer is waited for. */
  wake(hard: boolean): void {
    if (this.over) return;
    this.writer?.look(); // somebody may have taken the outbox meanwhile: better known before something is typed
    if (hard && this.socket.current) {
      this.socket.drop();
      this.step({ type: "closed", code: 0 });
    }
    this.start();
  }

  /** Everything made so far is on the disk, if anything is kept at all. */
  settled(): Promise<void> {
    return this.writer?.settled() ?? Promise.resolve();
  }
  /** The page may go. */
  hurry(): void {
    this.writer?.hurry();
  }
  /** Says BYE, writes what is left, and is over. */
  async stop(): Promise<void> {
    if (this.over) return;
    this.step({ type: "stop" });
    const settled = this.writer?.settled();
    await Promise.race([settled, new Promise((done) => setTimeout(done, STOPPED_MS))]);
    this.end();
  }

  private end(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.writer?.stop();
    this.socket.drop();
  }

  private step(what: What): void {
    if (this.over) return;
    const round = this.writer ? this.unkept.note(this.client) : 0;
    const update = this.client.step({ ...what, mono: mono() } as Event);
    if (what.type === "frame") this.unkept.carried(this.client);
    const { records, frames, link, news, wake } = update;
    if (link === "connect") this.socket.connect();
    const on = this.socket.current;
    const send = (): void => {
      this.unkept.kept(round);
      if (frames.length > 0) this.socket.send(on, frames);
      if (link === "close" && on === this.socket.current) this.socket.drop();
    };
    if (this.writer) this.writer.push(records, send);
    else send();
    if (news & NEWS.epoch) this.writer?.replaceAll(); // words that left history leave this disk too
    clearTimeout(this.timer);
    if (wake > 0) this.timer = setTimeout(() => this.tick(), Math.min(LONGEST_TIMER, Math.max(0, wake - mono()) + 1));
    if (news !== 0) this.events.news(news);
  }
}
