/* MoreMenu.tsx - what is needed seldom: another session's sheets, the own name, the language. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { currentSession } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { pieces } from "../text/pieces.ts";
import { talk } from "../text/talk.ts";
import { placeSessions } from "./steps.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { MoreIcon } from "../ui/icons.tsx";
import { LanguageChoice } from "../ui/Language.tsx";
import { NameField } from "../ui/NameField.tsx";

export function MoreMenu(p: { s: Seminar; place: Id; shown: Id; onSession: (id: Id) => void; children?: ComponentChildren }) {
  const open = useSignal(false);
  const { s } = p;
  const now = currentSession(s);
  return (
    <>
      <button type="button" class="button quiet icon" aria-haspopup="dialog" aria-label={pieces("more")} onClick={() => (open.value = true)}>
        <span class="more-dots">
          <MoreIcon />
        </span>
      </button>
      {open.value && (
        <Dialog title={pieces("more")} onClose={() => (open.value = false)}>
          <section>
            <h3>{talk("sessions")}</h3>
            <ul class="plain talk-sessions">
              {placeSessions(s, p.place).map((id) => {
                const title = s.text(id, "session", "title");
                return (
                  <li key={id}>
                    <button type="button" class="button" aria-pressed={id === p.shown}
                      onClick={() => {
                        open.value = false;
                        p.onSession(id);
                      }}>
                      {id === now ? talk("sessionNow", { title }) : title}
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
          {p.children}
          <NameField s={s} />
          <LanguageChoice />
        </Dialog>
      )}
    </>
  );
}
