/* Program.tsx - the day's agenda, as it is planned and as it runs. */
import { sessionForm, sessions, sessionState } from "../../state/model.ts";
import type { Seminar } from "../../state/seminar.ts";
import { hhmm } from "../../text/index.ts";
import { participant as t } from "../../text/participant.ts";
import { paragraphs } from "./Now.tsx";

export function Program({ s }: { s: Seminar }) {
  return (
    <ol class="plain agenda">
      {sessions(s).map((id) => {
        const state = sessionState(s, id);
        const now = state === "running" || state === "paused";
        const planned = s.num(id, "session", "planned");
        const about = paragraphs(s.text(id, "session", "about"));
        return (
          <li key={id} class={`agenda-item ${now ? "now" : state}${sessionForm(s, id) === "break" ? " minor" : ""}`} aria-current={now ? "step" : undefined}>
            <span class="agenda-time">{planned ? hhmm(planned) : ""}</span>
            <div>
              <p class="agenda-what">
                {s.text(id, "session", "title")}
                {now && <span class="chip good">{state === "paused" ? t("paused") : t("running")}</span>}
                {state === "ended" && <span class="chip">{t("ended")}</span>}
              </p>
              {about.map((p, i) => <p key={i} class="note">{p}</p>)}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
