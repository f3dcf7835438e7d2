/* NameField.tsx - who is writing: asked once, quietly; can be changed later.
 *
 * What: an inline row while no name is given, a small button with the name afterwards.
 * Not:  stops nobody: who does not want to, writes without a name.    Uses: Seminar.rename. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { MESSAGES } from "../protocol.gen.ts";
import type { Seminar } from "../state/seminar.ts";
import { common } from "../text/common.ts";
import { pieces } from "../text/pieces.ts";
import { EditIcon } from "./icons.tsx";
import "./pieces.css";

const BOUND = MESSAGES.hello.fields.find((f) => f.name === "name")?.bound ?? 80;
const LATER = "samverka.name.later";
const later = (): boolean => {
  try {
    return sessionStorage.getItem(LATER) === "1";
  } catch {
    return false;
  }
};

/** asks: only the question while there is no name, nothing afterwards; for the top of a page. */
export function NameField({ s, asks = false }: { s: Seminar; asks?: boolean }) {
  const name = s.me.value.name;
  const asked = useSignal(!later());
  const changing = useSignal(false);
  const id = useId();
  const close = (): void => {
    changing.value = false;
    asked.value = false;
  };
  const save = (e: Event): void => {
    e.preventDefault();
    const typed = new FormData(e.currentTarget as HTMLFormElement).get("name");
    // The bound is in bytes: half of it in letters is always enough for two-byte letters.
    s.rename(String(typed ?? "").trim().slice(0, Math.floor(BOUND / 2)));
    close();
  };
  const notNow = (): void => {
    try {
      sessionStorage.setItem(LATER, "1");
    } catch {
      /* then it is asked again next time */
    }
    close();
  };
  if (changing.value || (!name && asked.value)) {
    return (
      <form class="name-field" onSubmit={save}>
        <label for={id} class="label">
          {pieces("nameAsk")}
        </label>
        <div class="row">
          <input id={id} class="input" name="name" defaultValue={name} maxLength={Math.floor(BOUND / 2)} autocomplete="given-name"
            aria-describedby={`${id}-why`} />
          <button type="submit" class="button">
            {common("save")}
          </button>
          <button type="button" class="button quiet" onClick={name ? close : notNow}>
            {name ? common("cancel") : pieces("nameLater")}
          </button>
        </div>
        <p id={`${id}-why`} class="note">
          {pieces("nameWhy")}
        </p>
      </form>
    );
  }
  if (asks) return null;
  return (
    <button type="button" class="button quiet name-button" onClick={() => (changing.value = true)}
      aria-label={name ? pieces("nameChange", { name }) : pieces("nameGive")}>
      <EditIcon />
      {name || pieces("nameGive")}
    </button>
  );
}
