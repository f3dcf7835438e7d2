/* Field.tsx - a text field that merges: typing, composition, caret, undo, save state.
 *
 *     <Field s={s} id={point} kind="point" field="text" label="Punkt 3" hideLabel onKey={keys} />
 *
 * What: a textarea that grows with its text, its label, what becomes of the text in words, and who else writes here.
 *       Enter makes a line only with multiline; else it is free for onKey.
 * Not:  merging itself is editor.ts; not for chosen values.
 * Invariants: Preact never sets the text. The words beside it are tied by aria-describedby and are no live region;
 *       only a refusal of what was typed speaks up. */
import { effect, untracked, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { type FieldName, KINDS, type KindName } from "../protocol.gen.ts";
import { takeCaret } from "../shell/caret.ts";
import { sheetOf } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { locale, timeOfDay } from "../text/index.ts";
import { shell } from "../text/shell.ts";
import { Editor } from "./editor.ts";
import "./field.css";

export interface FieldProps<K extends KindName> {
  readonly s: Seminar;
  readonly id: Id;
  readonly kind: K;
  readonly field: FieldName<K> & string;
  readonly label: string;
  /** Heard, not seen. */
  readonly hideLabel?: boolean | undefined;
  /** Enter makes a new line. */
  readonly multiline?: boolean | undefined;
  /** Least height, lines. */
  readonly rows?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly readOnly?: boolean | undefined;
  readonly class?: string | undefined;
  readonly className?: string | undefined;
  /** What helps while writing; below the field. */
  readonly note?: ComponentChildren;
  /** Keys before the field takes them; preventDefault keeps them from it. */
  readonly onKey?: ((e: KeyboardEvent) => void) | undefined;
  /** Several lines were pasted: the first is put in here, these are the others. */
  readonly onPasteLines?: ((rest: string[]) => void) | undefined;
  readonly onFocus?: (() => void) | undefined;
  readonly onBlur?: (() => void) | undefined;
}

interface FieldFacts {
  readonly number: number;
  readonly bound?: number;
}
const NO_BOUND = 20_000;
const SAVING_MS = 600; // what is saved sooner says nothing meanwhile
const LINGER_MS = 400;

// Is a finger or a mouse button down? Some press long.
let pressed = false;
for (const [name, down] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]] as const) addEventListener(name, () => (pressed = down), true);

export const fieldFacts = (kind: KindName, field: string): FieldFacts =>
  (KINDS[kind].fields as Record<string, FieldFacts>)[field] ?? { number: 0 };

export function Field<K extends KindName>(p: FieldProps<K>) {
  const { s, id, kind, field } = p;
  const box = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(p);
  latest.current = p;
  const key = useId();
  const focused = useSignal(false);
  const surplus = useSignal(0);
  const wrote = useSignal(false); // here: a neighbour of the same thing that was saved says nothing of this field
  const lingers = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const { number, bound = NO_BOUND } = fieldFacts(kind, field);
  const may = s.mayWrite(id, kind, field);
  const fixed = p.readOnly || !may;

  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    const host = {
      bound,
      get oneLine(): boolean {
        return !latest.current.multiline;
      },
      write: (text: string) => {
        wrote.value = true;
        return s.write(id, kind, field, text);
      },
      shown: () => untracked(() => s.text(id, kind, field)),
      lines: (rest: readonly string[]) => {
        const take = latest.current.onPasteLines;
        if (take) queueMicrotask(() => take([...rest]));
        return take !== undefined;
      },
      tooLong: (n: number) => {
        surplus.value = n;
      },
      cursor: (anchor: number, head: number) => {
        if (anchor < 0) s.presence(0, 0, 0, 0);
        else s.presence(id, number, anchor, head);
      },
    };
    const editor = new Editor(el, host, s, `${id}:${number}`);
    takeCaret(el);
    const off = s.onForeign(id, number, (text, carry) => editor.foreign(text, carry));
    // Whatever else changes the text (a refusal, the same field elsewhere on the page) comes after that.
    let over = false;
    const follow = effect(() => {
      s.text(id, kind, field);
      queueMicrotask(() => !over && editor.reconcile());
    });
    return () => {
      over = true;
      clearTimeout(lingers.current);
      follow();
      off();
      editor.end();
    };
  }, [s, id, kind, field]);

  useLayoutEffect(() => {
    if (p.autoFocus) box.current?.focus();
  }, []);

  const describedBy = `${key}-state ${key}-note`;
  return (
    <div class={`field${p.hideLabel ? " bare" : ""} ${p.class ?? p.className ?? ""}`}>
      <div class="field-head">
        <label class={p.hideLabel ? "sr" : "label"} for={key}>{p.label}</label>
        <SaveNote s={s} id={id} focused={focused} wrote={wrote} name={`${key}-state`} />
      </div>
      <div class="field-box">
        <textarea
          id={key}
          ref={box}
          data-field={`${id}:${number}`}
          class="input"
          rows={p.rows ?? (p.multiline ? 3 : 1)}
          placeholder={p.placeholder}
          readOnly={fixed}
          spellcheck
          autocomplete="off"
          aria-describedby={describedBy}
          aria-invalid={surplus.value > 0 ? "true" : undefined}
          onKeyDown={(e) => p.onKey?.(e)}
          onFocus={() => {
            clearTimeout(lingers.current);
            focused.value = true;
            p.onFocus?.();
          }}
          onBlur={() => {
            // What goes away under a pressed mouse button would move the thing that is being clicked.
            const away = (): void => {
              if (pressed) return void (lingers.current = setTimeout(away, LINGER_MS));
              focused.value = false;
              surplus.value = 0;
            };
            lingers.current = setTimeout(away, LINGER_MS);
            p.onBlur?.();
          }}
        />
        <Others s={s} id={id} field={number} />
      </div>
      <div class="field-note note" id={`${key}-note`}>
        {surplus.value > 0 && <p class="field-problem" role="alert">{shell("tooLong", { n: surplus.value })}</p>}
        {fixed && focused.value && <p>{!p.readOnly && s.num(sheetOf(s, id), "sheet", "locked") ? shell("locked") : shell("readOnly")}</p>}
        {p.note}
      </div>
    </div>
  );
}

