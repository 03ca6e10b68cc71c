import { COMPANIES, CONTACTS, DEALS, NOTES, type Portal } from "./hubspot_portal.ts";

/** A deal with one of everything that can be odd about it. */
export function wonDeal(portal: Portal) {
  const deal = portal.add(DEALS, {
    dealname: "Northwind – onboarding",
    amount: "120000.50",
    dealstage: "closedwon",
    pipeline: "default",
    closedate: "2026-12-01T02:00:00Z",
    hubspot_owner_id: "78",
    go_live: "2027-02-01",
    modules: "core;sso",
    signed_dpa: "false",
    success_plan: "<p>Ten weeks</p><ul><li>first pilot</li></ul><script>x()</script>",
    description: " ",
  });
  const other = portal.add(COMPANIES, { name: "Other Ltd" });
  const company = portal.add(COMPANIES, {
    name: "Northwind Traders",
    domain: "northwind.example",
    industry: "COMPUTER_SOFTWARE",
    numberofemployees: "about 50",
  });
  portal.tie(deal, COMPANIES, other, { typeId: 341 });
  portal.tie(deal, COMPANIES, company, { typeId: 5 });
  portal.tie(deal, CONTACTS, portal.add(CONTACTS, { firstname: "Jo", lastname: "Lind" }));
  const sam = portal.add(CONTACTS, { email: "sam@n.example", jobtitle: "COO" });
  portal.tie(deal, CONTACTS, sam, { label: "Primary contact" });
  const note = (hs_note_body: string, hs_timestamp: string) =>
    portal.tie(deal, NOTES, portal.add(NOTES, { hs_note_body, hs_timestamp }), { typeId: 214 });
  note("<div>First&nbsp;call</div>", "2026-11-18T09:00:00Z");
  note("<p>Second: they <b>sign</b> &amp; start</p>", "2026-11-20T09:00:00Z");
  note("<img src=x>", "2026-11-21T09:00:00Z");
  return deal;
}
