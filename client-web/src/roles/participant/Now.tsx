/* Now.tsx - one thing at a time: the open question first, then what is going on.
 *
 * Not:  no answering (Answer.tsx), no agenda (Program.tsx). */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { liveSessions, placeName, ROOT, sessionForm, sessions, sessionState } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { dateWords, hhmm } from "../../text/index.ts";
import { participant as t } from "../../text/participant.ts";
import { Countdown } from "../../ui/Clock.tsx";
import { AnswerCard } from "./Answer.tsx";
import { allPolls, OPEN, openPolls } from "./ballots.ts";
import { chosenGroup } from "./groups.ts";
import type { Kept } from "./kept.ts";
import type { Place } from "./index.tsx";

interface Props {
  readonly s: Seminar;
  readonly kept: Kept;
  readonly group: Id;
  readonly go: (to: Place) => void;
}

export const paragraphs = (text: string): readonly string[] => text.split(/\n\s*\n/).map((x) => x.trim()).filter((x) => x);

export function Now({ s, kept, group, go }: Props) {
  const open = openPolls(s, group);
  const at = useSignal<Id>(0);
  const record = kept.record.value;
  const answered = (p: Id): boolean => record.waiting[p] !== undefined || (record.sent[p] !== undefined && record.drafts[p] === undefined);
  // One question stays on the page until its answer is in and the person goes on, even when it closes meanwhile. One that
  // is over, with nothing typed that did not arrive, gives way to a question that is open.
  const waitsFor = open.find((p) => !answered(p));
  const stays = (p: Id): boolean =>
    s.exists(p) && (s.num(p, "poll", "state") === OPEN || (s.num(p, "poll", "state") > OPEN && (!waitsFor || record.drafts[p] !== undefined || record.waiting[p] !== undefined)));
  const current = at.value && stays(at.value) ? at.value : (waitsFor ?? open[0] ?? 0);
  useEffect(() => {
    if (current) at.value = current;
  }, [current]);
  const place = open.indexOf(current);
  const nextOpen = open.find((p) => p !== current && !answered(p));
  const top = useRef<HTMLDivElement>(null);
  const turn = (p: Id): void => {
    at.value = p;
    top.current?.focus();
    top.current?.scrollIntoView({ block: "start" });
  };
  const over = s.num(ROOT, "seminar", "state") === 2;
  return (
    <div class="stack now">
      {over && (
        <section class="card">
          <h2>{t("over")}</h2>
          <p>{t("overWhat")}</p>
          <button type="button" class="button" onClick={() => go("compendium")}>{t("openCompendium")}</button>
          {s.num(ROOT, "seminar", "retain") > 0 && <p class="note">{t("retain", { date: dateWords(s.num(ROOT, "seminar", "retain")) })}</p>}
        </section>
      )}
      {current > 0 && (
        <div ref={top} tabIndex={-1} class="question-place">
          <AnswerCard key={current} s={s} kept={kept} poll={current}
            above={<p class="kicker">{open.length > 1 && place >= 0 ? t("questionOf", { n: place + 1, all: open.length }) : t("openQuestion")}</p>}
            below={(open.length > 1 || place < 0) && (
              <div class="row spread question-turn">
                {place > 0 ? <button type="button" class="button quiet" onClick={() => turn(open[place - 1]!)}>{t("previousQuestion")}</button> : <span />}
                {nextOpen
                  ? <button type="button" class={`button${answered(current) ? " primary" : ""}`} onClick={() => turn(nextOpen)}>{t("nextQuestion")}</button>
                  : place >= 0 && place < open.length - 1
                    ? <button type="button" class="button quiet" onClick={() => turn(open[place + 1]!)}>{t("nextQuestion")}</button>
                    : answered(current) && open.length > 1 && <p class="note">{t("allAnswered")}</p>}
              </div>
            )} />
        </div>
      )}
      {!over && <Going s={s} kept={kept} go={go} />}
      <Earlier s={s} kept={kept} group={group} shown={current} />
    </div>
  );
}

function Going({ s, kept, go }: Pick<Props, "s" | "kept" | "go">) {
  const live = liveSessions(s);
  const all = sessions(s);
  const lastEnded = all.reduce((n, id, i) => (sessionState(s, id) === "ended" ? i : n), -1);
  const from = live.length ? all.indexOf(live.at(-1)!) : lastEnded;
  const next = all.slice(from + 1).find((id) => sessionState(s, id) === "planned") ?? 0;
  const message = s.text(ROOT, "seminar", "message");
  const started = live.length > 0 || lastEnded >= 0;
  return (
    <>
      {live.map((id) => {
        const composition = s.num(id, "session", "composition");
        const mine = sessionForm(s, id) === "groups" && composition ? chosenGroup(s, kept, composition) : 0;
        const room = mine ? s.num(mine, "group", "room") : 0;
        return (
          <section key={id} class="card going">
            <p class="kicker">{t("running")}</p>
            <h2>{s.text(id, "session", "title")}</h2>
            <Countdown s={s} session={id} />
            {paragraphs(s.text(id, "session", "about")).map((p, i) => <p key={i}>{p}</p>)}
            {paragraphs(s.text(id, "session", "guide_all")).map((p, i) => <p key={i} class="note">{p}</p>)}
            {sessionForm(s, id) === "groups" && (mine
              ? <p class="your-group">{t("yourGroup", { name: room ? t("in", { group: placeName(s, mine), room: placeName(s, room) }) : placeName(s, mine) })}{" "}
                  {room > 0 && s.text(room, "room", "note") && <span class="note">{s.text(room, "room", "note")}</span>}</p>
              : <button type="button" class="button" onClick={() => go("group")}>{t("findGroup")}</button>)}
          </section>
        );
      })}
      {!started && (
        <section class="card">
          {paragraphs(message).map((p, i) => <p key={i}>{p}</p>)}
          <p class="note">{t("notStarted")}</p>
        </section>
      )}
      {next > 0 && (
        <section class="next-up">
          <h2 class="small-head">{t("next")}</h2>
          <p><strong>{s.text(next, "session", "title")}</strong></p>
          {s.num(next, "session", "planned") > 0 && <p class="note">{t("nextAt", { time: hhmm(s.num(next, "session", "planned")) })}</p>}
        </section>
      )}
      {started && !live.length && !next && <p class="empty">{t("nothing")}</p>}
    </>
  );
}

function Earlier({ s, kept, group, shown }: { s: Seminar; kept: Kept; group: Id; shown: Id }) {
  const record = kept.record.value;
  const polls = allPolls(s, group).filter((p) =>
    p !== shown && s.num(p, "poll", "state") === 2 && (record.sent[p] !== undefined || record.drafts[p] !== undefined || s.num(p, "poll", "revealed")));
  if (!polls.length) return null;
  return (
    <details class="earlier">
      <summary>{t("earlier")} ({polls.length})</summary>
      <div class="stack">{polls.map((p) => <AnswerCard key={p} s={s} kept={kept} poll={p} />)}</div>
    </details>
  );
}
