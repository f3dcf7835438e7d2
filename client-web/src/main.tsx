/* main.tsx - from an address to a screen.
 *
 * What: / is the code entry, /host/ the machine owner's page, /<seminar>/ whatever role the link gives. Each role is
 *       a chunk of its own, loaded when the daemon (or what this device remembers) has said who we are.
 * Not:  no role's content: roles/<role>/index.tsx.
 * Invariants: one session per tab. Nothing here ever throws text away: a screen that fails to load is tried again. */
import { effect, signal, useSignal } from "@preact/signals";
import { type ComponentType, render } from "preact";
import { useEffect } from "preact/hooks";
import type { RoleName } from "./protocol.gen.ts";
import { type Arrival, onArrival } from "./shell/arrive.ts";
import { keepRole, startWorker } from "./shell/worker.ts";
import type { Seminar } from "./state/seminar.ts";
import { asLanguage, chosen, language } from "./text/index.ts";
import { common } from "./text/common.ts";
import { ErrorBoundary } from "./ui/ErrorBoundary.tsx";
import { Denied, Status } from "./ui/Status.tsx";
import "./ui/tokens.css";
import "./ui/base.css";

export interface RoleProps {
  readonly s: Seminar;
}
type Screen = ComponentType<RoleProps>;

/** Each screen has a style sheet of its own; index.html says where. It is there before the screen is drawn. */
const SHEETS = new Map((document.querySelector<HTMLMetaElement>('meta[name="styles"]')?.content ?? "").split(" ").map((x) => x.split("=") as [string, string]));
function styles(name: string): Promise<void> {
  const href = SHEETS.get(name);
  if (!href || document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  return new Promise((done, fail) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => done();
    link.onerror = () => {
      link.remove(); // tried again with the screen
      fail(new Error("styles"));
    };
    document.head.append(link);
  });
}
const styled = <T,>(name: string, load: () => Promise<T>) => (): Promise<T> => Promise.all([load(), styles(name)]).then(([m]) => m);

const SCREENS: Record<RoleName, () => Promise<{ default: Screen }>> = {
  host: styled("moderator", () => import("./roles/moderator/index.tsx")), // never given to a browser; the moderator's rights are a part of the host's
  organiser: styled("organiser", () => import("./roles/organiser/index.tsx")),
  moderator: styled("moderator", () => import("./roles/moderator/index.tsx")),
  facilitator: styled("facilitator", () => import("./roles/facilitator/index.tsx")),
  scribe: styled("scribe", () => import("./roles/scribe/index.tsx")),
  secretary: styled("secretary", () => import("./roles/secretary/index.tsx")),
  screen: styled("screen", () => import("./roles/screen/index.tsx")),
  participant: styled("participant", () => import("./roles/participant/index.tsx")),
};
const FONTLESS = new Set<string>(["participant", "secretary"]); // phones on a bad network get the system's letters

// A screen that was drawn before is drawn again in one go: who writes on when the session changes has a field all the time.
const LOADED = new Map<unknown, unknown>();

/** Loads a chunk; the network may be away just then, so it is tried again when it may be back. */
function useChunk<T>(load: (() => Promise<{ default: T }>) | null): T | null {
  const got = useSignal((LOADED.get(load) ?? null) as T | null);
  useEffect(() => {
    if (!load) return;
    let alive = true;
    let wait: ReturnType<typeof setTimeout> | undefined;
    const attempt = (tries: number): void => {
      load().then(
        (m) => {
          LOADED.set(load, m.default);
          if (alive) got.value = m.default;
        },
        () => {
          if (alive) wait = setTimeout(() => attempt(tries + 1), Math.min(15_000, 1000 * 2 ** tries));
        },
      );
    };
    attempt(0);
    return () => {
      alive = false;
      clearTimeout(wait);
    };
  }, [load]);
  return got.value;
}

function Waiting() {
  return <main class="waiting" aria-busy="true"><p>{common("connecting")}</p></main>;
}

function Role({ s }: RoleProps) {
  const role = s.me.value.role;
  const Screen = useChunk(role ? SCREENS[role] : null);
  document.documentElement.dataset["role"] = role;
  useEffect(() => {
    if (Screen && role) keepRole(role);
  }, [Screen, role]);
  if (role && !FONTLESS.has(role)) {
    styles("font").catch(() => undefined); // the system's letters until then
    document.documentElement.dataset["font"] = "inter";
  }
  if (s.connection.value.state === "denied" && (!s.ready.value || !role)) return <Denied s={s} />;
  if (!Screen || !s.ready.value) {
    return (
      <>
        {role !== "screen" && <Status s={s} />}
        <Waiting />
      </>
    );
  }
  return (
    <ErrorBoundary>
      <Screen s={s} />
    </ErrorBoundary>
  );
}

const loadLanding = styled("landing", () => import("./roles/landing/index.tsx"));
const loadHost = styled("host", () => import("./roles/host/index.tsx"));

function App({ arrival }: { arrival: Arrival }) {
  const Landing = useChunk(arrival.at === "landing" || arrival.at === "choose" ? loadLanding : null);
  const Host = useChunk(arrival.at === "host" ? loadHost : null);
  if (arrival.at === "seminar") return <Role s={arrival.s} />;
  if (arrival.at === "host") return Host ? <Host secret={arrival.secret} /> : <Waiting />;
  return Landing ? <Landing arrival={arrival} /> : <Waiting />;
}

const where = signal<Arrival | null>(null);
effect(() => {
  const a = where.value;
  const seminar = a?.at === "seminar" ? a.s : null;
  // Who never chose a language reads the seminar's when the browser's is none of ours.
  if (seminar?.ready.value && !chosen()) language.value = asLanguage(seminar.str(1, "seminar", "lang")) ?? language.value;
});
effect(() => {
  document.documentElement.lang = language.value;
});

const root = document.getElementById("app");
if (root) {
  render(<Waiting />, root);
  startWorker();
  let arrivals = 0;
  onArrival((a) => {
    where.value = a;
    render(<App arrival={a} key={arrivals++} />, root); // another link: nothing of the former screen is left
  });
}
