/* GroupSheet.tsx - a group on paper: its name, its room, and who sits in it; for the door or the table.
 *
 * Not:  who does not come is left out; addresses are never printed. */
import { ROOT, sessions } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { dateWords, type Language } from "../../text/index.ts";
import { organiser as t } from "../../text/organiser.ts";
import { paper } from "../../text/organiserPaper.ts";
import { STATUS } from "./people.ts";
import { compositions, describe, groupsOf, PART, seated } from "./seating.ts";

const ONE_COLUMN = 22;

/** Compositions that have somebody to print. */
export const printable = (s: Seminar): Id[] => compositions(s).filter((c) => groupsOf(s, c).some((g) => seated(s, g).length > 0));

export function GroupSheet({ s, group, lang }: { s: Seminar; group: Id; lang: Language }) {
  const p = paper(lang);
  const room = s.num(group, "group", "room");
  const note = room ? s.text(room, "room", "note").trim() : "";
  const here = seated(s, group).filter((x) => s.num(x.person, "participant", "status") !== STATUS.absent)
    .map((x) => ({ ...x, ...describe(s, x.person) }))
    .sort((a, b) => a.name.localeCompare(b.name, lang));
  const used = sessions(s).filter((x) => s.num(x, "session", "composition") === s.parent(group)).map((x) => s.text(x, "session", "title"));
  const mark = (part: number): string => (part === PART.listener ? p("listens") : part === PART.reports ? p("reports") : "");
  return (
    <article class="paper group-sheet" lang={lang} data-many={here.length > ONE_COLUMN ? "" : undefined}>
      <header class="paper-head">
        <p class="paper-title">{s.text(ROOT, "seminar", "title")}</p>
        <p>{[s.num(ROOT, "seminar", "date") ? dateWords(s.num(ROOT, "seminar", "date")) : "", ...used].filter(Boolean).join(" · ")}</p>
      </header>
      <div class="paper-who">
        <h2>{s.text(group, "group", "name")}</h2>
        {room !== 0 && <p class="paper-place">{s.text(room, "room", "name")}</p>}
        {note && <p>{note}</p>}
      </div>
      <ul class="plain group-names">
        {here.map((x) => (
          <li key={x.person}>
            <strong>{x.name.trim() || t("unnamed")}</strong>
            <span>{[x.from, mark(x.part)].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </article>
  );
}
