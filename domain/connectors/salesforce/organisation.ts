import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import type { Secret } from "../../base/secret.ts";
import { API_VERSION } from "./client.ts";
import { judge } from "./judge.ts";

export interface Organisation {
  name?: string;
  /** Not known where the user may not read it. */
  isSandbox?: boolean;
}

const SOQL = "SELECT Id, Name, IsSandbox FROM Organization LIMIT 1";
const ANSWER_MS = 20_000;

/** The first call with a new token: what keeps every other out is said before it is kept. */
export async function readOrganisation(
  { fetch }: Outside,
  address: string,
  token: Secret,
): Promise<Organisation> {
  const url = new URL(`/services/data/v${API_VERSION}/query`, address);
  url.searchParams.set("q", SOQL);
  const answer = await ask(fetch, url, token);
  const verdict = judge(answer);
  if (verdict === "fine") return organisationIn(answer.text);
  if (verdict === "renew") throw new Refused("Salesforce does not take the token it just gave.");
  if ("reconnect" in verdict) throw new Refused(verdict.reconnect);
  if ("later" in verdict) throw new Upstream(`${verdict.later}.`, true);
  return {};
}

async function ask(fetch: Outside["fetch"], url: URL, token: Secret) {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token.reveal()}`, accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  } catch (cause) {
    throw new Upstream("Salesforce cannot be reached.", true, { cause });
  }
}

function organisationIn(text: string): Organisation {
  try {
    const { records: [found] } = JSON.parse(text) as {
      records: { Name?: string; IsSandbox?: boolean }[];
    };
    return { name: found?.Name, isSandbox: found?.IsSandbox };
  } catch (cause) {
    throw new Upstream("Salesforce answered with something that cannot be read.", true, { cause });
  }
}
