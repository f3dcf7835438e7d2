/* Made.tsx - the links of a seminar that was just made: shown once, to copy or print. */
import { useSignal } from "@preact/signals";
import { common } from "../../text/common.ts";
import { host as t } from "../../text/host.ts";
import { codeWords } from "../../text/index.ts";
import { announce } from "../../ui/announce.ts";
import { CopyIcon, LeftIcon, PrintIcon } from "../../ui/icons.tsx";
import { Qr } from "../../ui/Qr.tsx";
import { copy } from "../organiser/Links.tsx";
import { Labelled, Page } from "../organiser/parts.tsx";

export interface MadeLink {
  readonly role: string;
  readonly place: string | null;
  readonly label: string;
  readonly secret: string;
  readonly url: string;
}
export interface Made {
  /** new: from a template or export; link: one link renewed; file: a backup, whose own links are valid. */
  readonly kind: "new" | "link" | "file";
  readonly name: string;
  readonly title: string;
  readonly code?: string;
  readonly leftOut?: number;
  readonly links: readonly MadeLink[];
}
const nameOf = (l: MadeLink): string => [common(l.role as "scribe"), l.place ?? ""].filter(Boolean).join(", ");

function Row({ link }: { link: MadeLink }) {
  const copied = useSignal(false);
  return (
    <li class="host-link">
      <Labelled label={nameOf(link)}>{(id) => <input id={id} class="input org-address" readOnly value={link.url} onFocus={(e) => e.currentTarget.select()} />}</Labelled>
      <button type="button" class="button org-bottom" aria-label={t("copyNamed", { what: nameOf(link) })}
        onClick={() => void copy(link.url).then((ok) => {
          copied.value = ok;
          if (ok) announce(common("copied"));
        })}><CopyIcon />{copied.value ? common("copied") : common("copy")}</button>
    </li>
  );
}

export function MadeLinks({ made, onBack }: { made: Made; onBack: () => void }) {
  const organiser = made.links.find((l) => l.role === "organiser");
  const rest = made.links.filter((l) => l !== organiser);
  const all = useSignal(false);
  const copyAll = (): void => {
    const text = [made.title, ...made.links.map((l) => `${nameOf(l)}: ${l.url}`), ...(made.code ? [`${t("code")}: ${codeWords(made.code)}`] : [])].join("\n");
    void copy(text).then((ok) => (all.value = ok));
  };
  return (
    <Page title={made.kind === "link" ? t("newOrganiserLink") : t("madeTitle", { title: made.title })} lead={made.kind === "file" ? t("madeFile") : t("madeOnce")}
      acts={<button type="button" class="button quiet" onClick={onBack}><LeftIcon />{t("seminars")}</button>}>
      {organiser && (
        <section class="org-secret host-first">
          <Qr text={organiser.url} label={t("qrOrganiser")} />
          <div class="stack">
            <h2>{common("organiser")}</h2>
            <p>{t("organiserText")}</p>
            <ul class="plain"><Row link={organiser} /></ul>
            <p><a class="button primary" href={organiser.url} target="_blank" rel="noopener">{t("openAsOrganiser")}</a></p>
          </div>
        </section>
      )}
      {made.code && <p>{t("codeIs")} <strong class="host-code">{codeWords(made.code)}</strong></p>}
      {(made.leftOut ?? 0) > 0 && <p class="org-clash">{t("leftOut", { n: made.leftOut ?? 0 })}</p>}
      {rest.length > 0 && (
        <section class="org-block">
          <div class="row spread">
            <h2>{t("otherLinks")}</h2>
            <div class="row">
              <button type="button" class="button" onClick={copyAll}><CopyIcon />{all.value ? common("copied") : t("copyAll")}</button>
              <button type="button" class="button" onClick={() => print()}><PrintIcon />{t("print")}</button>
            </div>
          </div>
          <p class="note">{t("otherLinksNote")}</p>
          <ul class="plain host-links">{rest.map((l) => <Row key={l.secret} link={l} />)}</ul>
        </section>
      )}
    </Page>
  );
}
