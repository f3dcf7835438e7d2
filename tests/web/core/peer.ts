/* peer.ts - the core's Client over a real WebSocket, its records in memory: a tab without a browser.
 *
 * What: performs updates as a shell must: records, frames, link, wake. crash() forgets everything but the records and
 *       what was kept, and starts a new Client from them. cut() breaks the connection without a word.
 * Uses: ws, client-web's core and store. */
import WebSocket from "ws";
import { Client, type Config, type Event, type Update } from "../../../client-web/src/core/client.ts";
import { decodeWhole, encode, list, readMessage } from "../../../client-web/src/core/wire.ts";
import { NEWS } from "../../../client-web/src/core/state.ts";
import { SeminarStore } from "../../../client-web/src/state/store.ts";
import { SUBPROTOCOL } from "../../../client-web/src/protocol.gen.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export class Peer {
  client!: Client;
  store!: SeminarStore;
  records: Uint8Array[] = [];
  kept: Uint8Array | null = null;
  steps = 0;
  private corrected = 0;
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly waiting = new Set<() => void>();
  private over = false;

  constructor(readonly url: () => string, private readonly config: Omit<Config, "cid" | "build" | "readOnly" | "group"> & Partial<Config>) {
    this.cid = config.cid ?? crypto.getRandomValues(new Uint8Array(16));
    this.build();
  }
  cid: Uint8Array;

  private build(): void {
    this.client = new Client({ group: 0, readOnly: false, build: "test", ...this.config, cid: this.cid });
    this.client.restore(this.records);
    if (this.kept !== null) this.client.takeKept(this.kept);
    this.store = new SeminarStore({
      name: "test", client: this.client, mono: () => performance.now(), flush: () => this.step({ type: "local" }), retry: () => this.start(), stop: () => this.stop(),
    });
    this.store.absorb(-1);
  }

  corrections(): number {
    return this.corrected + this.client.corrections;
  }
  start(): void {
    this.step({ type: "start" });
  }
  stop(): void {
    this.step({ type: "stop" });
    this.over = true;
    clearTimeout(this.timer);
  }
  /** The connection breaks without a word. */
  cut(): void {
    const s = this.socket;
    this.socket = null;
    if (s === null) return;
    s.removeAllListeners();
    s.on("error", () => undefined);
    s.terminate();
    this.step({ type: "closed", code: 1006 });
  }
  /** The tab dies; another one takes up its outbox. */
  crash(withReplica: boolean): void {
    this.cut();
    clearTimeout(this.timer);
    this.corrected += this.client.corrections;
    if (withReplica) this.kept = this.client.keep() ?? this.kept;
    else this.kept = null;
    this.build();
    this.start();
  }
  /** As a shell does when the file has grown. */
  compact(): void {
    this.records = this.client.compact();
    this.check({ records: this.records, frames: [], link: "none", news: 0, wake: 0 });
  }

  step(what: Omit<Event, "mono">): void {
    if (this.over) return;
    this.steps++;
    const update: Update = this.client.step({ ...what, mono: performance.now() });
    this.records.push(...update.records.map((r) => r.slice()));
    this.check(update);
    for (const frame of update.frames) if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(frame);
    if (update.link === "connect") this.connect();
    if (update.link === "close") this.hangUp();
    if (update.news & NEWS.epoch && (this.client.ended?.reason ?? 0) >= 2) this.kept = null;
    clearTimeout(this.timer);
    if (update.wake > 0) this.timer = setTimeout(() => this.step({ type: "tick" }), Math.max(0, update.wake - performance.now()) + 1);
    this.store.absorb(update.news);
    for (const look of [...this.waiting]) look();
  }

  /** What is sent was in a record before, with the bytes that are sent; and one n is never used for other bytes. */
  private check(update: Update): void {
    for (const bytes of update.records) {
      for (const entry of list(decodeWhole(bytes))) {
        const e = list(entry);
        if (e[0] === "clear") this.frozen.clear();
        if (e[0] === "put" && e[14] instanceof Uint8Array) this.frozen.set(e[1] as number, hex(e[14]));
      }
    }
    for (const frame of update.frames) {
      const m = readMessage(frame, "up");
      if (m?.kind !== "ops") continue;
      for (const op of list(m.ops)) {
        const n = list(op)[0] as number;
        if (this.frozen.get(n) !== hex(encode(op))) this.wrong ??= `n ${n} left with bytes that are not in the outbox`;
      }
    }
  }
  /** Found by check; a test asks for it at the end. */
  wrong = "";
  private readonly frozen = new Map<number, string>();

  private connect(): void {
    this.hangUp();
    const s = new WebSocket(this.url(), SUBPROTOCOL, { perMessageDeflate: false });
    s.binaryType = "nodebuffer";
    this.socket = s;
    s.on("open", () => this.socket === s && this.step({ type: "open" }));
    s.on("message", (data: Buffer) => this.socket === s && this.step({ type: "frame", bytes: new Uint8Array(data) }));
    s.on("error", () => undefined);
    s.on("close", (code: number) => {
      if (this.socket !== s) return;
      this.socket = null;
      this.step({ type: "closed", code });
    });
  }
  private hangUp(): void {
    const s = this.socket;
    this.socket = null;
    if (s === null) return;
    s.removeAllListeners();
    s.on("error", () => undefined);
    if (s.readyState === WebSocket.OPEN) s.close(1000);
    else s.terminate();
  }

  /** Waits until it is so; looked at after every step. */
  until(what: string, so: () => boolean, ms = Number(process.env["PATIENCE"] ?? 30_000)): Promise<void> {
    if (so()) return Promise.resolve();
    return new Promise((done, fail) => {
      const end = setTimeout(() => {
        this.waiting.delete(look);
        fail(new Error(`${this.config.name}: not within ${ms} ms: ${what} (${JSON.stringify({ ...this.client.info(), epoch: 0, apart: this.client.apart.map((a) => a.why) })})`));
      }, ms);
      const look = (): void => {
        if (!so()) return;
        clearTimeout(end);
        this.waiting.delete(look);
        done();
      };
      this.waiting.add(look);
    });
  }
  live(): Promise<void> {
    return this.until("live", () => this.client.state === "live");
  }
  settled(): Promise<void> {
    return this.until("all confirmed", () => this.client.state === "live" && this.client.own.length === 0 && this.client.apart.length === 0);
  }
}
