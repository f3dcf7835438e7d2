/* index.tsx - the machine owner's page: the seminars of this daemon, new ones, and copies brought back.
 *
 * What: a list with state, a form for a new seminar from a template, restoring a file, the links that come of it.
 * Not:  no seminar's content: that is the organiser's, who has a link.
 * Uses: the daemon's API of the host, with the secret of the host's link.
 * Invariants: links are shown once, here, and kept nowhere. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { host as t } from "../../text/host.ts";
import { LanguageChoice } from "../../ui/Language.tsx";
import { afterDrawing } from "../../ui/focus.ts";
import { get } from "../organiser/api.ts";
import { type Housed, Seminars } from "./List.tsx";
import { type Made, MadeLinks } from "./Made.tsx";
import { NewSeminar } from "./NewSeminar.tsx";
import { Restore } from "./Restore.tsx";
import { troubleOf } from "./trouble.ts";
import "../organiser/organiser.css";
import "./host.css";
import "../../ui/font.ts";

type View = { at: "list" } | { at: "new" } | { at: "restore" } | { at: "made"; made: Made };

export default function Host({ secret }: { secret: string }) {
  const view = useSignal<View>({ at: "list" });
  const seminars = useSignal<readonly Housed[] | null>(null);
  const trouble = useSignal("");
  const denied = useSignal(secret === "");
  const look = async (): Promise<void> => {
    if (!secret) return;
    const a = await get(secret, "/host/api/seminars");
    denied.value = !a.ok && (a.code === "who" || a.code === "denied" || a.code === "revoked");
    trouble.value = a.ok || denied.value ? "" : troubleOf(a);
    if (a.ok) seminars.value = a["seminars"] as Housed[];
  };
  useEffect(() => {
    document.documentElement.dataset["font"] = "inter";
    document.title = t("title");
    void look();
    const again = (): void => void (document.visibilityState === "visible" && look());
    document.addEventListener("visibilitychange", again);
    addEventListener("online", again);
    return () => {
      document.removeEventListener("visibilitychange", again);
      removeEventListener("online", again);
    };
  }, [secret]);
  const show = (v: View): void => {
    view.value = v;
    afterDrawing(() => {
      scrollTo(0, 0);
      document.getElementById("org-title")?.focus({ preventScroll: true });
    });
  };
  const home = (): void => {
    show({ at: "list" });
    void look();
  };
  const v = view.value;
  return (
    <div class="host">
      <header class="org-top">
        <div class="org-name">
          <p class="org-seminar">samverka</p>
          <p class="note">{t("subtitle")}</p>
        </div>
        <LanguageChoice />
      </header>
      <main id="org-main" tabIndex={-1}>
        {denied.value ? (
          <section class="org-page">
            <h1 id="org-title" tabIndex={-1}>{t("deniedTitle")}</h1>
            <p>{t("denied")}</p>
            <p><code>samverka host-link</code></p>
          </section>
        ) : v.at === "new" ? (
          <NewSeminar secret={secret} onBack={home} onMade={(made) => show({ at: "made", made })} taken={(seminars.value ?? []).map((x) => x.name)} />
        ) : v.at === "restore" ? (
          <Restore secret={secret} onBack={home} onMade={(made) => show({ at: "made", made })} taken={(seminars.value ?? []).map((x) => x.name)} />
        ) : v.at === "made" ? (
          <MadeLinks made={v.made} onBack={home} />
        ) : (
          <Seminars secret={secret} list={seminars.value} trouble={trouble.value} onLook={() => void look()} onNew={() => show({ at: "new" })}
            onRestore={() => show({ at: "restore" })} onMade={(made) => show({ at: "made", made })} />
        )}
      </main>
    </div>
  );
}
