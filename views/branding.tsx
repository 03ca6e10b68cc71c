import type { Branding } from "../domain/people/branding.ts";
import {
  type AccentPalette,
  accentPalette,
  contrast,
  isReadableOnLight,
} from "../domain/people/colours.ts";
import { Button } from "./parts/buttons.tsx";
import { Checkbox } from "./parts/choices.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FileDrop, FormActions } from "./parts/forms.tsx";
import { Img } from "./parts/link.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { SettingsTabs } from "./settings.tsx";

export interface BrandingSettingsProps {
  branding: Branding;
  orgName: string;
  logoUrl?: string;
  /** Which files can be a logo. */
  logoTakes: string;
  form?: FormState;
  /** What the preview shows: what was typed, if it is a colour, else what is saved. */
  accent: string;
}

export function BrandingSettings(props: BrandingSettingsProps) {
  const { branding, orgName, logoUrl, logoTakes, form, accent } = props;
  return (
    <>
      <SettingsTabs current="/settings/branding" />
      <div class="beside">
        <form
          class="form settings-form"
          method="post"
          action="/settings/branding"
          enctype="multipart/form-data"
        >
          <ErrorSummary errors={form?.errors} />
          <input type="hidden" name="version" value={String(branding.version)} />
          {logoUrl && <CurrentLogo url={logoUrl} name={orgName} form={form} />}
          <FileDrop
            name="logo"
            label={logoUrl ? "Another logo" : "Logo"}
            accept="image/png,image/jpeg,image/webp"
            takes={`${logoTakes}. It is shown 28 pixels high.`}
            error={form?.errors.logo}
          />
          <div
            hx-get="/settings/branding/preview"
            hx-trigger="input changed delay:150ms from:#field-accent"
            hx-target="#brand-preview"
            hx-swap="outerHTML"
            hx-include="#field-accent"
          >
            <Field
              name="accent"
              type="color"
              label="Accent colour"
              form={form}
              value={branding.accent}
              required
              short
              hint="Buttons, links and progress in the customer portal and in letters."
            />
          </div>
          <FormActions>
            <Button type="submit" kind="primary">Save branding</Button>
          </FormActions>
        </form>
        <BrandPreview accent={accent} orgName={orgName} />
      </div>
    </>
  );
}

function CurrentLogo({ url, name, form }: { url: string; name: string; form?: FormState }) {
  return (
    <div class="field">
      <p class="field-label">Logo now</p>
      <Img class="logo-now" src={url} alt={`Logo of ${name}`} width={240} height={56} />
      <Checkbox name="remove_logo" label="Take this logo away" form={form} />
    </div>
  );
}

/** Drawn, because a page may not carry styles of its own; both themes stand side by side. */
export function BrandPreview({ accent, orgName }: { accent: string; orgName: string }) {
  const palette = accentPalette(accent);
  return (
    <section id="brand-preview" class="brand-preview" aria-label="Preview">
      <h2>Preview</h2>
      <div class="brand-cards">
        <PortalCard palette={palette} orgName={orgName} theme="light" />
        <PortalCard palette={palette} orgName={orgName} theme="dark" />
      </div>
      <ContrastCheck accent={accent} palette={palette} />
    </section>
  );
}

function ContrastCheck({ accent, palette }: { accent: string; palette: AccentPalette }) {
  const onFill = palette.light.onFill;
  return (
    <div role="status">
      <ul class="contrasts">
        <li>
          <StatusLabel kind="ok">
            {onFill === "#ffffff" ? "White" : "Black"} text on buttons, {ratio(onFill, accent)}
          </StatusLabel>
        </li>
        <li>
          {isReadableOnLight(accent)
            ? (
              <StatusLabel kind="ok">
                Readable as text on white, {ratio(accent, "#ffffff")}
              </StatusLabel>
            )
            : (
              <StatusLabel kind="warn">
                Too faint as text on white, {ratio(accent, "#ffffff")}. Links use the darker{" "}
                {palette.light.text}, {ratio(palette.light.text, "#ffffff")}.
              </StatusLabel>
            )}
        </li>
        <li>
          <StatusLabel kind="ok">
            On dark pages links use {palette.dark.text}, {ratio(palette.dark.text, "#18191c")}
          </StatusLabel>
        </li>
      </ul>
    </div>
  );
}

function ratio(one: string, other: string): string {
  return `${(Math.floor(contrast(one, other) * 10) / 10).toFixed(1)} : 1`;
}

const GROUNDS = {
  light: { page: "#f6f6f4", surface: "#ffffff", ink: "#16181b", muted: "#5b5f66", line: "#e2e2de" },
  dark: { page: "#101113", surface: "#18191c", ink: "#ececea", muted: "#a3a7af", line: "#2c2e33" },
};

function PortalCard(
  { palette, orgName, theme }: {
    palette: AccentPalette;
    orgName: string;
    theme: "light" | "dark";
  },
) {
  const ground = GROUNDS[theme];
  const accent = palette[theme];
  const name = orgName.length > 26 ? `${orgName.slice(0, 25)}…` : orgName;
  return (
    <svg viewBox="0 0 320 200" role="img" aria-label={`A task in the customer portal, ${theme}`}>
      <rect width="320" height="200" rx="10" fill={ground.page} />
      <text x="20" y="32" font-size="13" font-weight="650" fill={ground.ink}>{name}</text>
      <rect
        x="20"
        y="48"
        width="280"
        height="132"
        rx="8"
        fill={ground.surface}
        stroke={ground.line}
      />
      <rect x="36" y="64" width="72" height="20" rx="10" fill={accent.weak} />
      <text x="72" y="78" font-size="11" font-weight="600" text-anchor="middle" fill={accent.text}>
        Due today
      </text>
      <text x="36" y="106" font-size="14" font-weight="600" fill={ground.ink}>
        Upload your brand assets
      </text>
      <text x="36" y="124" font-size="12" fill={ground.muted}>2 files, about 3 minutes</text>
      <rect x="36" y="138" width="80" height="28" rx="6" fill={accent.fill} />
      <text
        x="76"
        y="156"
        font-size="12"
        font-weight="550"
        text-anchor="middle"
        fill={accent.onFill}
      >
        Upload
      </text>
      <text
        x="132"
        y="156"
        font-size="12"
        font-weight="550"
        fill={accent.text}
        text-decoration="underline"
      >
        Ask a question
      </text>
    </svg>
  );
}
