/* parts.tsx - the small pieces that the organiser's pages are made of.
 *
 * What: fields bound to one value of one node, a heading with its lead, an act in two steps, an order that is changed
 *       by keyboard or by dragging.
 * Not:  no texts of their own but the shared words.
 * Invariants: every field has a label; what is typed is written at once or when the field is left. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, TargetedDragEvent, TargetedKeyboardEvent } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import type { FieldName, KindName } from "../../protocol.gen.ts";
import { KINDS } from "../../protocol.gen.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { organiser as t } from "../../text/organiser.ts";
import { Field } from "../../ui/Field.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { DownIcon, DragIcon, UpIcon } from "../../ui/icons.tsx";

type Named<K extends KindName> = FieldName<K> & string;
export interface Bound<K extends KindName> {
  readonly s: Seminar;
  readonly id: Id;
  readonly kind: K;
  readonly field: Named<K>;
  readonly label: ComponentChildren;
  /** The label is there for screen readers alone. */
  readonly quiet?: boolean;
  readonly class?: string;
  readonly note?: ComponentChildren;
}
function boundOf<K extends KindName>(kind: K, field: Named<K>): number {
  const fields = KINDS[kind].fields as Readonly<Record<string, { readonly bound?: unknown }>>;
  const bound = fields[field]?.bound;
  return typeof bound === "number" ? bound : 0;
}

export function Labelled(props: { label: ComponentChildren; quiet?: boolean | undefined; class?: string | undefined; note?: ComponentChildren; children: (id: string, note: string | undefined) => ComponentChildren }) {
  const id = useId();
  return (
    <div class={`org-field ${props.class ?? ""}`}>
      <label class={props.quiet ? "sr" : "label"} for={id}>{props.label}</label>
      {props.children(id, props.note ? `${id}-n` : undefined)}
      {props.note && <p class="note" id={`${id}-n`}>{props.note}</p>}
    </div>
  );
}

/** A typed text. lines: how high it begins; it grows with what is in it. onWrite: something was typed here. */
export function Text<K extends KindName>(p: Bound<K> & { label: string; lines?: number; placeholder?: string; onWrite?: () => void; autoFocus?: boolean }) {
  return (
    <div class={`org-field ${p.class ?? ""}`} onInput={p.onWrite}>
      <Field s={p.s} id={p.id} kind={p.kind} field={p.field} label={p.label} hideLabel={p.quiet} rows={p.lines} multiline={p.lines !== undefined}
        placeholder={p.placeholder} autoFocus={p.autoFocus} note={p.note ? <p>{p.note}</p> : undefined} />
    </div>
  );
}

/** A field that is written when it is left: what is being typed in it is never overwritten by a drawing meanwhile. */
export function useKept<E extends HTMLInputElement | HTMLTextAreaElement>(shown: string) {
  const ref = useRef<E>(null);
  useEffect(() => {
    const el = ref.current;
    if (el && el.value !== shown && document.activeElement !== el) el.value = shown;
  });
  return { ref, defaultValue: shown };
}

/** A chosen string: written when the field is left. */
export function Line<K extends KindName>(p: Bound<K> & { type?: "text" | "email"; list?: string }) {
  const shown = p.s.str(p.id, p.kind, p.field);
  const kept = useKept<HTMLInputElement>(shown);
  const put = (el: HTMLInputElement): void => {
    const clean = el.value.replace(/[\u0000-\u001f\u007f]/g, " ").trim();
    if (clean !== shown) p.s.set(p.id, p.kind, p.field, clean);
    el.value = clean;
  };
  return (
    <Labelled {...p}>
      {(dom, note) => (
        <input id={dom} class="input" type={p.type ?? "text"} autocomplete="off" list={p.list} aria-describedby={note} {...kept}
          maxLength={boundOf(p.kind, p.field)} onBlur={(e) => put(e.currentTarget)} onChange={(e) => put(e.currentTarget)} />
      )}
    </Labelled>
  );
}

