import { Hono } from "hono";
import { z } from "zod";
import {
  countAlike,
  COUNTED,
  countJobs,
  discardJob,
  findParked,
  listParked,
  retryAlike,
  retryJob,
} from "../domain/base/parked_jobs.ts";
import { may } from "../domain/people/roles.ts";
import { JobPage, type JobPageProps, JobsPage, kindLabel } from "../views/jobs.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage, showPart } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const NUMBER = "[0-9]{1,15}";

const discarding = z.strictObject({
  reason: z.string().trim().min(1, "Say why it need not be done").max(500, "At most 500 letters"),
});

/** Work in the background: what waits and runs, and what is parked until a person decides. */
export const jobs = new Hono<Env>()
  .use(requires("jobs.read"))
  .get("/", async (c) => {
    const before = c.req.query("before");
    const [counts, page] = await Promise.all([
      countJobs(c.var.tx),
      listParked(c.var.tx, { before }),
    ]);
    const part = (
      <JobsPage
        {...page}
        counts={counts}
        counted={COUNTED}
        still={before !== undefined}
        mayRetry={mayRetry(c)}
      />
    );
    return await showPart(c, part, () => {
      const notice = takeNotice(c);
      const lead = "What Thread does in the background for your organisation.";
      return showPage(
        c,
        { title: "Jobs", header: { lead }, notice },
        part,
      );
    });
  })
  .get(`/:id{${NUMBER}}`, (c) => showJob(c, idOf(c)))
  .post(`/:id{${NUMBER}}/retry`, requires("jobs.retry"), async (c) => {
    await retryJob(c.var.tx, idOf(c));
    return goAndSay(c, "/jobs", "The job is tried again");
  })
  .post(`/:id{${NUMBER}}/retry-of-all`, requires("jobs.retry"), async (c) => {
    const count = await retryAlike(c.var.tx, idOf(c));
    return goAndSay(
      c,
      "/jobs",
      count === 1 ? "The job is tried again" : `${count} jobs are tried again`,
    );
  })
  .post(`/:id{${NUMBER}}/discard`, requires("jobs.retry"), async (c) => {
    const form = await readForm(c, discarding);
    if (!form.ok) return await showJob(c, idOf(c), form);
    await discardJob(c.var.tx, idOf(c), form.value.reason);
    return goAndSay(c, "/jobs", "The job is discarded");
  });

async function showJob(c: Ctx, id: number, form?: JobPageProps["form"]) {
  const job = await findParked(c.var.tx, id);
  const alike = await countAlike(c.var.tx, job);
  return await showPage(
    c,
    {
      title: kindLabel(job),
      header: { back: { href: "/jobs", label: "Jobs" } },
    },
    <JobPage job={job} alike={alike} mayRetry={mayRetry(c)} form={form} />,
    form ? 422 : 200,
  );
}

const idOf = (c: Ctx) => Number(c.req.param("id"));

const mayRetry = (c: Ctx) => may(signedInAs(c).member.roles, "jobs.retry");
