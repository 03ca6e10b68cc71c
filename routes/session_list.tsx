import { Hono } from "hono";
import { asSystem } from "../domain/base/db.ts";
import { NotFound } from "../domain/base/errors.ts";
import { browserInWords } from "../domain/people/browsers.ts";
import { recordForPerson } from "../domain/people/identity_events.ts";
import { listSessions, revokeSession } from "../domain/people/session_list.ts";
import { endOtherSessions } from "../domain/people/sessions.ts";
import { EndOthers, SessionTable } from "../views/session_list.tsx";
import { type Env, UUID } from "./env.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { personOf } from "./step_up.tsx";
import { goTo, signedIn } from "./tenant.ts";

export const sessionList = new Hono<Env>()
  .use("/profile/sessions", signedIn)
  .use("/profile/sessions/*", signedIn)
  .get("/profile/sessions", async (c) => {
    const { id, identityId } = personOf(c);
    const sessions = (await listSessions(c.var.house.db, identityId)).map((one) => ({
      ...one,
      browser: browserInWords(one.userAgent),
      isThis: one.id === id,
    }));
    const notice = takeNotice(c);
    return showPage(
      c,
      {
        title: "Where you are signed in",
        header: {
          back: { href: "/profile", label: "Your profile" },
          lead: "You do not know one of these? End it, then change your password.",
          actions: sessions.length > 1 && <EndOthers />,
        },
        notice,
      },
      <SessionTable sessions={sessions} />,
    );
  })
  .post("/profile/sessions/revocation", async (c) => {
    const { db } = c.var.house;
    const { id, identityId } = personOf(c);
    const ended = await asSystem(db, (tx) => endOtherSessions(tx, identityId, id));
    await recordForPerson(db, identityId, "identity.sessions_ended", { ended });
    return goAndSay(c, "/profile/sessions", "Every other browser is signed out");
  })
  .post(`/profile/sessions/:id{${UUID}}/revocation`, async (c) => {
    const { db } = c.var.house;
    const session = personOf(c);
    const id = c.req.param("id");
    if (!await revokeSession(db, session.identityId, id)) throw new NotFound();
    await recordForPerson(db, session.identityId, "identity.sessions_ended", { ended: 1 });
    return id === session.id
      ? goTo(c, "/sign-in")
      : goAndSay(c, "/profile/sessions", "That browser is signed out");
  });
