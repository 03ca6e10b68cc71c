import assert from "node:assert/strict";
import fc from "fast-check";
import { importFields } from "./import_fields.ts";
import { readFreeText } from "./import_free_text.ts";

const fields = importFields([{ key: "seats", label: "Seats" }]);
const read = (text: string) => [...readFreeText(text, fields)].map(({ values }) => values);

Deno.test("readFreeText() proposes a record for each line that tells of an account", () => {
  const text = `Hi team, here are the customers we look after by hand, please put them in:

- Northwind Traders, Enterprise, ARR $50k, Dana Reed <dana@northwind.example>, go-live 2026-12-14
2. Contoso GmbH – 50.000,00 € – jan@contoso.example, +49 30 123456, closed 3 Nov 2026
Fabrikam Inc has an SMB plan worth 12,500 www.fabrikam.example
Tailspin Toys
Thanks a lot, and see you on Monday at the usual place!`;
  assert.deepEqual(read(text), [
    {
      name: "Northwind Traders",
      segment: "Enterprise",
      arr: "$50k",
      contact_name: "Dana Reed",
      contact_email: "dana@northwind.example",
      go_live_on: "2026-12-14",
      domain: "northwind.example",
    },
    {
      name: "Contoso GmbH",
      arr: "50.000,00 €",
      contact_email: "jan@contoso.example",
      contact_phone: "+49 30 123456",
      closed_on: "3 Nov 2026",
      domain: "contoso.example",
    },
    { name: "Fabrikam Inc", segment: "SMB", arr: "12,500", domain: "www.fabrikam.example" },
    { name: "Tailspin Toys" },
  ]);
});

Deno.test("readFreeText() keeps lines with labels together until a label comes again", () => {
  const text =
    "Company: One\nARR: 120k USD\nSeats: 25\nOwner: bob@acme.test\nCompany: Two\nARR: 5k";
  assert.deepEqual(read(text), [
    { name: "One", arr: "120k USD", field_seats: "25", csm: "bob@acme.test" },
    { name: "Two", arr: "5k" },
  ]);
});

Deno.test("readFreeText() takes a private address for no company's domain", () => {
  assert.equal(read("Contoso, jan@gmail.com")[0]!.domain, undefined);
});

Deno.test("readFreeText() proposes nothing that does not stand in its passage", () => {
  const piece = fc.constantFrom(
    ...["Northwind", "ARR", "$50k", "a@b.example", "go-live", "03/04/26", ",", ";", ":", "\n", "-"],
    ...["SMB", "www.x.example", "+49 30 123456", "closed", "2026-12-14", "Owner", "Dana Reed"],
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    for (const { snippet, values } of readFreeText(pieces.join(" "), fields)) {
      for (const value of Object.values(values)) {
        assert.ok(snippet.toLowerCase().includes(value.toLowerCase()), `${value} in ${snippet}`);
      }
    }
  }));
});

Deno.test("readFreeText() takes long hostile lines in its stride", () => {
  const lines = [
    "a".repeat(9000),
    "1".repeat(9000),
    "a.".repeat(4500),
    "a@".repeat(4500),
    "$".repeat(9000),
  ];
  const since = performance.now();
  for (const line of lines) read(Array(20).fill(line).join("\n"));
  assert.ok(performance.now() - since < 15_000);
});
