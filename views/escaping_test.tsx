import assert from "node:assert/strict";
import type { Child } from "hono/jsx";
import { Document } from "./document.tsx";
import { ErrorPage, ErrorToast, type Trouble } from "./errors.tsx";
import { Front } from "./front.tsx";
import * as buttons from "./parts/buttons.tsx";
import * as choices from "./parts/choices.tsx";
import * as commandMenu from "./parts/command_menu.tsx";
import * as dialogs from "./parts/dialogs.tsx";
import * as fields from "./parts/fields.tsx";
import * as filters from "./parts/filters.tsx";
import * as forms from "./parts/forms.tsx";
import * as keys from "./parts/keys.tsx";
import * as link from "./parts/link.tsx";
import * as lists from "./parts/lists.tsx";
import * as notices from "./parts/notices.tsx";
import * as pageHeader from "./parts/page_header.tsx";
import * as people from "./parts/people.tsx";
import * as states from "./parts/states.tsx";
import * as status from "./parts/status.tsx";
import * as table from "./parts/table.tsx";
import * as time from "./parts/time.tsx";
import { NavCount, Shell } from "./shell.tsx";
import { PAYLOADS, shapeOf } from "../tests/hostile_texts.ts";

const parts = {
  ...buttons,
  ...choices,
  ...commandMenu,
  ...dialogs,
  ...fields,
  ...filters,
  ...forms,
  ...keys,
  ...link,
  ...lists,
  ...notices,
  ...pageHeader,
  ...people,
  ...states,
  ...status,
  ...table,
  ...time,
  Document,
  ErrorPage,
  ErrorToast,
  Front,
  NavCount,
  Shell,
};

const P = parts;
const field = (s: string) => ({
  name: s,
  label: s,
  hint: s,
  error: s,
  value: s,
  id: s,
  autocomplete: s,
  extra: { "data-x": s },
});
const options = (s: string) => [{ value: s, label: s, hint: s }, { value: "b", label: s }];
const command = (s: string) => ({ id: s, label: s, href: s, detail: s, keys: oneKey(s) });
const session = (s: string) => ({
  org: { id: s, name: s, logoUrl: s },
  person: { name: s, email: s, roles: ["admin"] },
  orgs: [{ id: s, name: s }, { id: "b", name: s }],
  theme: "system" as const,
  nonce: s,
  path: s,
  counts: { home: 3 },
  demo: true,
  brandCss: s,
});

const troubles = (s: string): Trouble[] => [
  { kind: "absent" },
  { kind: "noAccess", grantedBy: s },
  { kind: "refused", message: s },
  { kind: "tooLarge" },
  { kind: "busy" },
  { kind: "upstream", message: s },
  { kind: "fault", reference: s },
];

