/* Steps.tsx - going from one step to the next: big buttons at the foot, a swipe as an extra, the list of all.
 *
 * What: StepBar (previous, next), useSwipe, StepList with states in words, SessionNews ("Pass 2 har startat").
 * Not:  keeps no position: who uses it does. */
import { useEffect, useRef } from "preact/hooks";
import { StateMark } from "../boards/StateMark.tsx";
import type { Id, Seminar } from "../state/seminar.ts";
import { talk } from "../text/talk.ts";
import { LeftIcon, RightIcon, WarnIcon } from "../ui/icons.tsx";
import { announce } from "../ui/announce.ts";
import { afterDrawing } from "../ui/focus.ts";
import { isStuck, type Step, stepState, stepTitle } from "./steps.ts";

/** The heading of the step just entered takes the focus: one hears where one is, and Tab goes on from there. */
export function focusTitle(): void {
  afterDrawing(() => {
    window.scrollTo({ top: 0 });
    document.getElementById("talk-title")?.focus({ preventScroll: true });
  });
}

interface BarProps {
  readonly s: Seminar;
  readonly steps: readonly Step[];
  readonly at: number;
  readonly onGo: (to: number) => void;
  /** Where "next" leads after the last step. */
  readonly end: { readonly label: string; readonly onGo: () => void };
}
export function StepBar(p: BarProps) {
  const before = p.steps[p.at - 1];
  const after = p.steps[p.at + 1];
  return (
    <nav class="step-bar">
      <button type="button" class="button" disabled={!before} onClick={() => p.onGo(p.at - 1)}
        aria-label={before ? talk("previousTo", { title: stepTitle(p.s, before) }) : undefined}>
        <LeftIcon />
        {talk("previous")}
      </button>
      {after ? (
        <button type="button" class="button primary" onClick={() => p.onGo(p.at + 1)} aria-label={talk("nextTo", { title: stepTitle(p.s, after) })}>
          {talk("next")}
          <RightIcon />
        </button>
      ) : (
        <button type="button" class="button primary" onClick={p.end.onGo}>
          {p.end.label}
          <RightIcon />
        </button>
      )}
    </nav>
  );
}

const FAR = 70; // px sideways before it is a swipe
/** A swipe over what is read, never over a field or something that scrolls sideways by itself. */
export function useSwipe(go: (by: -1 | 1) => void) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const sideways = (e: Event): boolean =>
    e.composedPath().some((n) => n instanceof HTMLElement && (n.matches("textarea,input,select") || n.scrollWidth > n.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(n).overflowX)));
  return {
    onTouchStart: (e: TouchEvent) => {
      const t = e.touches[0];
      from.current = t && e.touches.length === 1 && !sideways(e) ? { x: t.clientX, y: t.clientY } : null;
    },
    onTouchEnd: (e: TouchEvent) => {
      const t = e.changedTouches[0];
      const f = from.current;
      from.current = null;
      if (!t || !f || !getSelection()?.isCollapsed) return;
      const dx = t.clientX - f.x;
      if (Math.abs(dx) > FAR && Math.abs(dx) > 2.5 * Math.abs(t.clientY - f.y)) go(dx < 0 ? 1 : -1);
    },
  };
}

export function StepList(p: { s: Seminar; steps: readonly Step[]; at: number; label: string; onGo: (to: number) => void }) {
  return (
    <nav aria-label={p.label}>
      <ol class="step-list plain">
        {p.steps.map((step, i) => (
          <li key={step.id} data-sub={/[a-z]$/.test(step.number)}>
            <button type="button" aria-current={i === p.at ? "step" : undefined} onClick={() => p.onGo(i)}>
              <span class="step-number">{step.number}</span>
              <span class="step-title">{stepTitle(p.s, step)}</span>
              <span class="step-state">
                {isStuck(p.s, step) && (
                  <span class="chip warn">
                    <WarnIcon />
                    {talk("stuckChip")}
                  </span>
                )}
                <StateMark state={stepState(p.s, step)} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** A session has begun while another is on the screen: offered, never forced. */
export function SessionNews({ s, offered, onGo, onStay }: { s: Seminar; offered: Id; onGo: () => void; onStay: () => void }) {
  const title = offered ? s.text(offered, "session", "title") : "";
  useEffect(() => {
    if (offered) announce(talk("sessionStarted", { title }), `session.${offered}`);
  }, [offered]);
  if (!offered) return null;
  return (
    <div class="session-news">
      <p>{talk("sessionStarted", { title })}</p>
      <div class="row">
        <button type="button" class="button primary" onClick={onGo}>
          {talk("goThere")}
        </button>
        <button type="button" class="button quiet" onClick={onStay}>
          {talk("stay")}
        </button>
      </div>
    </div>
  );
}
