/* Tabs.tsx - a few views of the same thing, one at a time.
 *
 * What: the tab pattern: arrow keys move, the chosen panel follows; one stop for Tab.
 * Not:  no routing: who uses it keeps which one is chosen. */
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import "./pieces.css";

export interface Tab {
  readonly key: string;
  readonly label: ComponentChildren;
}

/** children: the panel of the chosen tab. */
export function Tabs(props: { label: string; tabs: readonly Tab[]; chosen: string; onChoose: (key: string) => void; children: ComponentChildren; class?: string }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const keys = (e: KeyboardEvent): void => {
    const at = props.tabs.findIndex((t) => t.key === props.chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: props.tabs.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    const n = (to + props.tabs.length) % props.tabs.length;
    props.onChoose(props.tabs[n]!.key);
    (list.current?.children[n] as HTMLElement | undefined)?.focus();
  };
  return (
    <div class={props.class ? `tabs ${props.class}` : "tabs"}>
      <div class="tab-list" role="tablist" aria-label={props.label} ref={list} onKeyDown={keys}>
        {props.tabs.map((t) => (
          <button key={t.key} type="button" role="tab" class="tab" id={`${id}-${t.key}`} aria-selected={t.key === props.chosen}
            aria-controls={`${id}-panel`} tabIndex={t.key === props.chosen ? 0 : -1} onClick={() => props.onChoose(t.key)}>
            {t.label}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.chosen}`} tabIndex={-1}>
        {props.children}
      </div>
    </div>
  );
}
