import type { Settings } from "../domain/base/settings.ts";

interface Answers {
  request(path: string, init: RequestInit): Response | Promise<Response>;
}

export type Fields = Record<string, string | string[] | Blob>;

/** A browser without a screen: keeps cookies, says where its requests come from. */
export function openClient(app: Answers, settings: Settings, sessionToken?: string) {
  const jar = new Map<string, string>();
  const secure = settings.publicUrl.protocol === "https:";
  if (sessionToken) jar.set(secure ? "__Host-thread" : "thread", sessionToken);

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map((pair) => pair.join("=")).join("; "));
    if (!headers.has("sec-fetch-site")) headers.set("sec-fetch-site", "same-origin");
    const url = new URL(path, settings.publicUrl);
    const res = await app.request(url.href, { redirect: "manual", ...init, headers });
    for (const cookie of res.headers.getSetCookie()) keep(jar, cookie);
    return res;
  }

  const send = (method: string) => (path: string, fields: Fields = {}) =>
    request(path, { method, body: formOf(fields) });
  const htmx = { "HX-Request": "true", "HX-Request-Type": "partial" };

  return {
    jar,
    request,
    get: (path: string) => request(path),
    page: async (path: string) => await (await request(path)).text(),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
    /** The same, as htmx asks for a part of a page. */
    fragment: (method: string, path: string, fields?: Fields) =>
      request(path, { method, headers: htmx, body: fields && formOf(fields) }),
    /** Follows the redirects of a GET or a POST to the page a person ends up on. */
    async follow(res: Response): Promise<Response> {
      let answer = res;
      for (let hops = 0; hops < 5 && answer.headers.has("location"); hops++) {
        await answer.body?.cancel();
        answer = await request(answer.headers.get("location")!);
      }
      return answer;
    },
  };
}

export type Client = ReturnType<typeof openClient>;

function formOf(fields: Fields): FormData | URLSearchParams {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const)
  );
  const multipart = pairs.some(([, value]) => typeof value !== "string");
  const form = multipart ? new FormData() : new URLSearchParams();
  for (const [name, value] of pairs) form.append(name, value as string);
  return form;
}

function keep(jar: Map<string, string>, cookie: string) {
  const [pair = "", ...attributes] = cookie.split(/;\s*/);
  const [name = "", ...value] = pair.split("=");
  const gone = attributes.some((attribute) => /^max-age=0$/i.test(attribute));
  if (gone) jar.delete(name);
  else jar.set(name, value.join("="));
}
