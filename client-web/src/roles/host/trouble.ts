/* trouble.ts - why the daemon did not do what the host asked, in words. */
import { host as t } from "../../text/host.ts";
import type { Answer } from "../organiser/api.ts";

export function troubleOf(a: Answer): string {
  if (a.ok) return "";
  switch (a.code) {
    case "away":
      return t("away");
    case "who":
    case "revoked":
    case "denied":
    case "forbidden":
      return t("deniedShort");
    case "exists":
      return t("exists");
    case "mistakes":
      return t("mistakes");
    case "missing":
      return t("missing");
    case "disk":
      return t("disk");
    case "state":
      return t("state");
    case "behind":
      return t("behind");
    case "unconfirmed":
      return t("unconfirmed");
    case "rate":
      return t("rate");
    default:
      return a.error ? t("failedBecause", { why: a.error }) : t("failed");
  }
}

/** "Samverka mot återfall 2026" becomes "samverka-mot-aterfall-2026": part of addresses. */
export function slug(title: string, taken: readonly string[]): string {
  const plain = title
    .toLowerCase()
    .replace(/[æä]/g, "a")
    .replace(/[øö]/g, "o")
    .normalize("NFD")
    .replace(/[^a-z0-9]+/g, (x) => (/^[\u0300-\u036f]+$/.test(x) ? "" : "-"))
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "") || "seminarium";
  let name = plain;
  for (let n = 2; taken.includes(name) || name === "host" || name === "join" || name === "assets"; n++) name = `${plain}-${n}`;
  return name;
}
export const NAME = /^[a-z0-9][a-z0-9-]{0,47}$/;
