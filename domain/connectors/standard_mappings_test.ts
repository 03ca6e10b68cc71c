import assert from "node:assert/strict";
import { connected, CONNECTION, SERVICE } from "../../tests/opportunities.ts";
import { testApp } from "../../tests/test_app.ts";
import { listFields } from "../accounts/account_fields.ts";
import { changeMapping, findMapping, removeMapping } from "./mapping_edits.ts";
import { listMappings } from "./mappings.ts";
import type { OutsideField, StandardKey } from "./service.ts";
import { standardMappings } from "./standard_mappings.ts";

Deno.test("standard mappings are laid once, and keep what people made of them", async () => {
  await using thread = await testApp();
  const { act } = await connected(thread);
  await act(async (tx) => {
    const made = await listMappings(tx, CONNECTION.id);
    assert.deepEqual(made.map(({ target, field }) => [target, field]), [
      ["name", "Name"],
      ["arr", "Amount"],
      ["closed_on", "CloseDate"],
      ["ae", "Owner.Email"],
      ["field:company_name", "Account.Name"],
      ["field:company_size", "Account.Size"],
      ["contact_name", "primary_contact.name"],
      ["contact_email", "primary_contact.email"],
    ]);
    const labels = (await listFields(tx)).map(({ label, type }) => `${label}: ${type}`);
    assert.deepEqual(labels, ["Company name: text", "Company size: text"]);
    const name = made.find(({ target }) => target === "name")!;
    await changeMapping(tx, name, 1, { field: "Account.Name", policy: "crm", required: true });
    await removeMapping(tx, made.find(({ target }) => target === "ae")!, 1);
    await assert.rejects(removeMapping(tx, await findMapping(tx, CONNECTION.id, name.id), 2), {
      message: /Every account needs a name/,
    });
    await standardMappings(tx, CONNECTION.id, SERVICE);
    const after = await listMappings(tx, CONNECTION.id);
    assert.equal(after.find(({ target }) => target === "name")!.field, "Account.Name");
    assert.equal(after.some(({ target }) => target === "ae"), false);
    assert.equal((await listFields(tx)).length, 2);
  });
});

Deno.test("where people name their columns, what they hold decides, in another database too", async () => {
  await using thread = await testApp();
  const { act } = await connected(thread);
  await thread.rows("delete from field_mappings");
  const column = (id: string, label: string, means: StandardKey[]): OutsideField => ({
    ...{ id, label, means, of: "Customers", type: "text", custom: true },
  });
  const service = {
    standard: SERVICE.standard.filter(({ key }) => key !== "record_name"),
    reader: { ...SERVICE.reader, places: () => Promise.resolve([]) },
  };
  const watch = async (...fields: OutsideField[]) => {
    await thread.rows("update connection_schemas set fields = $1", [fields]);
    return await act(async (tx) => {
      await standardMappings(tx, CONNECTION.id, service);
      const all = await listMappings(tx, CONNECTION.id);
      return all.map(({ target, field }) => `${target} from ${field}`).sort();
    });
  };
  assert.deepEqual(await watch(), [], "nothing is watched yet");
  const company = column("c1", "Customer", ["company_name"]);
  assert.deepEqual(await watch(company, column("c2", "Value", ["amount"])), [
    ...["arr from c2", "field:company_name from c1", "name from c1"],
  ]);
  await act(async (tx) => {
    const arr = (await listMappings(tx, CONNECTION.id)).find(({ target }) => target === "arr")!;
    await changeMapping(tx, arr, 1, { field: "c1", policy: "crm", required: false });
  });
  assert.deepEqual(
    await watch(column("d1", "Company", ["company_name"]), column("d2", "ARR", ["amount"])),
    ["arr from c1", "field:company_name from d1", "name from d1"],
    "what somebody has mapped stays, to be seen and mended",
  );
});
