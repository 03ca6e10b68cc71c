import type { Outside } from "../base/outside.ts";

/** The server that writes, as the operator set it up. */
export interface Provider {
  url: string;
  model: string;
  /** Servers of one's own often want none. */
  key?: string;
}

const OPENAI = "https://api.openai.com/v1";
const OPENAI_MODEL = "gpt-5-mini";

/** Absent where the operator set none: then rules write. */
export function providerOf({ secret }: Pick<Outside, "secret">): Provider | undefined {
  const [url, key] = [secret("OPENAI_BASE_URL"), secret("OPENAI_API_KEY")];
  if (!url && !key) return undefined;
  return {
    url: (url || OPENAI).replace(/\/+$/, ""),
    key: key || undefined,
    model: secret("OPENAI_MODEL") || OPENAI_MODEL,
  };
}
