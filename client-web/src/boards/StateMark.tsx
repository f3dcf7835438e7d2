/* StateMark.tsx - how far a question or a sheet has come: a drawing and a word, never a colour alone. */
import type { QuestionState } from "../state/seminar.ts";
import { stateWord } from "./words.ts";
import "./mark.css";

const DRAWN: Record<QuestionState, string> = {
  empty: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z",
  begun: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.500 2",
  summary: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 10h8M8 14h5",
  done: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 12.500l3 3 5-6",
  skipped: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 12h8",
};
export function StateMark({ state, quiet = false }: { state: QuestionState; quiet?: boolean }) {
  return (
    <span class={`state-mark is-${state}`}>
      <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
        <path d={DRAWN[state]} />
      </svg>
      <span class={quiet ? "sr" : ""}>{stateWord(state)}</span>
    </span>
  );
}