/** "Sparar…", "Sparat 10:42", "Finns kvar här": for the field that was written in. */
function SaveNote(p: { s: Seminar; id: Id; focused: { readonly value: boolean }; wrote: { readonly value: boolean }; name: string }) {
  const { s, id } = p;
  const slow = useSignal(false);
  const waits = useComputed(() => s.unsaved(id));
  useSignalEffect(() => {
    if (!waits.value) {
      slow.value = false;
      return undefined;
    }
    const timer = setTimeout(() => (slow.value = true), SAVING_MS);
    return () => clearTimeout(timer);
  });
  const words = (): [long: string, short: string] => {
    const unsaved = s.unsaved(id);
    const { state } = s.connection.value;
    if (unsaved && state !== "live" && state !== "syncing" && state !== "doubtful") {
      if (!slow.value) return ["", ""];
      return s.saved.value.durable ? [shell("stays"), shell("staysShort")] : [shell("onlyTab"), shell("onlyTabShort")];
    }
    const at = s.savedAt(id);
    const said = unsaved && slow.value ? shell("saving") : p.focused.value && p.wrote.value && at > 0 ? shell("saved", { time: timeOfDay(at) }) : "";
    return [said, said];
  };
  const [long, short] = words();
  return (
    <span class="field-state note" id={p.name}>
      {long && <span class="long">{long}</span>}
      {short && <span class="short">{short}</span>}
    </span>
  );
}

/** A name at the edge, for others who have their caret in this field. */
function Others({ s, id, field }: { s: Seminar; id: Id; field: number }) {
  // Cursors move several times a second; the names do so seldom.
  const names = useComputed(() => {
    const me = s.me.value.ord;
    const here = s.people.value.filter((p) => p.node === id && p.field === field && p.ord !== me);
    return [...new Set(here.map((p) => p.name || shell("somebody")))].join("\n");
  }).value;
  if (!names) return null;
  const list = names.split("\n");
  const said = new Intl.ListFormat(locale(), { type: "conjunction" }).format(list);
  return (
    <span class="field-others">
      {list.length === 1 ? shell("writesHere", { name: said }) : shell("writeHere", { names: said })}
    </span>
  );
}

/** Marks that a field bears after others' work met one's own: changed by two at once, written after a lock. */
export function Mark<K extends KindName>({ s, id, kind, field }: { s: Seminar; id: Id; kind: K; field: FieldName<K> & string }) {
  const { blind, late } = s.mark(id, fieldFacts(kind, field).number);
  if (!blind && !late) return null;
  return (
    <span class="marks">
      {blind && <span class="chip warn">{shell("blind")}</span>}
      {late && <span class="chip">{shell("late")}</span>}
    </span>
  );
}
