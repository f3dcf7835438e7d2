/* PollInfo.tsx - a poll as the rooms see it: what is asked, and whether it is open. Answers come from phones. */
import { pollForm } from "../state/model.ts";
import { boards } from "../text/boards.ts";
import type { Env } from "./env.ts";

export function PollInfo({ b }: { b: Env }) {
  const { s } = b;
  const polls = s.children(b.sheet, "poll");
  if (!polls.length) return <p class="empty">{boards("noPolls")}</p>;
  return (
    <ul class="plain polls">
      {polls.map((p) => {
        const state = s.num(p, "poll", "state") as 0 | 1 | 2;
        const count = s.num(p, "poll", "count");
        const choices = s.children(p, "choice");
        return (
          <li key={p} class="card poll">
            <h2>{s.text(p, "poll", "text")}</h2>
            <p class="note">
              {boards(`pollForm_${pollForm(s, p)}`)} · {boards(`pollState_${state}`)}
              {state > 0 && ` · ${boards("answers", { n: count })}`}
            </p>
            {choices.length > 0 && <ul>{choices.map((c) => <li key={c}>{s.text(c, "choice", "text")}</li>)}</ul>}
          </li>
        );
      })}
      <li class="note">{boards("pollsOnPhones")}</li>
    </ul>
  );
}
