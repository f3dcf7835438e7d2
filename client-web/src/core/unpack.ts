/* unpack.ts - bytes to values: the part of msgpack that the protocol uses, and nothing else.
 *
 * What: nil, booleans, integers of at most 2^53 - 1, strings that are valid UTF-8, bin, arrays, maps with strings for keys.
 *       Floats, extensions, numbers above, anything cut off and anything behind the value are Malformed.
 * Not:  no writing: that is @msgpack/msgpack's encode. Its decode takes more than the protocol allows, and is larger; in
 *       tests it is this reader's oracle.
 * Invariant: never reads past the end; bin is a view of the bytes given. */
const DEEPEST = 16;
const ASCII_MOST = 48;
const TWO_32 = 2 ** 32;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Malformed extends Error {}
export const fail = (what: string): never => {
  throw new Malformed(what);
};

class Reader {
  at = 0;
  private readonly view: DataView;
  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Where the next n bytes start; they are used up. */
  private take(n: number): number {
    const at = this.at;
    if (at + n > this.bytes.length) fail("cut off");
    this.at = at + n;
    return at;
  }
  /** A big-endian number without sign. */
  private uint(size: 1 | 2 | 4 | 8): number {
    const at = this.take(size);
    if (size === 1) return this.bytes[at]!;
    if (size === 2) return this.view.getUint16(at);
    if (size === 4) return this.view.getUint32(at);
    return this.safe(this.view.getUint32(at) * TWO_32 + this.view.getUint32(at + 4));
  }
  private int(size: 1 | 2 | 4 | 8): number {
    const at = this.take(size);
    if (size === 1) return this.view.getInt8(at);
    if (size === 2) return this.view.getInt16(at);
    if (size === 4) return this.view.getInt32(at);
    return this.safe(this.view.getInt32(at) * TWO_32 + this.view.getUint32(at + 4));
  }
  private safe(n: number): number {
    return Number.isSafeInteger(n) ? n : fail("a number above 2^53 - 1");
  }

  private str(n: number): string {
    const at = this.take(n);
    if (n <= ASCII_MOST) { // most strings are short and plain: a decoder's call costs more than they do
      let s = "";
      let i = at;
      for (; i < at + n; i++) {
        const byte = this.bytes[i]!;
        if (byte > 0x7f) break;
        s += String.fromCharCode(byte);
      }
      if (i === at + n) return s;
    }
    try {
      return utf8.decode(this.bytes.subarray(at, at + n));
    } catch {
      return fail("not UTF-8");
    }
  }
  private bin(n: number): Uint8Array {
    const at = this.take(n);
    return this.bytes.subarray(at, at + n);
  }
  private array(n: number, depth: number): unknown[] {
    if (n > this.bytes.length - this.at) fail("cut off"); // each element is a byte at least: nothing is made room for in vain
    const list: unknown[] = [];
    for (let i = 0; i < n; i++) list.push(this.value(depth));
    return list;
  }
  private map(n: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (let i = 0; i < n; i++) {
      const key = this.value(depth);
      if (typeof key !== "string" || key === "__proto__" || Object.hasOwn(map, key)) return fail("a key that is none");
      map[key] = this.value(depth);
    }
    return map;
  }

  value(depth: number): unknown {
    if (depth > DEEPEST) fail("too deep");
    const head = this.uint(1);
    if (head < 0x80) return head;
    if (head < 0x90) return this.map(head & 15, depth + 1);
    if (head < 0xa0) return this.array(head & 15, depth + 1);
    if (head < 0xc0) return this.str(head & 31);
    if (head >= 0xe0) return head - 256;
    switch (head) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: return this.bin(this.uint(1));
      case 0xc5: return this.bin(this.uint(2));
      case 0xc6: return this.bin(this.uint(4));
      case 0xcc: return this.uint(1);
      case 0xcd: return this.uint(2);
      case 0xce: return this.uint(4);
      case 0xcf: return this.uint(8);
      case 0xd0: return this.int(1);
      case 0xd1: return this.int(2);
      case 0xd2: return this.int(4);
      case 0xd3: return this.int(8);
      case 0xd9: return this.str(this.uint(1));
      case 0xda: return this.str(this.uint(2));
      case 0xdb: return this.str(this.uint(4));
      case 0xdc: return this.array(this.uint(2), depth + 1);
      case 0xdd: return this.array(this.uint(4), depth + 1);
      case 0xde: return this.map(this.uint(2), depth + 1);
      case 0xdf: return this.map(this.uint(4), depth + 1);
      default: return fail("nothing that is used");
    }
  }
}

/** One value, and nothing behind it. */
export function decodeWhole(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  return reader.at === bytes.length ? value : fail("something behind the value");
}
