/* Answers.tsx - the writer's own answers, given as any participant gives them: without a name, the last one counts.
 *
 * What: the open questions, each a card of the participant's page; what is under way is sent again after a reload.
 * Not:  nothing of the group's: that is written, not voted. */
import { useEffect } from "preact/hooks";
import type { Id, Seminar } from "../../state/seminar.ts";
import { secretary } from "../../text/secretary.ts";
import { AnswerCard } from "../participant/Answer.tsx";
import { openPolls as openFor, resume } from "../participant/ballots.ts";
import { keptOf } from "../participant/kept.ts";
import "../participant/participant.css";

export const openPolls = (s: Seminar): readonly Id[] => openFor(s, s.me.value.place);
/** Open ones that this phone has not answered. */
export const unanswered = (s: Seminar): readonly Id[] => {
  const { sent, waiting } = keptOf(s.name).record.value;
  return openPolls(s).filter((p) => sent[p] === undefined && waiting[p] === undefined);
};

export function useResume(s: Seminar): void {
  useEffect(() => resume(s, keptOf(s.name)), [s]);
}

export function Answers({ s, polls, level = 1 }: { s: Seminar; polls: readonly Id[]; level?: 1 | 2 }) {
  const Heading = `h${level}` as const;
  if (polls.length === 0) return <p class="empty">{secretary("noPolls")}</p>;
  return (
    <div class="writer-answers">
      <Heading>{secretary("answerTab")}</Heading>
      {polls.map((p) => (
        <AnswerCard key={p} s={s} kept={keptOf(s.name)} poll={p} />
      ))}
    </div>
  );
}
