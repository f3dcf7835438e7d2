// text.mjs - section 9 of PROTOCOL.md put into code word by word, and tried: the page's table, and clients
// that type at random into one field through a daemon that carries ops as the page says.
const cps = (s) => [...s];
const isInsert = (c) => typeof c === "string";
const isDelete = (c) => c !== null && typeof c === "object";
const length = (c) => (isInsert(c) ? cps(c).length : isDelete(c) ? c.d : c);

function write(out, c) {
  if (length(c) === 0) return;
  const last = out.at(-1);
  if (isInsert(last) && isInsert(c)) out[out.length - 1] = last + c;
  else if (out.length > 0 && isDelete(last) && isDelete(c)) out[out.length - 1] = { d: last.d + c.d };
  else if (typeof last === "number" && typeof c === "number") out[out.length - 1] = last + c;
  else out.push(c);
}

function taker(op) {
  const rest = [...op];
  return {
    next: () => rest[0],
    rest,
    take(n) {
      if (rest.length === 0) return n;
      const c = rest.shift();
      if (isInsert(c) || length(c) <= n) return c;
      const left = length(c) - n;
      rest.unshift(isDelete(c) ? { d: left } : left);
      return isDelete(c) ? { d: n } : n;
    },
  };
}

export function transform(a, b, side) {
  const out = [];
  const from = taker(a);
  for (const c of b) {
    if (isInsert(c)) {
      if (side === "LEFT" && isInsert(from.next())) write(out, from.take(0));
      write(out, length(c));
    } else {
      for (let n = length(c); n > 0;) {
        const piece = from.take(n);
        if (isInsert(piece)) write(out, piece);
        else {
          n -= length(piece);
          if (!isDelete(c)) write(out, piece);
        }
      }
    }
  }
  for (const c of from.rest) write(out, c);
  if (typeof out.at(-1) === "number") out.pop();
  return out;
}

export function apply(text, op) {
  const old = cps(text);
  let at = 0, out = "";
  for (const c of op) {
    if (isInsert(c)) out += c;
    else {
      if (at + length(c) > old.length) throw new RangeError("past the end");
      if (!isDelete(c)) out += old.slice(at, at + c).join("");
      at += length(c);
    }
  }
  return out + old.slice(at).join("");
}

// A difference is enough where the page says "compose": what lies between common ends is replaced.
export function difference(before, after) {
  const a = cps(before), b = cps(after);
  let head = 0, tail = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const op = [];
  write(op, head);
  write(op, { d: a.length - head - tail });
  write(op, b.slice(head, b.length - tail).join(""));
  if (typeof op.at(-1) === "number") op.pop();
  return op;
}

function random(seed) {
  let x = seed >>> 0;
  return (n) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return Math.floor((x / 2 ** 32) * n);
  };
}

function typing(text, below) {
  const all = cps(text);
  const at = below(all.length + 1);
  const gone = Math.min(below(4), all.length - at);
  const words = ["a", "å", "🚲", "e\u0301", "ord", " ", ""];
  return [...all.slice(0, at), words[below(words.length)], ...all.slice(at + gone)].join("");
}

class Client {
  constructor(text) {
    Object.assign(this, { confirmed: text, shown: text, seq: 0, inflight: null, base: text });
  }
  // What is shown, less what is confirmed and in flight.
  waiting() {
    return difference(this.inflight === null ? this.confirmed : apply(this.confirmed, this.inflight), this.shown);
  }
  send() {
    const op = this.inflight === null ? this.waiting() : [];
    if (op.length === 0) return null;
    this.inflight = op;
    return { seen: this.seq, op };
  }
  receive(seq, op, own) {
    let waiting = this.waiting();
    if (own) {
      if (JSON.stringify(op) !== JSON.stringify(this.inflight)) throw new Error("own op differs from what is in flight");
      this.inflight = null;
    } else {
      const inflight = this.inflight ?? [];
      const r1 = transform(op, inflight, "RIGHT");
      if (this.inflight !== null) this.inflight = transform(inflight, op, "LEFT");
      this.shown = apply(this.shown, transform(r1, waiting, "RIGHT"));
      waiting = transform(waiting, r1, "LEFT");
    }
    this.confirmed = apply(this.confirmed, op);
    if (apply(apply(this.confirmed, this.inflight ?? []), waiting) !== this.shown) throw new Error("shown is not confirmed and own work");
    this.seq = seq;
  }
}

// Each client has its own queue up and down, so that everybody is late in his own way. Returns the ops that
// went through the daemon; throws where two texts part.
export function simulate(seed) {
  const below = random(seed);
  const start = "Ring mig";
  const clients = [0, 1, 2].map(() => new Client(start));
  const up = clients.map(() => []), read = clients.map(() => 0);
  const log = [];
  let text = start;
  const order = (who) => {
    const { seen, op } = up[who].shift();
    let now = op;
    for (const e of log.slice(seen)) if (e.who !== who) now = transform(now, e.op, "LEFT");
    text = apply(text, now);
    log.push({ who, op: now });
  };
  const tell = (who) => {
    const e = log[read[who]++];
    clients[who].receive(read[who], e.op, e.who === who);
  };
  const settle = (who) => {
    const sent = clients[who].send();
    if (sent !== null) up[who].push(sent);
    return sent !== null;
  };
  for (let i = 0; i < 120; i++) {
    const who = below(3);
    const what = below(4);
    if (what === 0) clients[who].shown = typing(clients[who].shown, below);
    else if (what === 1) settle(who);
    else if (what === 2 && up[who].length > 0) order(who);
    else if (what === 3 && read[who] < log.length) tell(who);
  }
  for (let busy = true; busy;) {
    busy = false;
    clients.forEach((client, who) => {
      settle(who);
      while (up[who].length > 0) order(who);
    });
    clients.forEach((client, who) => {
      while (read[who] < log.length) {
        tell(who);
        busy = true;
      }
    });
  }
  for (const client of clients) {
    if (client.confirmed !== text || client.shown !== text) throw new Error(`seed ${seed}: ${client.shown} is not ${text}`);
  }
  return log.length;
}