export function Num<K extends KindName>(p: Bound<K> & { least?: number; most?: number; onWrite?: () => void }) {
  const shown = p.s.num(p.id, p.kind, p.field);
  const most = p.most ?? boundOf(p.kind, p.field);
  const kept = useKept<HTMLInputElement>(shown ? String(shown) : "");
  return (
    <Labelled {...p}>
      {(dom, note) => (
        <input id={dom} class="input org-num" type="number" inputMode="numeric" min={p.least ?? 0} max={most} aria-describedby={note}
          {...kept} onChange={(e) => {
            const n = Math.round(Number(e.currentTarget.value));
            if (Number.isFinite(n) && n >= (p.least ?? 0) && n <= most && p.s.set(p.id, p.kind, p.field, n)) p.onWrite?.();
            else e.currentTarget.value = shown ? String(shown) : "";
          }} />
      )}
    </Labelled>
  );
}

/** One of a few numbers, or a reference: value and words. */
export function Choice<K extends KindName>(p: Bound<K> & { options: readonly (readonly [number, string])[]; onWrite?: () => void }) {
  const shown = p.s.num(p.id, p.kind, p.field);
  return (
    <Labelled {...p}>
      {(dom, note) => (
        <select id={dom} class="input" aria-describedby={note} value={String(shown)}
          onChange={(e) => p.s.set(p.id, p.kind, p.field, Number(e.currentTarget.value)) && p.onWrite?.()}>
          {p.options.map(([value, words]) => <option key={value} value={String(value)}>{words}</option>)}
        </select>
      )}
    </Labelled>
  );
}

/** hhmm as a number; 0 is no time, as the schema has it. */
export function TimeOfDay<K extends KindName>(p: Bound<K>) {
  const n = p.s.num(p.id, p.kind, p.field);
  const kept = useKept<HTMLInputElement>(n ? `${String(Math.floor(n / 100)).padStart(2, "0")}:${String(n % 100).padStart(2, "0")}` : "");
  return (
    <Labelled {...p}>
      {(dom, note) => (
        <input id={dom} class="input org-time" type="time" aria-describedby={note} {...kept}
          onChange={(e) => p.s.set(p.id, p.kind, p.field, Number(e.currentTarget.value.replace(":", "")) || 0)} />
      )}
    </Labelled>
  );
}
export const isoDate = (n: number): string =>
  n ? `${String(Math.floor(n / 10000)).padStart(4, "0")}-${String(Math.floor(n / 100) % 100).padStart(2, "0")}-${String(n % 100).padStart(2, "0")}` : "";
export const dateNumber = (iso: string): number => Number(iso.replaceAll("-", "")) || 0;
/** yyyymmdd as a number. */
export function Day<K extends KindName>(p: Bound<K>) {
  const kept = useKept<HTMLInputElement>(isoDate(p.s.num(p.id, p.kind, p.field)));
  return (
    <Labelled {...p}>
      {(dom, note) => (
        <input id={dom} class="input org-date" type="date" aria-describedby={note} max="9999-12-31" {...kept}
          onChange={(e) => {
            const n = dateNumber(e.currentTarget.value);
            if (n <= 99991231) p.s.set(p.id, p.kind, p.field, n);
          }} />
      )}
    </Labelled>
  );
}

/** One bit of a number (or the number itself, bit 1) as a tick. */
export function Tick<K extends KindName>(p: Bound<K> & { bit?: number; onWrite?: () => void }) {
  const shown = p.s.num(p.id, p.kind, p.field);
  const bit = p.bit ?? 1;
  return (
    <label class="org-tick">
      <input type="checkbox" checked={(shown & bit) !== 0}
        onChange={(e) => p.s.set(p.id, p.kind, p.field, e.currentTarget.checked ? shown | bit : shown & ~bit) && p.onWrite?.()} />
      <span>{p.label}{p.note && <span class="note org-block">{p.note}</span>}</span>
    </label>
  );
}

