/* secrets.ts - links' secrets, made here and shown once.
 *
 * What: a new secret, its hash as the daemon compares it, and the secrets that this page has made and not shown away.
 * Not:  a secret never goes into the seminar, storage or a request: the link holds its hash alone.
 * Uses: @noble/hashes. */
import { signal } from "@preact/signals";
import { blake2b } from "@noble/hashes/blake2.js";
import { KINDS, ROLES, type RoleName } from "../../protocol.gen.ts";
import type { Id, Seminar } from "../../state/seminar.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
const LENGTH = 32; // 160 bits
const HASH_BYTES = KINDS.link.fields.hash.bound;

export function newSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), (b) => LETTERS[b & 31]).join("");
}
export const hashOf = (secret: string): Uint8Array => blake2b(new TextEncoder().encode(secret), { dkLen: HASH_BYTES });
export const addressOf = (s: Seminar, secret: string): string => `${location.origin}/${s.name}/#${secret}`;

/** By link: the secret made in this tab. Gone with the page. */
export const fresh = signal<ReadonlyMap<Id, string>>(new Map());

function keep(link: Id, secret: string): void {
  fresh.value = new Map(fresh.value).set(link, secret);
}
export function forget(link: Id): void {
  const rest = new Map(fresh.value);
  rest.delete(link);
  fresh.value = rest;
}

/** Those that were made to be shown at once, not for a sheet of paper. */
export const shown = signal<ReadonlySet<Id>>(new Set());
export const show = (link: Id): void => {
  shown.value = new Set(shown.value).add(link);
};

/** The link gets a new secret; the old one lets nobody in from the moment the daemon has it. */
export function renew(s: Seminar, link: Id): boolean {
  const secret = newSecret();
  if (!s.set(link, "link", "hash", hashOf(secret))) return false;
  if (s.num(link, "link", "revoked")) s.set(link, "link", "revoked", 0);
  keep(link, secret);
  return true;
}

export function makeLink(s: Seminar, role: RoleName, place: Id, label: string): Id {
  const secret = newSecret();
  const last = s.children(1, "link", true).at(-1) ?? 0;
  const id = s.add("link", 1, last, { role: ROLES[role].number, ...(place ? { place } : {}), hash: hashOf(secret), label });
  if (id) {
    keep(id, secret);
    show(id);
  }
  return id;
}

const BY_NUMBER = new Map<number, RoleName>(Object.entries(ROLES).map(([name, r]) => [r.number, name as RoleName]));
export const roleOf = (s: Seminar, link: Id): RoleName | "" => BY_NUMBER.get(s.num(link, "link", "role")) ?? "";
