import { Hono } from "hono";
import type { Member } from "../domain/people/members.ts";
import { MemberRow } from "../views/members.tsx";

const page = `<!DOCTYPE html><title>Still</title><p>${"Nothing moves here. ".repeat(256)}</p>`;

const member: Member = {
  org_id: crypto.randomUUID(),
  id: crypto.randomUUID(),
  identity_id: crypto.randomUUID(),
  email: "chloe.castro@example.com",
  name: "Chloé Castro",
  name_key: "chloé castro",
  surname_key: "castro",
  job_title: "CSM",
  roles: ["admin", "csm"],
  joined_at: new Date(),
  booking_url: null,
  lead_id: null,
  deactivated_at: null,
  version: 1,
};

const app = new Hono()
  .get("/page", (c) => c.html(page))
  .get("/row", (c) => c.html(<MemberRow member={member} />));

const { addr } = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, app.fetch);
console.log(`http://127.0.0.1:${addr.port}`);
