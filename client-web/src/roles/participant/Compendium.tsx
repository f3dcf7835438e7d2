/* Compendium.tsx - the own day on one page: the group's sheets and the own answers, to keep or print.
 *
 * What: follows each of the person's groups in turn, for as long as it takes to read its sheets, then the page stands
 *       still. Own answers are there because this phone remembers them; nobody else can join them to a person.
 * Not:  no network of its own. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { outline, type Outline } from "../../boards/ReadOutline.ts";
import { OutlineView } from "../../boards/ReadSheet.tsx";
import { placeName, ROOT, sheetForm } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { dateWords, timeOfDay } from "../../text/index.ts";
import { participant as t } from "../../text/participant.ts";
import { read } from "../../text/read.ts";
import { LeftIcon, PrintIcon } from "../../ui/icons.tsx";
import { chosenGroup, compositions, groupSheets } from "./groups.ts";
import type { Kept } from "./kept.ts";

interface Chapter {
  readonly group: Id;
  readonly name: string;
  readonly sheets: readonly Outline[];
}
const PATIENCE_MS = 4000;

export function Compendium({ s, kept, follow, back }: { s: Seminar; kept: Kept; follow: (composition: Id) => void; back: () => void }) {
  const mine = compositions(s).map((c) => ({ composition: c.id, group: chosenGroup(s, kept, c.id) })).filter((m) => m.group > 0);
  const chapters = useSignal<readonly Chapter[]>([]);
  const at = useSignal(0);
  const forgotten = useSignal(false);
  const reading = mine[at.value];
  const found = reading ? groupSheets(s, reading.group).flatMap((x) => x.sheets).filter((id) => sheetForm(s, id) !== "poll") : [];
  const ready = found.length > 0;
  useEffect(() => {
    if (!reading) {
      follow(0);
      return;
    }
    follow(reading.composition);
    const take = (): void => {
      const room = s.num(reading.group, "group", "room");
      chapters.value = [...chapters.value.filter((c) => c.group !== reading.group), {
        group: reading.group, name: [placeName(s, reading.group), room ? placeName(s, room) : ""].filter((x) => x).join(", "),
        sheets: found.map((id) => outline(s, id, read)).filter((o) => !o.empty),
      }];
      at.value++;
    };
    if (ready) {
      take();
      return;
    }
    const timer = setTimeout(take, PATIENCE_MS); // a group that has no sheets for us
    return () => clearTimeout(timer);
  }, [at.value, ready]);
  useEffect(() => () => follow(0), []);

  const sent = Object.entries(kept.record.value.sent).filter(([, x]) => x.words.length);
  const where = [dateWords(s.num(ROOT, "seminar", "date")), s.text(ROOT, "seminar", "venue")].filter((x) => x).join(" · ");
  return (
    <div class="compendium stack">
      <div class="row spread no-print">
        <button type="button" class="button quiet" onClick={back}><LeftIcon /> {t("back")}</button>
        <button type="button" class="button primary" disabled={reading !== undefined} onClick={() => print()}><PrintIcon /> {t("print")}</button>
      </div>
      <header>
        <p class="kicker">{t("compendium")}</p>
        <h2 class="compendium-title">{s.text(ROOT, "seminar", "title")}</h2>
        {where && <p class="note">{where}</p>}
      </header>
      {reading && <p role="status" class="no-print">{t("gathering")}</p>}
      {chapters.value.map((c) => c.sheets.length > 0 && (
        <section key={c.group} class="stack chapter">
          <h2>{c.name}</h2>
          {c.sheets.map((o) => <OutlineView key={o.sheet} o={o} level={3} />)}
        </section>
      ))}
      {!reading && !chapters.value.some((c) => c.sheets.length) && !sent.length && <p class="empty">{t("nothingOwn")}</p>}
      {sent.length > 0 && (
        <section class="stack chapter own">
          <h2>{t("ownAnswers")}</h2>
          <p class="note no-print">{t("ownOnly")}</p>
          <dl class="own-answers">
            {sent.map(([poll, x]) => (
              <div key={poll}>
                <dt>{x.question}</dt>
                {x.words.map((w, i) => <dd key={i}>{w}</dd>)}
                <dd class="note">{t("sent", { time: timeOfDay(x.at) })}</dd>
              </div>
            ))}
          </dl>
          <button type="button" class="button no-print" onClick={() => {
            kept.forgetAnswers();
            forgotten.value = true;
          }}>{t("forget")}</button>
        </section>
      )}
      {forgotten.value && <p role="status" class="note no-print">{t("forgotten")}</p>}
    </div>
  );
}
