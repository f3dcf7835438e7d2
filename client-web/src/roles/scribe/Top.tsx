/* Top.tsx - the bar that is always there: which room, which session, time left, saved or not, help. */
import { placeIndex, placeLetter, placeName, groupOf, liveSessions } from "../../state/model.ts";
import { scribe } from "../../text/scribe.ts";
import { Badge } from "../../ui/Badge.tsx";
import { CallHelp } from "../../ui/CallHelp.tsx";
import { Countdown } from "../../ui/Clock.tsx";
import { HistoryIcon, HelpIcon } from "../../ui/icons.tsx";
import { SaveState } from "../../ui/Status.tsx";
import { LanguageChoice } from "../../ui/Language.tsx";
import { NameField } from "../../ui/NameField.tsx";
import type { Room } from "./room.ts";

export function Top({ r }: { r: Room }) {
  const { s, place } = r;
  const here = r.here.value;
  // The clock is that of the session that runs, also while one still writes in the one before.
  const running = liveSessions(s)[0] ?? here;
  const group = groupOf(s, here, place);
  return (
    <header class="scribe-top">
      <div class="scribe-where">
        <Badge index={placeIndex(s, place)} letter={placeLetter(s, place)} size="2.25rem" />
        <div>
          <p class="note">
            {placeName(s, place)}
            {group !== 0 && placeName(s, group) !== placeName(s, place) && ` · ${placeName(s, group)}`}
          </p>
          <p class="scribe-session">{s.text(here, "session", "title") || s.text(1, "seminar", "title")}</p>
        </div>
      </div>
      <Countdown s={s} session={running} size="m" announces />
      <SaveState s={s} />
      <div class="scribe-acts">
        <CallHelp s={s} place={place} />
        <button type="button" class="button" aria-pressed={r.earlier.value} aria-keyshortcuts="Alt+B" title="Alt+B" onClick={() => (r.earlier.value = !r.earlier.value)}>
          <HistoryIcon />
          {scribe("earlier")}
        </button>
        <button type="button" class="button" title="?" onClick={() => (r.keys.value = true)}>
          <HelpIcon />
          {scribe("keys")}
        </button>
      </div>
    </header>
  );
}
/** Name and language: at the foot of the steps, where they are in nobody's way. */
export function Personal({ r }: { r: Room }) {
  return (
    <div class="scribe-personal">
      {r.s.me.value.name && <NameField s={r.s} />}
      <LanguageChoice />
    </div>
  );
}
