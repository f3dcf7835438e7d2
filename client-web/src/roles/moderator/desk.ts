/* desk.ts - what the parts of the moderator's screen share while it is open.
 *
 * What: which view and room are open, which screen is steered, a slow tick for ages, the last act with its undo.
 * Not:  nothing of the seminar is kept here: the tree has it.
 * Uses: watch.ts (who was here and is gone).
 * Invariants: an undo is offered for about ten seconds, longer while a pointer or the focus rests on it. */
import { computed, effect, type ReadonlySignal, signal, type Signal } from "@preact/signals";
import { stages } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { announce } from "../../ui/announce.ts";
import { type Gone, watchScribes } from "./watch.ts";

export const VIEWS = ["rooms", "clock", "stage", "polls", "synthesis", "compile", "messages", "door"] as const;
export type View = (typeof VIEWS)[number] | "more";

export interface Done {
  readonly text: string;
  readonly undo: (() => void) | null;
}

export interface Desk {
  readonly s: Seminar;
  readonly view: Signal<View>;
  /** The room whose text is read; 0 none. */
  readonly room: Signal<Id>;
  /** The screen that is steered. */
  readonly stage: ReadonlySignal<Id>;
  readonly chosenStage: Signal<Id>;
  /** Pages of what is shown, as the preview counts them; 0 not known. */
  readonly pages: Signal<number>;
  /** The log's clock in steps of five seconds: for ages, so that cards are not drawn every second. */
  readonly tick: ReadonlySignal<number>;
  readonly gone: ReadonlySignal<ReadonlyMap<Id, Gone>>;
  readonly wide: ReadonlySignal<boolean>;
  readonly done: Signal<Done | null>;
  /** Place a message is being written to; -1 none is open, 0 all. */
  readonly writeTo: Signal<Id>;
  did(text: string, undo?: () => void): void;
  undo(): void;
  /** Holds the undo while somebody looks at it; false lets its time run. */
  hold(on: boolean): void;
  close(): void;
}

const UNDO_MS = 10_000;
const WIDE = "(min-width: 60rem)";

function remembered(name: string): View {
  try {
    const kept = sessionStorage.getItem(`samverka.moderator.view.${name}`);
    return [...VIEWS, "more" as const].find((v) => v === kept) ?? "rooms";
  } catch {
    return "rooms";
  }
}

export function openDesk(s: Seminar): Desk {
  const view = signal<View>(remembered(s.name));
  const chosenStage = signal<Id>(0);
  const done = signal<Done | null>(null);
  const media = matchMedia(WIDE);
  const wide = signal(media.matches);
  const onMedia = (): void => void (wide.value = media.matches);
  media.addEventListener("change", onMedia);
  const watch = watchScribes(s);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => (done.value = null), UNDO_MS);
  };
  const forget = effect(() => {
    try {
      sessionStorage.setItem(`samverka.moderator.view.${s.name}`, view.value);
    } catch {
      /* the view is not remembered then */
    }
  });
  return {
    s,
    view,
    room: signal<Id>(0),
    chosenStage,
    pages: signal(0),
    stage: computed(() => {
      const all = stages(s);
      return all.includes(chosenStage.value) ? chosenStage.value : (all[0] ?? 0);
    }),
    tick: computed(() => Math.floor(s.clock.value / 5000) * 5000),
    gone: watch.gone,
    wide,
    done,
    writeTo: signal<Id>(-1),
    did(text, undo) {
      done.value = { text, undo: undo ?? null };
      announce(text);
      run();
    },
    undo() {
      const last = done.value;
      done.value = null;
      clearTimeout(timer);
      last?.undo?.();
    },
    hold(on) {
      if (on) clearTimeout(timer);
      else run();
    },
    close() {
      clearTimeout(timer);
      media.removeEventListener("change", onMedia);
      watch.stop();
      forget();
    },
  };
}
