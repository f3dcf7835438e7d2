/* editor.ts - a textarea that merges.
 *
 * What: what is typed goes to the seminar at once; what others write comes in beside it, and the caret, selection,
 *       scroll and focus stay where this person has them. Composition (dead keys, input methods) is left alone: nothing
 *       leaves and nothing comes in until it is done, then both are merged. Undo takes back own edits only.
 * Not:  no drawing around it (Field.tsx), no connection.
 * Uses: core/text.ts, undo.ts.
 * Invariants: `model` is the text that this element and the seminar last agreed on. Unless something is being composed,
 *       the element shows exactly that. What does not fit is refused as a whole and said, never cut silently. */
import * as ot from "../core/text.ts";
import { endOf, foreignOp, Undo } from "./undo.ts";

export interface Host {
  /** Makes the field this text. false: it cannot be written now. */
  write(text: string): boolean;
  /** What the field shows now, as far as the seminar is concerned. */
  shown(): string;
  /** Code points. */
  readonly bound: number;
  /** Line feeds become spaces. */
  readonly oneLine: boolean;
  /** Several pasted lines where one fits: true: the others were taken care of, the first is put in here. */
  lines(rest: readonly string[]): boolean;
  /** How many code points do not fit; 0: all is well again. */
  tooLong(surplus: number): void;
  /** UTF-16 units; -1: not here any more. */
  cursor(anchor: number, head: number): void;
}

const HALF = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const GROWS = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");
const now = (): number => performance.now();

/** Undo outlives the element: a step that is left and come back to still has it. */
const histories = new WeakMap<object, Map<string, { undo: Undo; text: string }>>();

export class Editor {
  private model: string;
  private composing = false;
  private held: ot.Op[] = [];
  private heldText = "";
  private readonly history: { undo: Undo; text: string };
  private off: (() => void)[] = [];
  private caret: [number, number] = [0, 0];

  constructor(readonly el: HTMLTextAreaElement, readonly host: Host, owner: object, name: string) {
    const all = histories.get(owner) ?? new Map<string, { undo: Undo; text: string }>();
    histories.set(owner, all);
    this.model = host.shown();
    this.history = all.get(name) ?? { undo: new Undo(), text: this.model };
    all.set(name, this.history);
    if (this.history.text !== this.model) this.history.undo.foreign(ot.diff(this.history.text, this.model));
    this.history.text = this.model;
    el.value = this.model;
    this.grow();
    this.on("beforeinput", (e) => this.beforeInput(e as InputEvent));
    this.on("input", (e) => {
      if (!(e as InputEvent).isComposing) this.composing = false; // some input methods end without saying so
      this.settle();
    });
    this.on("compositionstart", () => (this.composing = true));
    this.on("compositionend", () => {
      this.composing = false;
      this.settle();
    });
    this.on("keydown", (e) => this.keyDown(e as KeyboardEvent));
    this.on("paste", (e) => this.paste(e as ClipboardEvent));
    this.on("blur", () => {
      this.composing = false;
      this.settle();
      host.cursor(-1, -1);
    });
    this.on("focus", () => this.selected());
    const selection = (): void => {
      if (document.activeElement === el) this.selected();
    };
    document.addEventListener("selectionchange", selection);
    const leaving = (): void => {
      this.composing = false;
      this.settle();
    };
    addEventListener("pagehide", leaving);
    this.off.push(() => document.removeEventListener("selectionchange", selection), () => removeEventListener("pagehide", leaving));
  }

  end(): void {
    this.composing = false;
    this.settle();
    if (document.activeElement === this.el) this.host.cursor(-1, -1);
    for (const off of this.off.splice(0)) off();
  }

  private on(name: string, f: (e: Event) => void): void {
    this.el.addEventListener(name, f);
    this.off.push(() => this.el.removeEventListener(name, f));
  }

  // --- from others
  foreign(text: string, carry: (unit: number) => number): void {
    if (this.busy()) {
      const was = this.held.length > 0 ? this.heldText : this.model;
      this.held.push(foreignOp(was, text, carry));
      this.heldText = text;
      return;
    }
    if (text === this.model) return;
    const op = foreignOp(this.model, text, carry);
    this.history.undo.foreign(op);
    this.agree(text);
    const active = document.activeElement === this.el;
    this.show(text, active ? [carry(this.el.selectionStart), carry(this.el.selectionEnd)] : null);
  }

  /** The seminar shows something else, for whatever reason (a refusal, another field of this page). */
  reconcile(): void {
    const text = this.held.length > 0 ? this.heldText : this.model;
    const shown = this.host.shown();
    if (shown === text) return;
    const op = ot.diff(text, shown);
    this.foreign(shown, (unit) => ot.toUnits(shown, ot.position(ot.toPoints(text, unit), op)));
  }

  /** Something is in the element that the seminar is not to see yet. */
  private busy(): boolean {
    return this.composing || this.el.value !== this.model;
  }

  // --- from this person
  private settle(): void {
    if (this.composing) return this.grow();
    const raw = this.el.value;
    if (HALF.test(raw)) return; // the other half of a character is still to come
    const text = this.tidy(raw);
    const mine = ot.diff(this.model, text);
    if (mine.length === 0 && this.held.length === 0) {
      if (text !== raw) this.show(text, [this.el.selectionStart, this.el.selectionEnd]);
      return;
    }
    if (this.held.length > 0) return this.merge(mine, raw, text);
    if (!this.commit(mine, text)) return;
    if (text !== raw) this.show(text, [this.el.selectionEnd - (raw.length - text.length), this.el.selectionEnd - (raw.length - text.length)]);
    this.grow();
    this.selected();
  }

