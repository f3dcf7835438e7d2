/* Dialog.tsx - what opens above the page at a person's own wish; never by itself, never for the connection.
 * The platform's <dialog> keeps focus inside, Escape closes, and focus goes back where it was. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { common } from "../text/common.ts";
import { CrossIcon } from "./icons.tsx";

export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren; wide?: boolean }) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const back = document.activeElement as HTMLElement | null;
    const dialog = ref.current;
    dialog?.showModal();
    // What was done in it may have put the caret somewhere already: then it stays there.
    return () => {
      const now = document.activeElement;
      if (back?.isConnected && (!now || now === document.body || dialog?.contains(now))) back.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={props.wide ? "dialog wide" : "dialog"}
      aria-label={props.title}
      onClose={props.onClose}
      onClick={(e) => e.target === e.currentTarget && props.onClose()}
    >
      <div class="dialog-body">
        <header class="row spread">
          <h2>{props.title}</h2>
          <button type="button" class="button quiet icon" onClick={props.onClose} aria-label={common("close")}>
            <CrossIcon />
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}
