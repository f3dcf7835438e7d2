/* FollowUpPage.tsx - the action plan in the organiser's hands: all rooms' actions, and what is sent out about them. */
import { useComputed } from "@preact/signals";
import { FollowUp } from "../../boards/FollowUp.tsx";
import type { Seminar } from "../../state/seminar.ts";
import { documents as d } from "../../text/documents.ts";
import { organiserAfter as a } from "../../text/organiserAfter.ts";
import { hasActions, OFFERED } from "./documents.ts";
import { Offers } from "./Documents.tsx";
import { Page } from "./parts.tsx";

const OF_ACTIONS = OFFERED.filter((o) => o.of === "actions" || o.of === "reminders");

export function FollowUpPage({ s }: { s: Seminar }) {
  const some = useComputed(() => hasActions(s)).value;
  return (
    <Page title={a("followUp")} lead={a("followUpLead")}>
      <FollowUp s={s} place={0} />
      {some && (
        <section class="card stack">
          <h2>{a("takeOut")}<span class="sr">: {d("actions")}, {d("reminders")}</span></h2>
          <Offers s={s} list={OF_ACTIONS} />
        </section>
      )}
    </Page>
  );
}
