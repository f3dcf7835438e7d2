/* Text.tsx - a typed text of a board: a merging field where one may write, plain text where one may not.
 *
 * What: the label, the marks that a field can bear, the keys that a
 *       list of items shares: Enter, Backspace in an empty one, Alt+arrows, arrows over the edge.
 * Not:  no merging, no undo: ui/Field.    Uses: desk.ts for where the caret is wanted. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { FieldName, KindName } from "../protocol.gen.ts";
import type { Id } from "../state/seminar.ts";
import { Field, Mark } from "../ui/Field.tsx";
import { at } from "./desk.ts";
import { caret, type Env, step } from "./env.ts";

export interface TextProps<K extends KindName> {
  readonly b: Env;
  readonly id: Id;
  readonly kind: K;
  readonly field: FieldName<K> & string;
  readonly label: string;
  /** The label is seen, not only heard. */
  readonly shown?: boolean;
  /** What stands there when it may not be written and is empty; nothing when left out. */
  readonly empty?: string;
  readonly placeholder?: string;
  readonly class?: string;
  readonly onKey?: (e: KeyboardEvent) => void;
  /** Lines that were pasted after the first; each becomes a thing of its own. */
  readonly onPasteLines?: (lines: string[]) => void;
  /** What makes a line break: Shift+Enter (an item of a list, Enter makes the next one), Enter, nothing. */
  readonly breaks?: "shift" | "enter" | "none";
  readonly rows?: number;
}

export function Text<K extends KindName>(p: TextProps<K>) {
  const { b, id, kind, field, breaks = "shift" } = p;
  const box = useRef<HTMLDivElement>(null);
  const before = useRef("");
  const may = !b.readOnly && b.s.mayWrite(id, kind, field);
  useLayoutEffect(() => {
    if (may && box.current) b.desk.arrived(at(id, field), box.current);
  }, [may, id, field]);
  const name = `text${p.class ? ` ${p.class}` : ""}`;
  if (!may) {
    const text = b.s.text(id, kind, field);
    if (!text && !p.empty) return null;
    return (
      <div class={`${name} fixed`}>
        {p.shown && <span class="label">{p.label}</span>}
        <p class={text ? "said" : "said note"}>
          {!p.shown && <span class="sr">{p.label}: </span>}
          {text || p.empty}
        </p>
      </div>
    );
  }
  const value = (e: Event): string => (e.target instanceof HTMLTextAreaElement ? e.target.value : "");
  const isUndo = (e: KeyboardEvent): boolean => (e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === "z";
  return (
    <div class={name} ref={box} data-at={at(id, field)} onPasteCapture={(e) => pasteLines(e, p.onPasteLines)}
      onKeyDownCapture={(e) => {
        if (isUndo(e)) before.current = value(e);
      }}
      onKeyDown={(e) => {
        // The field had nothing of one's own to take back: then it is the last thing that was made or moved.
        if (isUndo(e) && before.current === value(e)) b.desk.undo();
      }}>
      <Field s={b.s} id={id} kind={kind} field={field} label={p.label} hideLabel={!p.shown} multiline={breaks !== "none"}
        rows={p.rows ?? 1} placeholder={p.placeholder} onKey={p.onKey} />
      <Mark s={b.s} id={id} kind={kind} field={field} />
    </div>
  );
}

const BULLET = /^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+/;
/** Many lines pasted into an item: the first goes in where the caret is, each of the others becomes an item. */
function pasteLines(e: ClipboardEvent, take: ((lines: string[]) => void) | undefined): void {
  const field = e.target;
  if (!take || !(field instanceof HTMLTextAreaElement) || field.readOnly) return;
  const lines = (e.clipboardData?.getData("text/plain") ?? "").split(/\r\n?|\n|\u2028|\u2029/).map((l) => l.replace(BULLET, "").trim()).filter(Boolean);
  const [first, ...rest] = lines;
  if (first === undefined || rest.length === 0) return;
  e.preventDefault();
  e.stopPropagation();
  field.setRangeText(first, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  take(rest);
}

export interface ListKeys {
  readonly b: Env;
  readonly id: Id;
  readonly kind: KindName;
  readonly field: string;
  /** Makes the next one and puts the caret in it. */
  readonly next: () => void;
  /** What "removed" is called for this thing. */
  readonly said: string;
  /** Moves otherwise than among the siblings. */
  readonly move?: (by: -1 | 1) => void;
  /** Field in which the caret lands in a neighbour. */
  readonly onEdge?: (by: -1 | 1) => boolean;
}

/** The keys of an item in a list of items; true when the key was one of them. */
export function listKeys(e: KeyboardEvent, o: ListKeys): boolean {
  if (e.isComposing || e.keyCode === 229) return false; // a dead key or an input method owns it
  const { b, id, kind, field } = o;
  const all = b.s.children(b.s.parent(id), kind);
  const rank = all.indexOf(id);
  const c = caret(e);
  const plain = !e.ctrlKey && !e.metaKey && !e.altKey && !e.shiftKey;
  if (e.key === "Enter" && plain) {
    e.preventDefault();
    o.next();
    return true;
  }
  if (e.altKey && !e.ctrlKey && !e.metaKey && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
    e.preventDefault();
    const by = e.key === "ArrowUp" ? -1 : 1;
    if (o.move) o.move(by);
    else step(b, id, kind, by);
    return true;
  }
  if (e.key === "Backspace" && plain && c?.empty) {
    e.preventDefault();
    const to = all[rank - 1] ?? all[rank + 1] ?? 0;
    if (to) b.desk.focus(to, field, rank > 0 ? "end" : "start");
    else if (o.onEdge?.(-1) === false) return true; // nowhere to go: an empty last one may stay
    b.desk.remove(id, o.said);
    return true;
  }
  if (plain && ((e.key === "ArrowUp" && c?.start) || (e.key === "ArrowDown" && c?.end))) {
    const to = all[rank + (e.key === "ArrowUp" ? -1 : 1)];
    if (to) {
      e.preventDefault();
      b.desk.focus(to, field, e.key === "ArrowUp" ? "end" : "start");
      return true;
    }
    if (o.onEdge?.(e.key === "ArrowUp" ? -1 : 1)) {
      e.preventDefault();
      return true;
    }
  }
  return false;
}
