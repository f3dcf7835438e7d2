/* index.tsx - the organiser's pages: a heading, the sections, one of them open.
 *
 * What: navigation at the left (above on a phone), saving in words, the band that says that it is a rehearsal.
 * Not:  the sections themselves. */
import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RoleProps } from "../../main.tsx";
import { ROOT } from "../../state/model.ts";
import type { Seminar } from "../../state/seminar.ts";
import { common } from "../../text/common.ts";
import { dateWords } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { LanguageChoice } from "../../ui/Language.tsx";
import { NameField } from "../../ui/NameField.tsx";
import { SaveState, StatusBars } from "../../ui/Status.tsx";
import { UndoNote } from "../../ui/UndoNote.tsx";
import { Agenda } from "./Agenda.tsx";
import { Documents } from "./Documents.tsx";
import { Door } from "./Door.tsx";
import { Finish } from "./Finish.tsx";
import { FollowUpPage } from "./FollowUpPage.tsx";
import { Groups } from "./Groups.tsx";
import { Links } from "./Links.tsx";
import { go, type Section, SECTIONS, where } from "./nav.ts";
import { checklist, Overview } from "./Overview.tsx";
import { People } from "./People.tsx";
import { Print } from "./Print.tsx";
import { Rehearsal } from "./Rehearsal.tsx";
import { Rooms } from "./Rooms.tsx";
import "./organiser.css";

const PAGES: Record<Section, ComponentType<{ s: Seminar }>> = {
  overview: Overview, agenda: Agenda, rooms: Rooms, people: People, groups: Groups, links: Links, print: Print, door: Door, rehearsal: Rehearsal, documents: Documents, followUp: FollowUpPage, finish: Finish,
};

function Nav({ s }: { s: Seminar }) {
  const now = where.value.section;
  const list = useRef<HTMLUListElement>(null);
  const left = checklist(s).filter((x) => !x.ok).length;
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [now]);
  return (
    <nav class="org-nav" aria-label={t("sections")}>
      <ul class="plain" ref={list}>
        {SECTIONS.map((x) => (
          <li key={x}>
            <button type="button" aria-current={x === now ? "page" : undefined} onClick={() => go(x)}>
              <span>{t(x)}</span>
              {x === "overview" && left > 0 && <span class="chip warn"><span class="sr">{t("leftToDo", { n: left })}</span><span aria-hidden="true">{left}</span></span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export default function Organiser({ s }: RoleProps) {
  const Shown = PAGES[where.value.section];
  const title = s.text(ROOT, "seminar", "title").trim() || t("untitled");
  const date = s.num(ROOT, "seminar", "date");
  useEffect(() => {
    document.title = `${title} – ${common("organiser")}`;
  }, [title]);
  return (
    <div class="org">
      <a class="skip button" href="#org-main" onClick={(e) => { e.preventDefault(); document.getElementById("org-main")?.focus(); }}>{common("skipToContent")}</a>
      <header class="org-top">
        <div class="org-name">
          <p class="org-seminar">{title}</p>
          <p class="note">{[common("organiser"), date ? dateWords(date) : ""].filter(Boolean).join(" · ")}</p>
        </div>
        <div class="row">
          <SaveState s={s} />
          {s.me.value.name && <NameField s={s} />}
          <LanguageChoice />
        </div>
      </header>
      {s.num(ROOT, "seminar", "rehearsal") !== 0 && <p class="org-band"><strong>{t("rehearsal")}.</strong> {t("rehearsalBand")} <button type="button" class="button quiet" onClick={() => go("rehearsal")}>{t("toRehearsal")}</button></p>}
      <StatusBars s={s} />
      <Nav s={s} />
      <main id="org-main" tabIndex={-1}><Shown s={s} /></main>
      <UndoNote />
    </div>
  );
}
