import { Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { contentSecurityPolicy } from "../../routes/security.ts";
import { staticFiles } from "../../routes/static_files.ts";
import { styleguide } from "../../routes/styleguide.tsx";
import { Button } from "../../views/parts/buttons.tsx";
import { CommandResults } from "../../views/parts/command_menu.tsx";
import { Field, type FormState } from "../../views/parts/fields.tsx";
import { ErrorSummary } from "../../views/parts/forms.tsx";
import { Shell, type ShellSession } from "../../views/shell.tsx";

/** The shell with a page that uses all that the browser's scripts do, and the posts it received. */
export interface ShellSite extends AsyncDisposable {
  origin: string;
  posts: string[];
  /** Sends a named event down every open live stream. */
  tell: (event: string) => Promise<void>;
  /** Ends every open live stream, and refuses it from now on. */
  revoke: () => void;
  /** Lets the posts that wait be answered. */
  release: () => void;
}

export function startShellSite(): ShellSite {
  const posts: string[] = [];
  const held = Promise.withResolvers<void>();
  const streams = new Set<SSEStreamingApi>();
  let revoked = false;
  const app = new Hono<{ Variables: { nonce: string } }>();
  app.use(async (c, next) => {
    c.set("nonce", crypto.randomUUID());
    await next();
    c.header("content-security-policy", contentSecurityPolicy(c.var.nonce));
  });
  app.route("/static", staticFiles).route("/styleguide", styleguide);
  app.get("/live", (c) => {
    if (revoked) return c.body(null, 401);
    return streamSSE(c, async (stream) => {
      const closed = new Promise<void>((done) => stream.onAbort(done));
      streams.add(stream);
      await stream.writeSSE({ data: LIVE_COUNT, retry: 10 });
      await closed;
      streams.delete(stream);
    });
  });
  app.get("/search", (c) => c.html(<CommandResults groups={[found(c.req.query("q")!)]} />));
  app.post("/refused", (c) => c.html(<TestForm form={REFUSED} />, 422));
  app.post("/failing", (c) => c.text("Stack trace", 500));
  app.post("/told", (c) => {
    c.header("hx-trigger", JSON.stringify({ toast: { text: "Saved" } }));
    return c.body(null, 204);
  });
  app.delete("/rows/:id", (c) => c.body(""));
  app.post("/posts/held", async (c) => {
    posts.push("held");
    await held.promise;
    return c.html(`<p id="answered">Answered</p>`);
  });
  app.all("/posts/:name", (c) => {
    posts.push(c.req.param("name"));
    return c.html(`<p id="answered">Answered</p><script>window.ran = true</script>`);
  });
  for (const path of ["/", "/members"]) {
    app.get(
      path,
      (c) => c.html(<TestPage nonce={c.var.nonce} path={path} off={c.req.query("off")} />),
    );
  }
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, app.fetch);
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    posts,
    tell: async (event) => {
      await Promise.all([...streams].map((stream) => stream.writeSSE({ event, data: "" })));
    },
    revoke: () => {
      revoked = true;
      for (const stream of streams) stream.abort();
    },
    release: held.resolve,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const LIVE_COUNT = `<hx-partial hx-target="#count-members" hx-swap="outerMorph">` +
  `<span class="count" id="count-members">7</span></hx-partial>`;

const REFUSED: FormState = {
  typed: { email: "priya@gmail.com" },
  errors: { email: "Use your work e-mail" },
};

function found(query: string) {
  const label = `Found ${query}`;
  return { label: "People", commands: [{ id: "found", label, href: "/members" }] };
}

function TestPage({ nonce, path, off }: { nonce: string; path: string; off?: string }) {
  const session: ShellSession = {
    org: { id: "acme", name: "Acme Cloud" },
    orgs: [{ id: "acme", name: "Acme Cloud" }],
    person: { name: "Alice Stone", email: "alice@acme.example", roles: ["admin"] },
    theme: "system",
    nonce,
    path,
    counts: {},
    demo: false,
    hotkeysOff: off === "yes",
  };
  return (
    <Shell session={session} title={path === "/" ? "Home" : "Members"} header={{}}>
      <table>
        <caption>Rows</caption>
        <tbody>{["one", "two", "three"].map((name) => <TestRow name={name} />)}</tbody>
      </table>
      <TestForm />
      <div class="row">
        <Button id="told" hx-post="/told">Tell</Button>
        <Button id="failing" hx-post="/failing">Fail</Button>
        <Button
          id="asked"
          hx-post="/posts/asked"
          hx-confirm="Archive Acme?"
          hx-target="#answer"
          hx-swap="innerHTML"
        >
          Archive
        </Button>
      </div>
      <div id="answer"></div>
      <form method="post" action="/posts/held" target="elsewhere">
        <Button id="plain" type="submit">Send plainly</Button>
      </form>
    </Shell>
  );
}

function TestRow({ name }: { name: string }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/rows/${name}`}>{name}</a>
      </th>
      <td>
        <Button
          id={`delete-${name}`}
          hx-delete={`/rows/${name}`}
          hx-target="closest tr"
          hx-swap="delete"
        >
          Delete {name}
        </Button>
      </td>
    </tr>
  );
}

function TestForm({ form }: { form?: FormState }) {
  return (
    <form
      id="form"
      class="form"
      method="post"
      action="/refused"
      hx-post="/refused"
      hx-target="this"
      hx-swap="outerMorph"
    >
      <ErrorSummary errors={form?.errors} />
      <Field name="email" label="E-mail" form={form} />
      <Button type="submit">Save</Button>
    </form>
  );
}
