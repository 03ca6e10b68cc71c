import { Hono } from "hono";
import { collaboratorForm, testForm, versionForm } from "../domain/accounts/account_forms.ts";
import type { Account, AccountWithPeople } from "../domain/accounts/accounts.ts";
import { markTest } from "../domain/accounts/account_states.ts";
import {
  addCollaborator,
  listCollaborators,
  removeCollaborator,
} from "../domain/accounts/collaborators.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { timeZones } from "../domain/base/time_zones.ts";
import { archiveWithPlan, restoreWithPlan } from "../domain/onboarding/account_archival.ts";
import { listAccountDays } from "../domain/onboarding/account_days.ts";
import { findPolicy } from "../domain/onboarding/notification_policies.ts";
import { channelWords } from "../domain/messages/channel_words.ts";
import { accountChannelForm } from "../domain/messages/alert_forms.ts";
import {
  accountChannel,
  chooseAccountChannel,
  isConnected,
} from "../domain/messages/channel_choices.ts";
import { offeredChannels } from "../domain/messages/channels.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may, whoMay } from "../domain/people/roles.ts";
import { listMembers } from "../domain/people/members.ts";
import { AccountSettings } from "../views/account_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, mayOnAccount, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { signedInAs } from "./tenant.ts";

export const accountSettings = new Hono<Env>()
  .get(`${ACCOUNT}/settings`, async (c) => settingsPage(c, await accountOf(c)))
  .post(`${ACCOUNT}/archival`, requiresOnAccount("accounts.archive"), (c) => {
    return change(c, versionForm, async ({ id }, { version }) => {
      const { name } = await archiveWithPlan(c.var.tx, id, version);
      return `${name} is archived.`;
    });
  })
  .post(`${ACCOUNT}/restoration`, requiresOnAccount("accounts.archive"), (c) => {
    return change(c, versionForm, async ({ id }, { version }) => {
      const { name } = await restoreWithPlan(c.var.tx, id, version);
      return `${name} is restored.`;
    });
  })
  .post(`${ACCOUNT}/test`, requiresOnAccount("accounts.change"), (c) => {
    return change(c, testForm, async ({ id }, { version, test }) => {
      const { name } = await markTest(c.var.tx, id, version, test);
      return `${name} is ${test ? "a test account" : "a real account"} now.`;
    });
  })
  .post(`${ACCOUNT}/channel`, requiresOnAccount("plans.change"), async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, accountChannelForm);
    if (!form.ok) return await settingsPage(c, account, { channelForm: form, status: 422 });
    try {
      const channel = await chooseAccountChannel(c.var.tx, account, form.value.channel);
      const said = channel
        ? `Messages of ${account.name} go to ${channelWords(channel)}.`
        : `${account.name} has no channel any more.`;
      return goAndSay(c, `/accounts/${account.id}/settings`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const channelForm = { typed: await typedAgain(c), errors: { channel: error.message } };
      return await settingsPage(c, account, { channelForm, status: 409 });
    }
  })
  .post(`${ACCOUNT}/collaborators`, requiresOnAccount("accounts.assign"), async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, collaboratorForm);
    if (!form.ok) return await settingsPage(c, account, { form, status: 422 });
    try {
      const { name } = await addCollaborator(c.var.tx, account.id, form.value.member_id);
      return goAndSay(c, `/accounts/${account.id}/settings`, `${name} is a collaborator now.`);
    } catch (error) {
      if (!(error instanceof Refused || error instanceof NotFound)) throw error;
      const refusal = error instanceof NotFound ? "Choose from the people shown." : error.message;
      return await settingsPage(c, account, { refusal, status: 409 });
    }
  })
  .post(
    `${ACCOUNT}/collaborators/:member{${UUID}}/removal`,
    requiresOnAccount("accounts.assign"),
    async (c) => {
      const account = await accountOf(c);
      const { name } = await removeCollaborator(c.var.tx, account.id, c.req.param("member"));
      return goAndSay(c, `/accounts/${account.id}/settings`, `${name} no longer collaborates.`);
    },
  );

/** One button of the page: what it did is said, or why it did nothing. */
async function change<T>(
  c: Ctx,
  schema: Parameters<typeof readForm<T>>[1],
  work: (account: Account, value: T) => Promise<string>,
) {
  const account = await accountOf(c);
  const form = await readForm(c, schema);
  if (!form.ok) {
    const refusal = Object.values(form.errors).join(" ");
    return await settingsPage(c, account, { refusal, status: 422 });
  }
  try {
    const said = await work(account, form.value);
    return goAndSay(c, `/accounts/${account.id}/settings`, said);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await settingsPage(c, await accountOf(c), { refusal: error.message, status: 409 });
  }
}

export async function settingsPage(
  c: Ctx,
  account: AccountWithPeople,
  { form, zoneForm, dayForm, channelForm, refusal, status }: {
    form?: FormState;
    zoneForm?: FormState;
    dayForm?: FormState;
    channelForm?: FormState;
    refusal?: string;
    status?: 409 | 422;
  } = {},
) {
  const permitted = mayOnAccount(c);
  const [
    collaborators,
    { members },
    days,
    { time_zone: usual },
    policy,
    channel,
    channels,
  ] = await Promise.all([
    listCollaborators(c.var.tx, account.id),
    listMembers(c.var.tx, {}),
    listAccountDays(c.var.tx, account.id),
    findOrg(c.var.tx),
    findPolicy(c.var.tx),
    accountChannel(c.var.tx, account.id),
    offeredChannels(c.var.tx),
  ]);
  const editable = may(signedInAs(c).member.roles, "plans.change") && !account.archived_at;
  const props = {
    ...{ account, collaborators, members, form, refusal },
    may: permitted,
    grantedBy: whoMay("accounts.archive"),
    channel: {
      ...{ account, channel, channels, editable, form: channelForm },
      isConnected: await isConnected(c.var.tx),
    },
    reminders: { account, isOn: policy.reminders_on, editable },
    calendar: { account, days, zones: timeZones(), usual, editable, zoneForm, dayForm },
  };
  return await showAccount(c, account, <AccountSettings {...props} />, { status });
}
