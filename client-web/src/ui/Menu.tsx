/* Menu.tsx - a button that opens a short list of acts.
 *
 * What: arrow keys, Home, End, Escape and the first letter, as menus have them; focus goes back to the button.
 * Not:  not for choosing a value (a select does that) and not for going to pages (links do). */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { CheckIcon, MoreIcon } from "./icons.tsx";
import { pieces } from "../text/pieces.ts";
import "./pieces.css";

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: ComponentChildren;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A switch: its state is shown by a tick. */
  readonly checked?: boolean;
  /** A line above. */
  readonly apart?: boolean;
}

/** label: what the button is called; children: what it looks like (three dots when left out). */
export function Menu(props: { label: string; items: readonly MenuItem[]; children?: ComponentChildren; class?: string }) {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const entries = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("[role^=menuitem]:not(:disabled)") ?? [])];
  const close = (back: boolean): void => {
    open.value = false;
    if (back) button.current?.focus();
  };
  useLayoutEffect(() => {
    if (!open.value) return;
    entries()[0]?.focus();
    const outside = (e: Event): void => {
      const to = e.target as Node;
      if (!list.current?.contains(to) && !button.current?.contains(to)) close(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);
  const keys = (e: KeyboardEvent): void => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (n: number): void => {
      e.preventDefault();
      all[(n + all.length) % all.length]?.focus();
    };
    if (e.key === "ArrowDown") go(at + 1);
    else if (e.key === "ArrowUp") go(at < 0 ? -1 : at - 1);
    else if (e.key === "Home") go(0);
    else if (e.key === "End") go(-1);
    else if (e.key === "Escape") {
      e.preventDefault();
      e.stopPropagation();
      close(true);
    } else if (e.key === "Tab") close(false);
    else if (e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) {
      const letter = e.key.toLocaleLowerCase();
      const found = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((x) => x.textContent?.trim().toLocaleLowerCase().startsWith(letter));
      if (found) {
        e.preventDefault();
        found.focus();
      }
    }
  };
  return (
    <div class="menu">
      <button type="button" ref={button} class={props.class ?? "button quiet icon"} aria-haspopup="menu" aria-expanded={open.value}
        aria-controls={open.value ? id : undefined} aria-label={props.label}
        onClick={() => (open.value = !open.value)}
        onKeyDown={(e) => {
          if (e.key === "ArrowDown" && !open.value) {
            e.preventDefault();
            open.value = true;
          }
        }}>
        {props.children ?? (
          <span class="more-dots">
            <MoreIcon />
          </span>
        )}
      </button>
      {open.value && (
        <div class="menu-list" role="menu" id={id} aria-label={props.label || pieces("more")} ref={list} onKeyDown={keys}>
          {props.items.map((item) => (
            <button key={item.label} type="button" role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={item.checked} tabIndex={-1} disabled={item.disabled ?? false}
              class={`menu-item${item.danger ? " danger" : ""}${item.apart ? " apart" : ""}`}
              onClick={() => {
                close(true);
                item.onSelect();
              }}>
              <span class="menu-mark">{item.checked ? <CheckIcon /> : item.icon}</span>
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
