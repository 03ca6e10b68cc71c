import { Hono } from "hono";
import { StyleguideFront, StyleguideShell } from "../views/styleguide_pages.tsx";
import { Styleguide } from "../views/styleguide.tsx";
import type { Theme } from "../views/document.tsx";

/** Mounted at /styleguide, in development only. */
export const styleguide = new Hono<{ Variables: { nonce: string } }>()
  .get("/", (c) => c.html(<Styleguide nonce={c.var.nonce} />))
  .get(
    "/shell",
    (c) => c.html(<StyleguideShell nonce={c.var.nonce} theme={themeOf(c.req.query("theme"))} />),
  )
  .get(
    "/front",
    (c) => c.html(<StyleguideFront nonce={c.var.nonce} theme={themeOf(c.req.query("theme"))} />),
  );

function themeOf(asked: string | undefined): Theme {
  return asked === "light" || asked === "dark" ? asked : "system";
}
