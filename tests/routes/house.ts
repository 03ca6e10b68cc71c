import type { RouteTable } from "../routes_table.ts";

/** What every process answers, and the pages about its own work. */
export const house: RouteTable = {
  "GET /portal-hosts": { may: "anyone", at: "/portal-hosts?domain=thread.test" },
  "GET /healthz": { may: "anyone" },
  "GET /readyz": { may: "anyone" },
  "GET /static/*": { may: "anyone", at: "/static/app.css" },
  "GET /live": { may: "member", stream: true },
  "GET /counts": { may: "member" },
  "GET /jobs": { may: "jobs.read", at: "/jobs?before={job}" },
  "GET /jobs/:id": { may: "jobs.read", at: "/jobs/{job}" },
  "POST /jobs/:id/retry": { may: "jobs.retry", at: "/jobs/{job}/retry", to: "/jobs" },
  "POST /jobs/:id/retry-of-all": { may: "jobs.retry", at: "/jobs/{job}/retry-of-all", to: "/jobs" },
  "POST /jobs/:id/discard": {
    may: "jobs.retry",
    at: "/jobs/{job}/discard",
    form: { reason: "It need not be done" },
    to: "/jobs",
  },
  "GET /mails": { may: "mails.settle", at: "/mails?view=all&to=canary&before={mail}" },
  "GET /mails/:id": { may: "mails.settle", at: "/mails/{mail}" },
  "GET /mails/:id/html": { may: "mails.settle", at: "/mails/{mail}/html" },
  "POST /mails/:id/arrival": {
    may: "mails.settle",
    at: "/mails/{lostMail}/arrival",
    to: "/mails/{lostMail}",
  },
  "POST /mails/:id/resending": {
    may: "mails.settle",
    at: "/mails/{lostMail}/resending",
    to: "/mails/{lostMail}",
  },
  "GET /outbox": { may: "operator", at: "/outbox?to=canary&before={mail}" },
  "GET /outbox/:org/:id": { may: "operator", at: "/outbox/{org}/{mail}" },
  "GET /outbox/:org/:id/html": { may: "operator", at: "/outbox/{org}/{mail}/html" },
  "GET /styleguide": { may: "anyone" },
  "GET /styleguide/shell": { may: "anyone", at: "/styleguide/shell?theme=dark" },
  "GET /styleguide/front": { may: "anyone", at: "/styleguide/front?theme=dark" },
};
