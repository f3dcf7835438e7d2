/* Chosen.tsx - values that are chosen, not typed: dates, times of day, choices, numbers, yes or no.
 *
 * What: a control with its label that writes when the person has chosen, and lies still in the hand: what others
 *       choose meanwhile is shown when the control is left.
 * Not:  no typed text: Text.tsx.    Uses: desk.set, so that Ctrl+Z outside text takes the choice back. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { FieldName, KindName } from "../protocol.gen.ts";
import type { Id } from "../state/seminar.ts";
import { dateWords, hhmm } from "../text/index.ts";
import { boards } from "../text/boards.ts";
import { common } from "../text/common.ts";
import { at } from "./desk.ts";
import type { Env } from "./env.ts";

interface Props<K extends KindName> {
  readonly b: Env;
  readonly id: Id;
  readonly kind: K;
  readonly field: FieldName<K> & string;
  readonly label: string;
  readonly shown?: boolean;
  readonly onKey?: (e: KeyboardEvent) => void;
}
const may = <K extends KindName>(p: Props<K>): boolean => !p.b.readOnly && p.b.s.mayWrite(p.id, p.kind, p.field);

function Box(p: { id: string; label: string; shown: boolean; children: ComponentChildren; name: string }) {
  return (
    <div class="chosen" data-at={p.name}>
      <label class={p.shown ? "label" : "sr"} for={p.id}>{p.label}</label>
      {p.children}
    </div>
  );
}
function Fixed(p: { label: string; shown: boolean; children: ComponentChildren }) {
  return (
    <div class="chosen fixed">
      <span class={p.shown ? "label" : "sr"}>{p.label}</span>
      <p class="said">{p.children}</p>
    </div>
  );
}

export interface Option {
  readonly value: number | string;
  readonly label: string;
}
export function Select<K extends KindName>(p: Props<K> & { options: readonly Option[]; text?: boolean }) {
  const { b, id, kind, field, shown = false } = p;
  const key = useId();
  const value = p.text ? b.s.str(id, kind, field) : b.s.num(id, kind, field);
  const known = p.options.some((o) => o.value === value);
  if (!may(p)) return <Fixed label={p.label} shown={shown}>{p.options.find((o) => o.value === value)?.label ?? (value || "–")}</Fixed>;
  return (
    <Box id={key} label={p.label} shown={shown} name={at(id, field)}>
      <select id={key} class="input" value={String(value)} onKeyDown={p.onKey}
        onChange={(e) => {
          const chosen = p.options.find((o) => String(o.value) === e.currentTarget.value);
          if (chosen) b.desk.set(id, kind, field, chosen.value);
        }}>
        {!known && <option value={String(value)}>{String(value) || "–"}</option>}
        {p.options.map((o) => (
          <option key={o.value} value={String(o.value)}>{o.label}</option>
        ))}
      </select>
    </Box>
  );
}

const iso = (n: number): string =>
  n ? `${String(Math.floor(n / 10000)).padStart(4, "0")}-${String(Math.floor(n / 100) % 100).padStart(2, "0")}-${String(n % 100).padStart(2, "0")}` : "";
const fromIso = (text: string): number => Number(text.replaceAll("-", "")) || 0;
const PLAUSIBLE = 1900; // a year that is half typed is no date yet

/** text: the field holds "yyyy-mm-dd" instead of a number. */
export function DateChoice<K extends KindName>(p: Props<K> & { text?: boolean; missing?: boolean }) {
  const { b, id, kind, field, shown = false } = p;
  const key = useId();
  const input = useRef<HTMLInputElement>(null);
  const value = p.text ? b.s.str(id, kind, field) : iso(b.s.num(id, kind, field));
  const writable = may(p);
  useLayoutEffect(() => {
    const el = input.current;
    if (el && document.activeElement !== el && el.value !== value) el.value = value;
  });
  if (!writable) return <Fixed label={p.label} shown={shown}>{value ? dateWords(fromIso(value)) : p.missing ? common("missing") : "–"}</Fixed>;
  const commit = (el: HTMLInputElement, left: boolean): void => {
    const typed = el.value;
    if (el.validity.badInput || (typed && Number(typed.slice(0, 4)) < PLAUSIBLE)) return;
    if (!typed && !left) return;
    b.desk.set(id, kind, field, p.text ? typed : fromIso(typed));
  };
  return (
    <Box id={key} label={p.label} shown={shown} name={at(id, field)}>
      <input id={key} ref={input} class={`input${p.missing && !value ? " missing" : ""}`} type="date" defaultValue={value} max="9999-12-31" onKeyDown={p.onKey}
        onChange={(e) => commit(e.currentTarget, false)}
        onBlur={(e) => {
          commit(e.currentTarget, true);
          e.currentTarget.value = p.text ? b.s.str(id, kind, field) : iso(b.s.num(id, kind, field));
        }} />
    </Box>
  );
}

/** A time of day; the field holds hhmm, 0 for none. What is half typed is no time yet. */
export function TimeChoice<K extends KindName>(p: Props<K>) {
  const { b, id, kind, field, shown = false } = p;
  const key = useId();
  const input = useRef<HTMLInputElement>(null);
  const n = b.s.num(id, kind, field);
  const value = n ? hhmm(n) : "";
  const writable = may(p);
  useLayoutEffect(() => {
    const el = input.current;
    if (el && document.activeElement !== el && el.value !== value) el.value = value;
  });
  if (!writable) return <Fixed label={p.label} shown={shown}>{value || "–"}</Fixed>;
  const commit = (el: HTMLInputElement, left: boolean): void => {
    if (el.validity.badInput || (!el.value && !left)) return;
    b.desk.set(id, kind, field, Number(el.value.replace(":", "")) || 0);
  };
  return (
    <Box id={key} label={p.label} shown={shown} name={at(id, field)}>
      <input id={key} ref={input} class="input" type="time" defaultValue={value} onKeyDown={p.onKey}
        onChange={(e) => commit(e.currentTarget, false)}
        onBlur={(e) => {
          commit(e.currentTarget, true);
          const now = b.s.num(id, kind, field);
          e.currentTarget.value = now ? hhmm(now) : "";
        }} />
    </Box>
  );
}

/** A number as people write it; kept as text so that "1,5" stays "1,5". What is no number is said. */
export function NumberChoice<K extends KindName>(p: Props<K>) {
  const { b, id, kind, field, shown = false } = p;
  const key = useId();
  const bad = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const value = b.s.str(id, kind, field);
  const writable = may(p);
  useLayoutEffect(() => {
    const el = input.current;
    if (el && document.activeElement !== el && el.value !== value && !bad.value) el.value = value;
  });
  if (!writable) return <Fixed label={p.label} shown={shown}>{value || "–"}</Fixed>;
  return (
    <Box id={key} label={p.label} shown={shown} name={at(id, field)}>
      <input id={key} ref={input} class="input" type="text" inputMode="decimal" autocomplete="off" defaultValue={value} onKeyDown={p.onKey}
        aria-invalid={bad.value} aria-describedby={bad.value ? `${key}-bad` : undefined}
        onChange={(e) => {
          const typed = e.currentTarget.value.trim();
          bad.value = !/^(?:[-−]?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?)?$/.test(typed);
          if (!bad.value) b.desk.set(id, kind, field, typed);
        }} />
      {bad.value && <p class="note problem" id={`${key}-bad`}>{boards("notANumber")}</p>}
    </Box>
  );
}
