/* index.tsx - a participant's phone: the question now open, the agenda, the own group, what the hall sees.
 *
 * What: four sections, one at a time; follows the day by itself. The group that belongs to what goes on is followed.
 * Not:  no writing but answers.
 * Invariants: small: no font, no drawing, no editor is loaded here. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { RoleProps } from "../../main.tsx";
import { ROOT } from "../../state/model.ts";
import type { Id } from "../../state/seminar.ts";
import { participant as t } from "../../text/participant.ts";
import { announce } from "../../ui/announce.ts";
import { LanguageChoice } from "../../ui/Language.tsx";
import { SaveState, StatusBars } from "../../ui/Status.tsx";
import { openPolls, resume } from "./ballots.ts";
import { Big } from "./Big.tsx";
import { Compendium } from "./Compendium.tsx";
import { Group } from "./Group.tsx";
import { chosenGroup, currentComposition, mayRead } from "./groups.ts";
import { keptOf } from "./kept.ts";
import { Now } from "./Now.tsx";
import { Program } from "./Program.tsx";
import { Table } from "./Table.tsx";
import "./participant.css";

export type Place = "now" | "program" | "group" | "big" | "compendium";

export default function Participant({ s }: RoleProps) {
  const kept = useMemo(() => keptOf(s.name), [s.name]);
  const place = useSignal<Place>("now");
  const looking = useSignal<Id>(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const composition = looking.value || currentComposition(s);
  const group = chosenGroup(s, kept, composition);

  // The daemon sends the sheets of one group: the one that is looked at, else the one of what goes on.
  const followed = useRef<Id>(0);
  useEffect(() => {
    if (group === followed.current) return;
    followed.current = group;
    s.pick(group);
  }, [group]);
  useEffect(() => resume(s, kept), [s]);
  useEffect(() => {
    if (s.epochNews.value && s.epochNews.value.reason !== "restored") kept.forgetAnswers();
  }, [s.epochNews.value]);

  const open = openPolls(s, group);
  const record = kept.record.value;
  const unanswered = open.filter((p) => record.sent[p] === undefined && record.waiting[p] === undefined);
  const told = useRef(new Set<Id>());
  useEffect(() => {
    const fresh = unanswered.filter((p) => !told.current.has(p));
    for (const p of fresh) told.current.add(p);
    if (fresh.length) announce(t("questionOpened"), `poll${fresh.join()}`);
  });

  const go = (to: Place): void => {
    if (to !== "group") looking.value = 0;
    place.value = to;
    scrollTo(0, 0);
    heading.current?.focus();
  };
  const agenda = mayRead(s, "agenda");
  const groups = agenda; // groups are a part of what the agenda opens
  const places: readonly Place[] = ["now", ...(agenda ? ["program" as const] : []), ...(groups ? ["group" as const] : []), ...(mayRead(s, "stage") ? ["big" as const] : [])];
  const here = place.value;
  const title = here === "compendium" ? t("compendium") : t(here);
  return (
    <div class="phone">
      <header class="phone-head no-print">
        <p class="phone-title">{s.text(ROOT, "seminar", "title")}</p>
        <div class="row spread">
          <SaveState s={s} reads />
          <LanguageChoice />
        </div>
        <StatusBars s={s} reads />
      </header>
      <nav class="phone-nav no-print" aria-label={t("sections")}>
        {places.map((p) => (
          <button key={p} type="button" aria-current={p === here || (p === "group" && here === "compendium") ? "page" : undefined} onClick={() => go(p)}>
            {t(p as "now")}
            {p === "now" && unanswered.length > 0 && here !== "now" && <span class="count" aria-hidden="true">{unanswered.length}</span>}
          </button>
        ))}
      </nav>
      <main class="phone-main" id="content">
        <h1 ref={heading} tabIndex={-1} class={here === "now" ? "sr" : "no-print"}>{title}</h1>
        {unanswered.length > 0 && here !== "now" && (
          <button type="button" class="button primary wide no-print" onClick={() => go("now")}>{t("goAnswer")}</button>
        )}
        {here === "now" && <Now s={s} kept={kept} group={group} go={go} />}
        {here === "now" && s.num(ROOT, "seminar", "found") === 1 && s.num(ROOT, "seminar", "door") === 1 && s.num(ROOT, "seminar", "state") !== 2 && <Table s={s} />}
        {here === "program" && <Program s={s} />}
        {here === "group" && <Group s={s} kept={kept} looking={looking.value} look={(c) => (looking.value = c)} go={go} />}
        {here === "big" && <Big s={s} />}
        {here === "compendium" && <Compendium s={s} kept={kept} follow={(c) => (looking.value = c)} back={() => go("group")} />}
      </main>
    </div>
  );
}
