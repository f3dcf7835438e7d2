/* Group.tsx - the own group: chosen with one tap, its sheets to be read as they are written.
 *
 * Not:  no names, no writing. */
import { useSignal } from "@preact/signals";
import { placeIndex, placeLetter, placeName, sheetForm } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { participant as t } from "../../text/participant.ts";
import { ReadSheet } from "../../boards/ReadSheet.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { chosenGroup, compositions, currentComposition, groupSheets, mayRead } from "./groups.ts";
import type { Kept } from "./kept.ts";
import type { Place } from "./index.tsx";

interface Props {
  readonly s: Seminar;
  readonly kept: Kept;
  /** Which composition's group is looked at; 0: the current one. */
  readonly looking: Id;
  readonly look: (composition: Id) => void;
  readonly go: (to: Place) => void;
}
const roomOf = (s: Seminar, group: Id): Id => s.num(group, "group", "room");
const badgePlace = (s: Seminar, group: Id): Id => roomOf(s, group) || group;

export function GroupName({ s, group }: { s: Seminar; group: Id }) {
  const place = badgePlace(s, group);
  return (
    <span class="group-name">
      <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} size="2.25rem" />
      <span>
        <strong>{placeName(s, group)}</strong>
        {roomOf(s, group) > 0 && <span class="note"> {placeName(s, roomOf(s, group))}</span>}
      </span>
    </span>
  );
}

export function Group({ s, kept, looking, look, go }: Props) {
  const all = compositions(s);
  const composition = all.some((c) => c.id === looking) ? looking : currentComposition(s);
  const group = chosenGroup(s, kept, composition);
  const choosing = useSignal(false);
  if (!all.length) return <p class="empty">{t("noGroups")}</p>;
  const words = (id: Id): string => all.find((c) => c.id === id)?.sessions.map((x) => s.text(x, "session", "title")).join(", ") ?? "";
  const groups = s.children(composition, "group");
  const sheets = group ? groupSheets(s, group) : [];
  return (
    <div class="stack">
      {all.length > 1 && (
        <div class="row compositions" role="group" aria-label={t("group")}>
          {all.map((c) => (
            <button key={c.id} type="button" class="button" aria-pressed={c.id === composition} onClick={() => {
              choosing.value = false;
              look(c.id);
            }}>{words(c.id)}</button>
          ))}
        </div>
      )}
      {group > 0 && !choosing.value ? (
        <div class="row spread own-group">
          <GroupName s={s} group={group} />
          <button type="button" class="button quiet" onClick={() => (choosing.value = true)}>{t("switchGroup")}</button>
        </div>
      ) : (
        <section class="stack" aria-labelledby="choose-group">
          <h2 id="choose-group">{t("findGroup")}</h2>
          <p class="note">{t("groupHelp")}</p>
          <ul class="plain group-list">
            {groups.map((g) => (
              <li key={g}>
                <button type="button" class="group-pick" aria-pressed={g === group} onClick={() => {
                  kept.setGroup(composition, g);
                  look(composition);
                  choosing.value = false;
                }}>
                  <GroupName s={s} group={g} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {group > 0 && sheets.map(({ session, sheets }) => (
        <section key={session} class="stack">
          {sheets.map((sheet) => sheetForm(s, sheet) !== "poll" && <ReadSheet key={sheet} s={s} sheet={sheet} level={2} />)}
        </section>
      ))}
      {group > 0 && !sheets.length && <p class="empty">{mayRead(s, "group") || mayRead(s, "groups") ? t("groupEmpty") : t("notReadable")}</p>}
      <section class="compendium-way">
        <h2 class="small-head">{t("compendium")}</h2>
        <p class="note">{t("compendiumWhat")}</p>
        <button type="button" class="button" onClick={() => go("compendium")}>{t("openCompendium")}</button>
      </section>
    </div>
  );
}
