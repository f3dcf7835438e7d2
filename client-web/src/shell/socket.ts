/* socket.ts - one WebSocket at a time.
 *
 * What: connects, hands on whole messages, reports exactly one end for each connection that was asked for.
 * Not:  no waiting and no coming back: the core decides (core/connection.ts).
 * Invariant: after drop() nothing of the old connection is heard any more. */
import { SUBPROTOCOL } from "../protocol.gen.ts";

export interface SocketEvents {
  open(): void;
  message(bytes: Uint8Array): void;
  /** code 0: it broke, or never opened. */
  closed(code: number): void;
}

const DONE = 1000;
const ABNORMAL = 1006;

export class Socket {
  private ws: WebSocket | null = null;

  constructor(private url: string, private events: SocketEvents) {}

  connect(): void {
    this.drop();
    let ws: WebSocket;
    try {
      ws = new WebSocket(this.url, SUBPROTOCOL);
    } catch {
      queueMicrotask(() => this.events.closed(0));
      return;
    }
    this.ws = ws;
    ws.binaryType = "arraybuffer";
    ws.onopen = () => this.ws === ws && this.events.open();
    ws.onmessage = (e: MessageEvent<ArrayBuffer>) => this.ws === ws && this.events.message(new Uint8Array(e.data));
    ws.onclose = (e) => {
      if (this.ws !== ws) return;
      this.ws = null;
      this.events.closed(e.code === ABNORMAL ? 0 : e.code);
    };
  }

  /** Which connection this is; frames made for one are not sent on another. */
  get current(): WebSocket | null {
    return this.ws;
  }

  send(on: WebSocket | null, frames: readonly Uint8Array[]): void {
    if (on === null || on !== this.ws || on.readyState !== WebSocket.OPEN) return;
    for (const f of frames) on.send(f as Uint8Array<ArrayBuffer>);
  }

  /** Closes it properly; what was sent before still goes out. */
  drop(): void {
    const ws = this.ws;
    this.ws = null;
    if (ws && ws.readyState <= WebSocket.OPEN) ws.close(DONE);
  }
}
