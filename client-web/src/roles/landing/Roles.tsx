/* Roles.tsx - "continue as": the roles that were used on this device.
 *
 * What: one large button each, with place, seminar and name; forgetting one asks once, in place.
 * Not:  forgetting takes nothing from the seminar.    Uses: link.ts (Remembered). */
import { useSignal } from "@preact/signals";
import type { Remembered } from "../../shell/link.ts";
import { common } from "../../text/common.ts";
import { landing } from "../../text/landing.ts";
import { ChevronIcon, CrossIcon } from "../../ui/icons.tsx";

const NAMED = ["organiser", "moderator", "facilitator", "scribe", "secretary", "screen", "participant"] as const;
const roleWord = (role: string): string => {
  const known = NAMED.find((r) => r === role);
  return known ? common(known) : role;
};
/** In the middle of a sentence: Swedish and Norwegian write roles small, as English does. */
const inSentence = (word: string): string => word.slice(0, 1).toLocaleLowerCase() + word.slice(1);

/** "samtalsledare, Rum 2" */
const what = (r: Remembered): string => [inSentence(roleWord(r.role)), r.place].filter(Boolean).join(", ");

interface Props {
  readonly roles: readonly Remembered[];
  /** All of one seminar: its title need not be said on each. */
  readonly one: boolean;
  readonly onEnter: (r: Remembered) => void;
  readonly onForget: (r: Remembered) => void;
}

export function Remember(p: Props) {
  const sure = useSignal("");
  return (
    <section class="remembered">
      <h2>{landing("rolesTitle")}</h2>
      {p.one && p.roles[0]?.title && <p class="remembered-title">{p.roles[0].title}</p>}
      <ul class="plain">
        {p.roles.map((r) => (
          <li key={r.link} class="remembered-role">
            <button type="button" class="remembered-enter" onClick={() => p.onEnter(r)}>
              <span class="remembered-words">
                <span class="remembered-as">{landing("continueAs", { what: what(r) })}</span>
                <span class="note">
                  {[p.one ? "" : r.title || r.seminar, r.person && landing("asName", { name: r.person })].filter(Boolean).join(" · ")}
                </span>
              </span>
              <ChevronIcon />
            </button>
            <button type="button" class="button quiet icon" aria-label={landing("forgetWhat", { what: what(r) })}
              aria-expanded={sure.value === r.link} onClick={() => (sure.value = sure.value === r.link ? "" : r.link)}>
              <CrossIcon />
            </button>
            {sure.value === r.link && (
              <div class="remembered-sure">
                <p class="note">{landing("forgetSure")}</p>
                <div class="row">
                  <button type="button" class="button danger" onClick={() => p.onForget(r)}>
                    {landing("forget")}
                  </button>
                  <button type="button" class="button quiet" onClick={() => (sure.value = "")}>
                    {common("cancel")}
                  </button>
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
