import assert from "node:assert/strict";
import type { Client } from "./client.ts";

/** What a person types into the form of a new account. */
export const NORTHWIND = {
  id: "0198b000-0000-7000-8000-000000000001",
  name: "Northwind Traders",
  domain: "https://www.northwind.example/about",
  segment: "Enterprise",
  industry: "Logistics",
  product_line: "",
  use_case: "",
  arr: "€50.000",
  arr_currency: "USD",
  closed_on: "2026-11-02",
  go_live_on: "2026-12-14",
  csm_id: "",
  ae_id: "",
};

/** Adds an account as a person would, and answers its address. */
export async function addAccount(
  client: Client,
  fields: Record<string, string> = {},
): Promise<string> {
  const id = crypto.randomUUID();
  const res = await client.post("/accounts", { ...NORTHWIND, id, ...fields });
  assert.equal(res.status, 303, await res.clone().text());
  return res.headers.get("location")!;
}
