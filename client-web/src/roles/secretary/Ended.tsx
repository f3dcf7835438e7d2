/* Ended.tsx - the moderator has ended the group's writing: the sentence, and the text to take along.
 *
 * What: everything the group has written and this phone holds, readable, and one button that copies it.
 * Not:  nothing is written from here on; unsent work is shown by StatusBars. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { ReadSheet } from "../../boards/ReadSheet.tsx";
import { placeName, sessions, sheetsOf } from "../../state/model.ts";
import type { Id, Seminar } from "../../state/seminar.ts";
import { written } from "../../talk/steps.ts";
import { secretary } from "../../text/secretary.ts";
import { CopyIcon } from "../../ui/icons.tsx";
import { LanguageChoice } from "../../ui/Language.tsx";
import { StatusBars } from "../../ui/Status.tsx";

export function Ended({ s, place }: { s: Seminar; place: Id }) {
  const done = useSignal<"" | "copied" | "byHand">("");
  const text = useRef<HTMLElement>(null);
  const sheets = [0, ...sessions(s)].flatMap((x) => sheetsOf(s, x, place)).filter((x) => written(s, x));
  const byHand = (): void => {
    if (text.current) getSelection()?.selectAllChildren(text.current);
    done.value = "byHand";
  };
  const copy = (): void => {
    // Over plain HTTP pages have no clipboard: the text is selected, and the person takes it.
    if (!navigator.clipboard || !text.current) return byHand();
    navigator.clipboard.writeText(text.current.innerText).then(() => (done.value = "copied"), byHand);
  };
  return (
    <main class="writer-ended">
      <h1>{secretary("ended", { group: placeName(s, place) })}</h1>
      <StatusBars s={s} />
      {sheets.length > 0 && (
        <>
          <button type="button" class="button primary" onClick={copy}>
            <CopyIcon />
            {secretary(done.value === "copied" ? "copied" : done.value === "byHand" ? "copyByHand" : "copyAll")}
          </button>
          <section class="card" ref={text} aria-label={secretary("allText")}>
            {sheets.map((x) => (
              <ReadSheet key={x} s={s} sheet={x} />
            ))}
          </section>
        </>
      )}
      <LanguageChoice />
    </main>
  );
}
