import assert from "node:assert/strict";
import { makeApp } from "../routes/app.tsx";
import type { House } from "../routes/env.ts";
import { routeNames, routesTable } from "./routes_table.ts";
import { testSettings } from "./test_app.ts";

Deno.test("every route is described, and every description is of a route", () => {
  const app = makeApp({ settings: testSettings() } as House);
  assert.deepEqual(routeNames(app).toSorted(), Object.keys(routesTable).toSorted());
});

Deno.test("a route's name has no pattern in it", () => {
  const routes = [
    { method: "ALL", path: "/*" },
    { method: "GET", path: "/mails/:id{[0-9a-f]{8}-[0-9a-f]{4}}/:what{a|b}/html" },
    { method: "GET", path: "/mails/:id{[0-9a-f]{8}-[0-9a-f]{4}}/:what{a|b}/html" },
  ];
  assert.deepEqual(routeNames({ routes }), ["GET /mails/:id/:what/html"]);
});
