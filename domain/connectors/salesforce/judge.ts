import type { Verdict } from "../service.ts";
import { plain, TROUBLES } from "./refusals.ts";

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

const MOVED = "Salesforce has moved this organisation to another address. Connect again.";
const HOUR = 3600;

/** What an answer of the REST API means. Its body is a list of errors, or a page of a proxy. */
export function judge(answer: Answer): Verdict {
  const { status } = answer;
  if (status < 300 || status === 304) return "fine";
  const fault = faultIn(answer);
  if (status === 300) return { refused: "Salesforce knows several records by this name." };
  if (status < 400) return { reconnect: MOVED };
  if (status === 401) return unauthorised(fault);
  if (status === 403) return forbidden(fault);
  if (status === 420 || status === 429) {
    return { later: "Salesforce asks Thread to wait", seconds: waitFor(answer, 60) };
  }
  if (status >= 500) {
    return { later: `Salesforce is in trouble (${status})`, seconds: waitFor(answer, 30) };
  }
  if (status === 414 || status === 431) return { refused: "The question is too long." };
  return { refused: fault.words || `Salesforce answered ${status}.` };
}

/** "api-usage=10018/100000", sometimes with more behind it. */
export function usage(headers: Headers): { used: number; limit: number } | undefined {
  const found = /api-usage=(\d+)\/(\d+)/.exec(headers.get("sforce-limit-info") ?? "");
  if (!found || Number(found[2]) === 0) return undefined;
  return { used: Number(found[1]), limit: Number(found[2]) };
}

/** Some answers of 401 are about the app, and a fresh token would be refused like the old one. */
function unauthorised({ words }: Fault): Verdict {
  return /not attached to Agent|not valid for use with the REST API/i.test(words)
    ? { reconnect: `${words} ${TROUBLES.app}` }
    : "renew";
}

function forbidden({ code, words }: Fault): Verdict {
  if (code === "REQUEST_LIMIT_EXCEEDED") {
    return /concurrent/i.test(words)
      ? { later: "Too many requests of this organisation run at once", seconds: 60 }
      : {
        later: "The organisation has used up what Salesforce allows in 24 hours",
        seconds: HOUR,
      };
  }
  if (/^API_(CURRENTLY_)?DISABLED/.test(code)) return { reconnect: TROUBLES.api };
  if (/bad_oauth_token/i.test(code + words)) return "renew";
  if (/IP.?RESTRICT|RESTRICTED.?IP|INVALID_IP/i.test(code + words)) {
    return { reconnect: TROUBLES.addresses };
  }
  if (/ORG_LOCKED|PASSWORD|USER_INACTIVE/i.test(code)) return { reconnect: words };
  return { refused: words || "The connected user may not do this in Salesforce." };
}

interface Fault {
  code: string;
  words: string;
}

function faultIn({ text, headers }: Answer): Fault {
  if (!headers.get("content-type")?.includes("json")) {
    const isPage = headers.get("content-type")?.includes("html") || text.startsWith("<");
    return { code: "", words: isPage ? "" : plain(text) };
  }
  try {
    const [first] = [JSON.parse(text)].flat() as { errorCode?: unknown; message?: unknown }[];
    const code = typeof first?.errorCode === "string" ? first.errorCode : "";
    const message = typeof first?.message === "string" ? plain(first.message) : "";
    return { code, words: message && `Salesforce: ${message}${code && ` (${code})`}.` };
  } catch {
    return { code: "", words: "" };
  }
}

function waitFor({ headers }: Answer, otherwise: number): number {
  const named = Number(headers.get("retry-after"));
  return Number.isFinite(named) && named > 0 ? Math.min(Math.ceil(named), HOUR) : otherwise;
}