/** Every part, with the given text wherever a part takes text. */
const CASES: Record<string, (s: string) => Child> = {
  AskDialog: () => <P.AskDialog />,
  Avatar: (s) => [<P.Avatar name={s} alone />, <P.Avatar name={s} picture={s} alone />],
  AvatarStack: (s) => <P.AvatarStack people={[{ name: s }, { name: s, picture: s }]} />,
  Banner: (s) => <P.Banner title={s} id={s} action={s}>{s}</P.Banner>,
  BulkBar: (s) => <P.BulkBar group={s} action={s} noun={s}>{s}</P.BulkBar>,
  Button: (s) => (
    <P.Button hotkey={oneKey(s)} name={s} value={s} id={s} formaction={s} data-x={s} commandfor={s}>
      {s}
    </P.Button>
  ),
  Card: (s) => <P.Card title={s} detail={s} status={s} action={s} />,
  Cards: (s) => <P.Cards>{s}</P.Cards>,
  Checkbox: (s) => <P.Checkbox {...field(s)} />,
  CheckboxGroup: (s) => <P.CheckboxGroup {...field(s)} options={options(s)} values={[s]} />,
  Checklist: (s) => (
    <P.Checklist
      title={s}
      id={s}
      items={[
        { id: s, title: s, why: s, href: s, action: s, done: false },
        { id: s, title: s, why: s, href: s, action: s, done: false, waitsFor: s },
      ]}
    />
  ),
  CommandMenu: (s) => <P.CommandMenu commands={[command(s)]} />,
  CommandResults: (s) => <P.CommandResults groups={[{ label: s, commands: [command(s)] }]} />,
  ConfirmDialog: (s) => (
    <P.ConfirmDialog id={s} title={s} confirm={s} cancelLabel={s}>{s}</P.ConfirmDialog>
  ),
  DateField: (s) => <P.DateField {...field(s)} min={s} max={s} />,
  Dialog: (s) => <P.Dialog id={s} title={s} actions={s}>{s}</P.Dialog>,
  Document: (s) => <P.Document title={s} nonce={s} lang={s} brandCss={s}>{s}</P.Document>,
  EmptyState: (s) => <P.EmptyState title={s} action={s} example={s}>{s}</P.EmptyState>,
  ErrorPage: (s) =>
    troubles(s).map((trouble) => (
      <P.ErrorPage trouble={trouble} nonce={s} retry={s} supportEmail={s} />
    )),
  ErrorToast: (s) => troubles(s).map((trouble) => <P.ErrorToast trouble={trouble} />),
  ErrorState: (s) => <P.ErrorState title={s} safe={s} retry={s} reference={s}>{s}</P.ErrorState>,
  ErrorSummary: (s) => <P.ErrorSummary id={s} title={s} errors={{ [s]: s, form: s }} />,
  Facts: (s) => <P.Facts facts={[{ label: s, value: s }]} />,
  Field: (s) => (
    <P.Field
      {...field(s)}
      suffix={s}
      pattern={s}
      min={s}
      form={{ typed: { [s]: s }, errors: {} }}
    />
  ),
  FieldError: (s) => <P.FieldError id={s} error={s} />,
  FieldSet: (s) => <P.FieldSet legend={s} hint={s}>{s}</P.FieldSet>,
  FileDrop: (s) => <P.FileDrop {...field(s)} takes={s} accept={s} />,
  FilterBar: (s) => <P.FilterBar action={s} label={s} query={s} name={s} clear={s}>{s}
  </P.FilterBar>,
  FormActions: (s) => <P.FormActions>{s}</P.FormActions>,
  Front: (s) => (
    <P.Front
      title={s}
      nonce={s}
      heading={s}
      lead={s}
      supportEmail={s}
      org={{ name: s, logoUrl: s }}
      below={s}
      steps={s}
    >
      {s}
    </P.Front>
  ),
  HxPartial: (s) => <P.HxPartial target={s} swap={s}>{s}</P.HxPartial>,
  IconButton: (s) => <P.IconButton icon="x" label={s} hotkey={oneKey(s)} value={s} />,
  Img: (s) => <P.Img src={s} alt={s} class={s} width={1} height={1} />,
  KeyHint: (s) => <P.KeyHint keys={oneKey(s)} />,
  KeyboardHelp: (s) => (
    <P.KeyboardHelp items={[{ id: s, label: s, href: s, key: oneKey(s), exists: true }]} />
  ),
  Link: (s) => <P.Link href={s} class={s} id={s} hotkey={oneKey(s)}>{s}</P.Link>,
  LinkButton: (s) => <P.LinkButton href={s} hotkey={oneKey(s)} id={s} data-x={s}>{s}</P.LinkButton>,
  Menu: (s) => [<P.Menu id={s} label={s}>{s}</P.Menu>, <P.Menu id={s} label={s} icon="x" />],
  MenuForm: (s) => <P.MenuForm action={s} name={s} value={s}>{s}</P.MenuForm>,
  MenuLink: (s) => <P.MenuLink href={s}>{s}</P.MenuLink>,
  Meter: (s) => <P.Meter value={1} max={2} label={s} text={s} />,
  NavCount: (s) => <P.NavCount id={s} count={2} />,
  NoAccess: (s) => <P.NoAccess what={s} grantedBy={s} />,
  PageHeader: (s) => (
    <P.PageHeader
      title={s}
      lead={s}
      back={{ href: s, label: s }}
      status={s}
      actions={s}
      id={s}
    />
  ),
  Pagination: (s) => <P.Pagination previous={s} next={s} summary={s} label={s} />,
  Progress: (s) => <P.Progress value={1} max={2} label={s} text={s} />,
  RadioGroup: (s) => <P.RadioGroup {...field(s)} options={options(s)} />,
  RelativeTime: () => <P.RelativeTime at={new Date(0)} />,
  RowActions: (s) => <P.RowActions>{s}</P.RowActions>,
  SavedView: (s) => <P.SavedView name={s} href={s} remove={s} />,
  Section: (s) => <P.Section title={s} lead={s} actions={s} id={s}>{s}</P.Section>,
  Select: (s) => <P.Select {...field(s)} options={options(s)} empty={s} />,
  SelectCell: (s) => <P.SelectCell group={s} value={s} label={s} name={s} />,
  Shell: (s) => (
    <P.Shell
      session={session(s)}
      title={s}
      header={{ lead: s, back: { href: s, label: s } }}
      notice={s}
      banner={s}
      commands={[command(s)]}
    >
      {s}
    </P.Shell>
  ),
  Skeleton: (s) => <P.Skeleton label={s} />,
  StatusLabel: (s) => <P.StatusLabel kind="ok" id={s}>{s}</P.StatusLabel>,
  StepIndicator: (s) => <P.StepIndicator steps={[s, s]} current={1} />,
  Table: (s) => (
    <P.Table
      caption={s}
      id={s}
      bodyId={s}
      still
      columns={[{ label: s }, { label: s, sort: { href: s } }]}
    >
      {s}
    </P.Table>
  ),
  Tabs: (s) => <P.Tabs label={s} tabs={[{ href: s, label: s }]}>{s}</P.Tabs>,
  TextArea: (s) => <P.TextArea {...field(s)} />,
  Timeline: (s) => <P.Timeline label={s} steps={[{ title: s, detail: s, state: "now" }]} />,
  Toast: (s) => <P.Toast action={s}>{s}</P.Toast>,
  Toasts: (s) => <P.Toasts>{s}</P.Toasts>,
  Toggle: (s) => <P.Toggle {...field(s)} />,
};

