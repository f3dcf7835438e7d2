/* Big.tsx - what the plenary screen shows, to be read here: for who sits far away, or listens to a screen reader.
 *
 * Invariants: shows only what this phone may read anyway; the rest is said to be in the hall. */
import { allQuestions, liveSessions, ownerOf, placeName, ROOT, sessions, stageMode, stages } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { participant as t } from "../../text/participant.ts";
import { ReadSheet } from "../../boards/ReadSheet.tsx";
import { Countdown } from "../../ui/Clock.tsx";
import { Results } from "./Answer.tsx";
import { Program } from "./Program.tsx";

export function Big({ s }: { s: Seminar }) {
  const all = stages(s);
  if (!all.length) return <p class="empty">{t("bigNothing")}</p>;
  return (
    <div class="stack">
      {all.map((id) => (
        <section key={id} class="stack" aria-label={s.text(id, "stage", "name")}>
          {all.length > 1 && <h2>{s.text(id, "stage", "name")}</h2>}
          <Shown s={s} stage={id} />
        </section>
      ))}
    </div>
  );
}
function Sheet({ s, sheet, question = 0 }: { s: Seminar; sheet: Id; question?: Id }) {
  const place = ownerOf(s, sheet);
  return (
    <div class="stack">
      {place > 0 && <p class="kicker">{placeName(s, place)}</p>}
      <ReadSheet s={s} sheet={sheet} level={question ? 0 : 2} question={question} />
    </div>
  );
}
function Shown({ s, stage }: { s: Seminar; stage: Id }) {
  const show = s.list(stage, "stage", "show");
  switch (stageMode(s, stage)) {
    case "sheets": {
      const known = show.filter((id) => s.kind(id) === "sheet");
      return (
        <>
          {known.map((id) => <Sheet key={id} s={s} sheet={id} />)}
          {known.length < show.length && <p class="empty">{t("bigHidden")}</p>}
        </>
      );
    }
    case "question": {
      const found = [ROOT, ...sessions(s)].flatMap((x) => s.children(x, "sheet")).flatMap((sheet) =>
        allQuestions(s, sheet).filter((q) => show.includes(q) || show.includes(s.num(q, "question", "pattern"))).map((q) => ({ sheet, q })));
      if (!found.length) return <p class="empty">{t("bigHidden")}</p>;
      return <>{found.map(({ sheet, q }) => <Sheet key={q} s={s} sheet={sheet} question={q} />)}</>;
    }
    case "poll": {
      const poll = show.find((id) => s.kind(id) === "poll") ?? 0;
      if (!poll) return <p class="empty">{t("bigHidden")}</p>;
      return (
        <section class="card stack">
          <h2>{s.text(poll, "poll", "text")}</h2>
          {!s.num(poll, "poll", "revealed") && <p>{t("answers", { n: s.num(poll, "poll", "count") })}</p>}
          <Results s={s} poll={poll} />
        </section>
      );
    }
    case "countdown":
      return <>{liveSessions(s).map((id) => <section key={id} class="card"><h2>{s.text(id, "session", "title")}</h2><Countdown s={s} session={id} /></section>)}</>;
    case "agenda":
      return <Program s={s} />;
    default:
      return <p class="empty">{t("bigNothing")}</p>;
  }
}