  /** What others wrote meanwhile comes first, mine on top. */
  private merge(mine: ot.Op, raw: string, text: string): void {
    const points = (unit: number): number => ot.toPoints(raw, unit);
    let start = points(this.el.selectionStart);
    let end = points(this.el.selectionEnd);
    let op = mine;
    for (const theirs of this.held) {
      const over = ot.transform(theirs, op, "right");
      start = ot.position(start, over);
      end = ot.position(end, over);
      this.history.undo.foreign(theirs);
      op = ot.transform(op, theirs, "left");
    }
    this.agree(this.heldText);
    this.held = [];
    const merged = ot.apply(this.model, op) ?? text;
    this.show(merged, [ot.toUnits(merged, start), ot.toUnits(merged, end)]);
    if (op.length > 0) this.commit(op, merged);
    this.selected();
  }

  private commit(op: ot.Op, text: string): boolean {
    const surplus = ot.count(text) - this.host.bound;
    if (surplus > 0 && ot.count(text) > ot.count(this.model)) {
      this.host.tooLong(surplus);
      this.show(this.model, this.caret);
      return false;
    }
    const before = this.model;
    this.agree(text);
    if (!this.host.write(text)) {
      this.agree(before);
      this.show(this.host.shown(), this.caret);
      this.agree(this.el.value);
      return false;
    }
    this.history.undo.did(op, before, now());
    this.host.tooLong(0);
    return true;
  }

  private agree(text: string): void {
    this.model = text;
    this.history.text = text;
  }

  private tidy(raw: string): string {
    const clean = ot.cleaned(raw);
    return this.host.oneLine && clean.includes("\n") && !this.model.includes("\n") ? clean.replace(/\n+/g, " ") : clean;
  }

  // --- keys and pasting
  private beforeInput(e: InputEvent): void {
    if (e.inputType === "historyUndo" || e.inputType === "historyRedo") {
      e.preventDefault();
      this.turn(e.inputType === "historyRedo");
      return;
    }
    this.caret = [this.el.selectionStart, this.el.selectionEnd];
    if (e.isComposing || !e.cancelable) return;
    if (e.inputType === "insertLineBreak" && this.host.oneLine) return e.preventDefault();
    if (e.inputType === "insertFromDrop") {
      const dropped = e.dataTransfer?.getData("text/plain") ?? "";
      if (dropped && !this.fits(ot.cleaned(dropped))) e.preventDefault();
      return;
    }
    const data = e.inputType === "insertLineBreak" ? "\n" : e.inputType.startsWith("insert") ? e.data : null;
    if (data && !this.fits(data)) e.preventDefault();
  }

  /** Is there room for this in place of the selection? Says so when not. */
  private fits(data: string): boolean {
    const { value, selectionStart, selectionEnd } = this.el;
    const length = ot.count(value) - ot.count(value.slice(selectionStart, selectionEnd)) + ot.count(data);
    const surplus = length - this.host.bound;
    if (surplus > 0) this.host.tooLong(surplus);
    return surplus <= 0;
  }

  private paste(e: ClipboardEvent): void {
    const raw = e.clipboardData?.getData("text/plain") ?? "";
    if (!raw || this.el.readOnly) return;
    e.preventDefault();
    let text = ot.cleaned(raw);
    if (this.host.oneLine) {
      const lines = text.split("\n").map((l) => l.trim()).filter((l) => l !== "");
      const [first = "", ...rest] = lines;
      text = rest.length > 0 && this.fits(first) && this.host.lines(rest) ? first : lines.length > 0 ? lines.join(" ") : " ";
    }
    if (!this.fits(text)) return;
    this.caret = [this.el.selectionStart, this.el.selectionEnd];
    this.el.setRangeText(text, this.el.selectionStart, this.el.selectionEnd, "end");
    this.settle();
  }

  private keyDown(e: KeyboardEvent): void {
    if (e.isComposing || e.altKey || !(e.ctrlKey || e.metaKey)) return;
    const key = e.key.toLowerCase();
    const redo = (key === "z" && e.shiftKey) || (key === "y" && !e.shiftKey);
    if (!redo && key !== "z") return;
    e.preventDefault();
    this.turn(redo);
  }

  private turn(redo: boolean): void {
    if (this.el.readOnly) return;
    this.composing = false;
    this.settle();
    const op = redo ? this.history.undo.redo(this.model) : this.history.undo.undo(this.model);
    if (!op) return;
    const text = ot.apply(this.model, op);
    if (text === null) return;
    const before = this.model;
    this.agree(text);
    if (!this.host.write(text)) return this.agree(before);
    const at = ot.toUnits(text, endOf(op));
    this.show(text, [at, at]);
    this.selected();
  }

  // --- the element
  private show(text: string, selection: readonly [number, number] | null): void {
    const { el } = this;
    const { scrollTop, scrollLeft, selectionDirection } = el;
    if (el.value !== text) el.value = text;
    if (selection && document.activeElement === el) {
      const [start, end] = selection.map((n) => Math.max(0, Math.min(n, text.length))) as [number, number];
      el.setSelectionRange(start, end, selectionDirection);
    }
    this.grow();
    el.scrollTop = scrollTop;
    el.scrollLeft = scrollLeft;
  }

  /** As high as its text, where the browser does not do that by itself. */
  private grow(): void {
    if (GROWS) return;
    const { el } = this;
    const borders = el.offsetHeight - el.clientHeight;
    el.style.height = "auto";
    el.style.height = `${el.scrollHeight + borders}px`;
  }

  private selected(): void {
    const { selectionStart, selectionEnd, selectionDirection } = this.el;
    const backward = selectionDirection === "backward";
    this.host.cursor(backward ? selectionEnd : selectionStart, backward ? selectionStart : selectionEnd);
  }
}
