/* Door.tsx - how participants come in, how many are in, and the groups that formed themselves.
 *
 * What: the door, the code with its QR, numbers of connected phones, self-formed groups and their links.
 * Not:  nobody's name is listed anywhere.
 * Invariants: closing the door lets nobody out; revoking a link does, so it asks twice. */
import { ROLES } from "../../protocol.gen.ts";
import { ROOT, rooms } from "../../state/model.ts";
import { codeWords } from "../../text/index.ts";
import { m } from "../../text/moderator.ts";
import { CheckIcon, EyeIcon } from "../../ui/icons.tsx";
import { Qr } from "../../ui/Qr.tsx";
import type { Desk } from "./desk.ts";
import { PlaceBadge, TwoStep } from "./parts.tsx";
import { connected } from "./PollDesk.tsx";
import { selfFormed } from "./places.ts";
import { show } from "./stage.ts";

export function Door({ desk }: { desk: Desk }) {
  const { s } = desk;
  const open = s.num(ROOT, "seminar", "door") === 1;
  const code = s.str(ROOT, "seminar", "code");
  const address = `${location.origin}/${s.name}/#${code}`;
  const groups = selfFormed(s);
  const links = s.children(ROOT, "link").filter((l) => s.num(l, "link", "role") === ROLES.secretary.number);
  const order = s.children(ROOT, "composition").flatMap((c) => [...s.children(c, "group")]);
  const counts = [...s.counts.value].filter(([, n]) => n > 0).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const groupName = (id: number): string => {
    const room = s.num(id, "group", "room");
    const name = s.text(id, "group", "name");
    return rooms(s).includes(room) ? m("groupInRoom", { group: name, room: s.text(room, "room", "name") }) : name;
  };
  return (
    <div class="mod-door">
      <section class="card stack" aria-labelledby="mod-door-title">
        <div class="row spread">
          <h2 id="mod-door-title">{m("door")}</h2>
          <span class={open ? "chip good" : "chip"}>{open ? m("doorOpen") : m("doorClosed")}</span>
        </div>
        {code ? (
          <div class="mod-code">
            {open && <Qr text={address} label={m("qrLabel")} />}
            <div>
              <p class="mod-quiet">{m("codeAt", { host: location.host })}</p>
              <p class="mod-code-big" aria-label={[...code.toUpperCase()].join(" ")}>{codeWords(code)}</p>
              <p>{open ? m("doorOpenHelp") : m("doorClosedHelp")}</p>
            </div>
          </div>
        ) : <p class="mod-quiet">{m("noCode")}</p>}
        <div class="row">
          <button type="button" class="button" onClick={() => {
            s.set(ROOT, "seminar", "door", open ? 0 : 1);
            desk.did(open ? m("didCloseDoor") : m("didOpenDoor"), () => s.set(ROOT, "seminar", "door", open ? 1 : 0));
          }}>{open ? m("closeDoor") : m("openDoor")}</button>
          <button type="button" class="button" onClick={() => show(desk, { mode: "join", show: [] })}><EyeIcon />{m("toStage")}</button>
        </div>
      </section>
      <section class="card stack" aria-labelledby="mod-connected">
        <h2 id="mod-connected">{m("connectedTitle")}</h2>
        <p class="mod-big-number">{connected(s)}</p>
        <p class="mod-quiet">{m("connectedWhat")}</p>
        <ul class="plain mod-counts">
          {counts.map(([id, n]) => <li key={id}><span>{id ? groupName(id) : m("withoutGroup")}</span><span>{n}</span></li>)}
        </ul>
      </section>
      {(groups.length > 0 || s.num(ROOT, "seminar", "found") === 1) && (
        <section class="card stack" aria-labelledby="mod-selfformed">
          <h2 id="mod-selfformed">{m("selfFormed")}</h2>
          {!groups.length && <p class="empty">{m("noSelfFormed")}</p>}
          <ul class="plain">
            {groups.map((g) => {
              const own = links.filter((l) => s.num(l, "link", "place") === g);
              const name = s.text(g, "group", "name");
              return (
                <li key={g} class="mod-selfgroup">
                  <p><PlaceBadge s={s} place={g} size="1.5rem" /> <strong>{name}</strong> <span class="mod-detail">{m("tableNamed", { name: s.str(g, "group", "table") })}</span></p>
                  <ul class="plain">
                    {own.map((l, i) => {
                      const revoked = s.num(l, "link", "revoked") === 1;
                      const here = s.people.value.some((p) => p.place === g && p.role === "secretary");
                      return (
                        <li key={l} class="row">
                          <span>{m("groupLink", { n: i + 1 })}</span>
                          {revoked ? <span class="chip bad">{m("revoked")}</span> : here && <span class="chip good"><CheckIcon />{m("isHere")}</span>}
                          {revoked ? (
                            <button type="button" class="button quiet" onClick={() => { s.set(l, "link", "revoked", 0); desk.did(m("didAllow", { name })); }}>{m("allowAgain")}</button>
                          ) : (
                            <TwoStep class="button quiet" label={m("revoke")} ask={m("revokeAsk", { name })} yes={m("revokeYes")} onYes={() => {
                              s.set(l, "link", "revoked", 1);
                              desk.did(m("didRevoke", { name }), () => s.set(l, "link", "revoked", 0));
                            }} />
                          )}
                        </li>
                      );
                    })}
                  </ul>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </div>
  );
}