export function Page(props: { title: ComponentChildren; lead?: ComponentChildren; acts?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="org-page">
      <header class="org-head">
        <div class="row spread">
          <h1 tabIndex={-1} id="org-title">{props.title}</h1>
          {props.acts && <div class="row">{props.acts}</div>}
        </div>
        {props.lead && <p class="org-lead">{props.lead}</p>}
      </header>
      {props.children}
    </section>
  );
}

/** A button; then what will happen, and a second button that does it. Focus follows. */
export function TwoStep(p: { label: ComponentChildren; ask: ComponentChildren; sure: ComponentChildren; onDo: () => void; danger?: boolean; class?: string; disabled?: boolean; name?: string }) {
  const open = useSignal(false);
  const first = useRef<HTMLButtonElement>(null);
  const id = useId();
  const back = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    open.value = false;
    afterDrawing(() => back.current?.focus());
  };
  useLayoutEffect(() => {
    if (open.value) first.current?.focus();
  }, [open.value]);
  if (!open.value) {
    return (
      <button type="button" ref={back} class={`button ${p.danger ? "danger" : ""} ${p.class ?? ""}`} aria-label={p.name} disabled={p.disabled}
        onClick={() => (open.value = true)}>{p.label}</button>
    );
  }
  return (
    <div class={`org-two ${p.danger ? "danger" : ""}`} role="group" aria-labelledby={id} onKeyDown={(e) => e.key === "Escape" && close()}>
      <div id={id}>{p.ask}</div>
      <div class="row">
        <button type="button" ref={first} class={`button ${p.danger ? "danger" : "primary"}`}
          onClick={() => {
            close();
            p.onDo();
          }}>{p.sure}</button>
        <button type="button" class="button quiet" onClick={close}>{common("cancel")}</button>
      </div>
    </div>
  );
}

/** Changes the order of children: buttons, Alt and arrows anywhere in the row, or dragging by the handle. */
export function useOrder(ids: readonly Id[], move: (id: Id, after: Id) => void) {
  const held = useSignal<Id>(0);
  const over = useSignal<Id>(0);
  const shift = (id: Id, by: number): void => {
    const at = ids.indexOf(id);
    const to = at + by;
    if (at < 0 || to < 0 || to >= ids.length) return;
    move(id, by < 0 ? (ids[to - 1] ?? 0) : ids[to]!);
  };
  return {
    row: (id: Id) => ({
      "data-over": over.value === id && held.value !== id ? "" : undefined,
      onKeyDown: (e: TargetedKeyboardEvent<HTMLElement>) => {
        if (!e.altKey || (e.key !== "ArrowUp" && e.key !== "ArrowDown")) return;
        e.preventDefault();
        e.stopPropagation();
        const focus = document.activeElement as HTMLElement | null;
        shift(id, e.key === "ArrowUp" ? -1 : 1);
        afterDrawing(() => focus?.isConnected && focus.focus());
      },
      onDragOver: (e: TargetedDragEvent<HTMLElement>) => {
        if (!held.value) return;
        e.preventDefault();
        over.value = id;
      },
      onDrop: (e: TargetedDragEvent<HTMLElement>) => {
        if (!held.value) return;
        e.preventDefault();
        const [from, to] = [ids.indexOf(held.value), ids.indexOf(id)];
        if (from >= 0 && from !== to) move(held.value, from > to ? (ids[to - 1] ?? 0) : id);
        held.value = over.value = 0;
      },
    }),
    handle: (id: Id) => (
      <span class="org-grip" draggable aria-hidden="true"
        onDragStart={(e) => {
          held.value = id;
          e.dataTransfer?.setData("text/plain", String(id));
        }}
        onDragEnd={() => (held.value = over.value = 0)}><DragIcon /></span>
    ),
    buttons: (id: Id, what: string) => (
      <>
        <button type="button" class="button quiet icon" aria-disabled={ids[0] === id} aria-label={t("moveUp", { what })} onClick={() => shift(id, -1)}><UpIcon /></button>
        <button type="button" class="button quiet icon" aria-disabled={ids.at(-1) === id} aria-label={t("moveDown", { what })} onClick={() => shift(id, 1)}><DownIcon /></button>
      </>
    ),
  };
}
