import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { findConnection } from "../domain/connectors/connections.ts";
import { watchDatabase } from "../domain/connectors/notion/watch_changes.ts";
import { watchForm } from "../domain/connectors/notion/watch_forms.ts";
import { settingsPage } from "./connection_settings.tsx";
import { type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires } from "./tenant.ts";

/** Which database of Notion is watched. */
export const notionSettings = new Hono<Env>()
  .post(`/:connection{${UUID}}/watching`, requires("connectors.change"), async (c) => {
    const { id, service } = await findConnection(c.var.tx, c.req.param("connection"));
    if (service !== "notion") throw new NotFound();
    const form = await readForm(c, watchForm);
    if (!form.ok) return await settingsPage(c, { watching: form }, 422);
    const { version, ...wish } = form.value;
    try {
      const { settings } = await watchDatabase(c.var.tx, id, version, wish);
      const said = `Thread watches ${settings.placeName ?? "it"}. Its columns are being read.`;
      return goAndSay(c, `/connectors/${id}/settings`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: error.message };
      return await settingsPage(c, { watching: { typed: await typedAgain(c), errors } }, 409);
    }
  });