Deno.test("every exported part is put through the escaping test", () => {
  const exported = Object.entries(parts)
    .filter(([name, value]) => typeof value === "function" && /^[A-Z]/.test(name))
    .map(([name]) => name);
  assert.deepEqual(Object.keys(CASES).sort(), exported.sort());
});

for (const [name, draw] of Object.entries(CASES)) {
  Deno.test(`<${name}> shows hostile text as text`, async () => {
    const plain = shapeOf(await drawn(draw, "plain"));
    for (const payload of PAYLOADS) {
      const hostile = shapeOf(await drawn(draw, payload));
      const told = `${name} with ${payload}`;
      assert.deepEqual(hostile.map((e) => e.tag), plain.map((e) => e.tag), told);
      hostile.forEach((element, i) => {
        for (const [attribute, value] of element.attributes) {
          assert.ok(plain[i]!.attributes.has(attribute), `${told}: ${element.tag} ${attribute}`);
          if (!/^(href|src|action|formaction|hx-get)$/.test(attribute)) continue;
          const scheme = new URL(value, "https://thread.example/").protocol;
          assert.match(scheme, /^(https?|mailto):$/, `${told}: ${attribute}=${value}`);
        }
      });
    }
  });
}

/** A space would be read as the next key. */
function oneKey(text: string): string {
  return text.replaceAll(" ", "_");
}

async function drawn(draw: (s: string) => Child, text: string): Promise<string> {
  return String(await (<>{draw(text)}</>).toString());
}
