import { Hono } from "hono";
import { z } from "zod";
import { Refused } from "../domain/base/errors.ts";
import { changeLead } from "../domain/people/leads.ts";
import { findMember } from "../domain/people/members.ts";
import { type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { showMember } from "./members.tsx";
import { goAndSay } from "./notices.ts";
import { requires } from "./tenant.ts";

const leadForm = z.strictObject({
  lead_id: z.union([z.literal("").transform(() => null), z.uuid()], {
    error: "Choose from the people shown.",
  }),
});

/** Mounted at /members. Who is told when somebody's work is late for long. */
export const memberLeads = new Hono<Env>()
  .post(`/:id{${UUID}}/lead`, requires("members.change"), async (c) => {
    const member = await findMember(c.var.tx, c.req.param("id"));
    const form = await readForm(c, leadForm);
    if (!form.ok) return await showMember(c, member, Object.values(form.errors)[0]);
    try {
      await changeLead(c.var.tx, member.id, form.value.lead_id);
      return goAndSay(c, `/members/${member.id}`, `The lead of ${member.name} is saved.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await showMember(c, member, error.message);
    }
  });
