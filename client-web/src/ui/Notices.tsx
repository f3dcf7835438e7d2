/* Notices.tsx - the moderator's messages to a place, with its receipt.
 *
 * What: the newest message that the place has not seen, with a button that makes a RECEIPT; what was seen folds away.
 * Not:  never covers what is being written; takes no focus.    Uses: noticesFor, announce. */
import { useEffect, useRef } from "preact/hooks";
import { noticesFor } from "../state/model.ts";
import type { Id, Seminar } from "../state/seminar.ts";
import { pieces } from "../text/pieces.ts";
import { timeOfDay } from "../text/index.ts";
import { announce } from "./announce.ts";
import { CheckIcon, MessageIcon } from "./icons.tsx";
import "./pieces.css";

/** The place's receipt of a notice; 0 not seen. */
export const receiptOf = (s: Seminar, notice: Id, place: Id): Id =>
  s.children(notice, "receipt").find((r) => s.num(r, "receipt", "place") === place) ?? 0;

function when(s: Seminar, id: Id): string {
  const at = s.touched(id);
  return at ? timeOfDay(at) : "";
}

export function Notices({ s, place }: { s: Seminar; place: Id }) {
  const all = noticesFor(s, place);
  const unseen = all.filter((n) => !receiptOf(s, n, place));
  const seen = all.filter((n) => receiptOf(s, n, place));
  const known = useRef<Set<Id> | null>(null);
  useEffect(() => {
    const fresh = known.current ? unseen.filter((n) => !known.current!.has(n)) : [];
    known.current = new Set(all);
    for (const n of fresh) announce(pieces("sayNotice", { text: s.text(n, "notice", "text") }), `notice.${n}`);
  }, [all.join()]);
  if (!all.length) return null;
  const see = (notice: Id): void => {
    s.add("receipt", notice, 0, { place });
  };
  return (
    <section class="notices" aria-label={pieces("notices")}>
      {unseen.map((n) => (
        <div key={n} class="notice-new">
          <MessageIcon />
          <div class="notice-text">
            <p class="note">
              {pieces("fromModerator")} <time>{when(s, n)}</time>
            </p>
            <p>{s.text(n, "notice", "text")}</p>
          </div>
          {s.mayWrite(n, "receipt") && (
            <button type="button" class="button primary" onClick={() => see(n)}>
              <CheckIcon />
              {pieces("seen")}
            </button>
          )}
        </div>
      ))}
      {seen.length > 0 && (
        <details class="notices-seen">
          <summary>{pieces("earlierNotices", { n: seen.length })}</summary>
          <ul class="plain">
            {seen.map((n) => {
              const at = when(s, receiptOf(s, n, place));
              return (
                <li key={n}>
                  <p>{s.text(n, "notice", "text")}</p>
                  <p class="note">
                    {when(s, n)} · {at ? pieces("seenAt", { time: at }) : pieces("seenSoon")}
                  </p>
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </section>
  );
}
