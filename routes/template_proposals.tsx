import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import type { Typed } from "../domain/base/forms.ts";
import {
  againForm,
  readReview,
  reviewForm,
  typedProposal,
  wishForm,
} from "../domain/onboarding/proposal_forms.ts";
import {
  askAgain,
  askForTemplate,
  dismissProposal,
  findProposal,
  keepEdits,
  listOpenProposals,
  type Proposal,
  takeTemplate,
} from "../domain/onboarding/proposals.ts";
import { warningsIn } from "../domain/onboarding/proposal_warnings.ts";
import type { ProposedTemplate } from "../domain/onboarding/template_outline.ts";
import { providerOf } from "../domain/writing/provider.ts";
import type { FormState } from "../views/parts/fields.tsx";
import {
  DescribePage,
  ProposalFailed,
  ProposalProgress,
  ProposalSettled,
} from "../views/template_proposals.tsx";
import { ProposalReview } from "../views/template_review.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

const PROPOSAL = `/:proposal{${UUID}}`;

/** A template from a description: asked for, written by a job, reviewed, and only then made. */
export const templateProposals = new Hono<Env>()
  .use(requires("templates.change"))
  .get("/", (c) => describePage(c))
  .post("/", async (c) => {
    const form = await readForm(c, wishForm);
    if (!form.ok) return await describePage(c, form);
    const { wish, rules } = form.value;
    const { id: memberId } = signedInAs(c).member;
    const id = await askForTemplate(c.var.tx, memberId, { wish, rulesOnly: rules === "yes" });
    return goTo(c, `/templates/proposals/${id}`);
  })
  .get(PROPOSAL, async (c) => proposalPage(c, await findTemplateProposal(c)))
  .post(PROPOSAL, async (c) => {
    const proposal = await findTemplateProposal(c);
    const form = await readForm(c, reviewForm);
    if (!form.ok) return await proposalPage(c, proposal, form);
    const { version, press, ...rest } = form.value;
    const typed = rest as Typed;
    if (proposal.state !== "written") return await proposalPage(c, proposal);
    const read = readReview(typed, proposal.answer as ProposedTemplate);
    if (!read.ok) return await proposalPage(c, proposal, { typed, errors: read.errors });
    try {
      if (press === "take") {
        const made = await takeTemplate(c.var.tx, proposal.id, version, read.value);
        return goAndSay(c, `/templates/${made.id}`, `${made.name} is created as a draft.`);
      }
      await keepEdits(c.var.tx, proposal.id, version, read.value);
      return goAndSay(
        c,
        `/templates/proposals/${proposal.id}`,
        "Your changes are kept. There is no template yet.",
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await proposalPage(c, proposal, { typed, errors: { form: error.message } }, 409);
    }
  })
  .post(`${PROPOSAL}/tries`, async (c) => {
    const { id } = await findTemplateProposal(c);
    const form = await readForm(c, againForm);
    if (!form.ok) throw new Refused(Object.values(form.errors).join(" "));
    await askAgain(c.var.tx, id, form.value.rules === "yes");
    return goTo(c, `/templates/proposals/${id}`);
  })
  .post(`${PROPOSAL}/dismissal`, async (c) => {
    const { id } = await findTemplateProposal(c);
    await dismissProposal(c.var.tx, id);
    return goAndSay(c, "/templates", "The proposal is discarded.");
  });

async function findTemplateProposal(c: Ctx): Promise<Proposal> {
  const proposal = await findProposal(c.var.tx, c.req.param("proposal")!);
  if (proposal.kind !== "template") throw new NotFound();
  return proposal;
}

async function describePage(c: Ctx, form?: FormState) {
  const provider = providerOf(c.var.house.outside);
  return await showPage(
    c,
    {
      title: "Describe your onboarding",
      narrow: true,
      header: { back: { href: "/templates", label: "Templates" } },
      notice: takeNotice(c),
    },
    <DescribePage
      form={form}
      open={await listOpenProposals(c.var.tx)}
      model={provider?.model}
    />,
    form ? 422 : 200,
  );
}

async function proposalPage(
  c: Ctx,
  proposal: Proposal,
  form?: FormState,
  status: 409 | 422 = 422,
) {
  return await showPage(
    c,
    {
      title: "Proposed template",
      header: { back: { href: "/templates/proposals", label: "Describe your onboarding" } },
      notice: takeNotice(c),
    },
    bodyOf(proposal, form),
    form ? status : 200,
  );
}

function bodyOf(proposal: Proposal, form?: FormState) {
  switch (proposal.state) {
    case "waiting":
    case "writing":
      return <ProposalProgress proposal={proposal} />;
    case "failed":
      return <ProposalFailed proposal={proposal} />;
    case "taken":
    case "dismissed":
      return <ProposalSettled proposal={proposal} />;
    case "written": {
      const proposed = proposal.answer as ProposedTemplate;
      const typed = form?.typed ?? typedProposal(proposed);
      return (
        <ProposalReview
          proposal={proposal}
          proposed={proposed}
          form={{ typed, errors: form?.errors ?? {} }}
          warnings={warningsIn(proposed)}
        />
      );
    }
  }
}
