import assert from "node:assert/strict";
import type { Child } from "hono/jsx";
import { Checkbox, CheckboxGroup } from "./choices.tsx";
import { Field, Select } from "./fields.tsx";
import { ErrorSummary } from "./forms.tsx";

const html = async (child: Child) => String(await (<>{child}</>).toString());

const form = {
  typed: { email: "priya@gmail.com", roles: ["csm", "ops"], zone: "b" },
  errors: { email: "Use your work e-mail", form: "This form is out of date" },
};

Deno.test("<Field> keeps what was typed and ties hint and error to the input", async () => {
  const field = await html(
    <Field
      name="email"
      label="E-mail"
      hint="We send a code"
      value="old@acme.example"
      form={form}
    />,
  );
  assert.match(field, /<label for="field-email">E-mail<\/label>/);
  assert.match(field, /value="priya@gmail.com"/);
  assert.match(field, /aria-invalid="true"/);
  assert.match(field, /aria-describedby="field-email-hint field-email-error"/);
  assert.match(field, /id="field-email-hint">We send a code/);
  assert.match(field, /id="field-email-error">.*Use your work e-mail/);
});

Deno.test("<Field> without a form shows the stored value and no error", async () => {
  const field = await html(<Field name="email" label="E-mail" value="old@acme.example" />);
  assert.match(field, /value="old@acme.example"/);
  assert.doesNotMatch(field, /aria-invalid|aria-describedby/);
});

Deno.test("a typed value that is empty wins over the stored one", async () => {
  const field = await html(
    <Field name="name" label="Name" value="Acme" form={{ typed: { name: "" }, errors: {} }} />,
  );
  assert.match(field, /value=""/);
});

Deno.test("<Select> marks the option that was chosen", async () => {
  const select = await html(
    <Select
      name="zone"
      label="Zone"
      form={form}
      options={[{ value: "a", label: "A" }, { value: "b", label: "B" }]}
    />,
  );
  assert.match(select, /<option value="b" selected/);
  assert.doesNotMatch(select, /<option value="a" selected/);
});

Deno.test("a box that was unticked stays unticked when the form comes back", async () => {
  const box = await html(<Checkbox name="keep" label="Keep" checked form={form} />);
  assert.doesNotMatch(box, /checked/);
});

Deno.test("<CheckboxGroup> keeps every box that was ticked", async () => {
  const group = await html(
    <CheckboxGroup
      name="roles"
      label="Roles"
      form={form}
      options={["csm", "ops", "ae"].map((value) => ({ value, label: value }))}
    />,
  );
  assert.equal(group.match(/ checked/g)?.length, 2);
});

Deno.test("<ErrorSummary> links to fields, takes the focus and is nothing without errors", async () => {
  const summary = await html(<ErrorSummary errors={form.errors} />);
  assert.match(summary, /<h2>2 things to put right<\/h2>/);
  assert.match(summary, /<a href="#field-email">Use your work e-mail<\/a>/);
  assert.match(summary, /<li>This form is out of date<\/li>/);
  assert.match(summary, /tabindex="-1" autofocus/);
  assert.equal(await html(<ErrorSummary errors={{}} />), "");
});
