/* web.ts - the browser's small storages, which may be forbidden, and its clocks.
 *
 * What: sessionStorage and localStorage that never throw; a steady clock that does not stand still while the computer
 *       sleeps; random bytes; hex; the hash that names a link.
 * Not:  nothing of the wall clock's value is used for anything but telling sleep. */
import { blake2b } from "@noble/hashes/blake2.js";

function attempt<T>(f: () => T, otherwise: T): T {
  try {
    return f();
  } catch {
    return otherwise;
  }
}
export const readLocal = (key: string): string | null => attempt(() => localStorage.getItem(key), null);
export const writeLocal = (key: string, value: string): boolean => attempt(() => (localStorage.setItem(key, value), true), false);
export const removeLocal = (key: string): void => attempt(() => localStorage.removeItem(key), undefined);
export const readTab = (key: string): string | null => attempt(() => sessionStorage.getItem(key), null);
export const writeTab = (key: string, value: string): boolean => attempt(() => (sessionStorage.setItem(key, value), true), false);
export const removeTab = (key: string): void => attempt(() => sessionStorage.removeItem(key), undefined);

export const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n));
export const hex = (b: Uint8Array): string => Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
export const unhex = (s: string): Uint8Array => Uint8Array.from(s.match(/../g) ?? [], (x) => parseInt(x, 16));

/** Names a way into a seminar without telling the secret. */
export const linkHash = (seminar: string, token: string): string =>
  hex(blake2b(new TextEncoder().encode(`${seminar}\n${token}`), { dkLen: 16 }));

// performance.now() stands still during sleep on some systems; the wall clock, which may be wrong, does not. So the
// difference between the two tells sleep, whatever the wall clock says.
const NOTICED_MS = 2000;
const START = 1000; // never 0
let slept = 0;
let behind = Date.now() - performance.now();

/** ms of sleep since the last call, 0 mostly. */
export function noticeSleep(): number {
  const now = Date.now() - performance.now();
  const jump = now - behind;
  if (Math.abs(jump) < NOTICED_MS) return 0;
  behind = now;
  if (jump < 0) return 0; // somebody has put the clock back
  slept += jump;
  return jump;
}

/** Steady, rising, whole ms. */
export const mono = (): number => START + Math.floor(performance.now() + slept);
