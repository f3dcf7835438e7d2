/* Answers.tsx - the writer's own answers, as any participant gives them: without a name, the last one counts. */
import { pollsOf, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { secretary } from "../../text/secretary.ts";

const OPEN = 1; // POLL.STATE

/** Polls that may be answered now: everybody's, and the own group's. */
export function openPolls(s: Seminar): readonly Id[] {
  const group = s.me.value.place;
  return [0, ...sessions(s)]
    .flatMap((x) => pollsOf(s, x))
    .filter((p) => s.num(p, "poll", "state") === OPEN && [0, group].includes(s.num(p, "poll", "group")));
}

export function Answers({ polls }: { s: Seminar; polls: readonly Id[] }) {
  if (polls.length === 0) return <p class="empty">{secretary("noPolls")}</p>;
  return null;
}
