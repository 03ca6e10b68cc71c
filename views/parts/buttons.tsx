import type { Child } from "hono/jsx";
import { Icon, type IconName } from "../icons.tsx";
import { KeyHint } from "./keys.tsx";
import { safeUrl } from "./link.tsx";

type Kind = "primary" | "plain" | "quiet" | "danger";

/** What a page may add to a control: htmx, commands, ids, data. */
export type Extra = {
  [name: `hx-${string}` | `data-${string}` | `aria-${string}`]: string | undefined;
  id?: string;
  name?: string;
  value?: string;
  form?: string;
  formaction?: string;
  formnovalidate?: boolean;
  command?: string;
  commandfor?: string;
  popovertarget?: string;
  disabled?: boolean;
};

export interface ButtonProps extends Extra {
  children?: Child;
  kind?: Kind;
  type?: "submit" | "button";
  icon?: IconName;
  small?: boolean;
  wide?: boolean;
  hotkey?: string;
}

export function Button(
  { children, kind = "plain", type = "button", icon, small, wide, hotkey, ...extra }: ButtonProps,
) {
  return (
    <button
      {...checked(extra)}
      type={type}
      class={buttonClass(kind, small, wide)}
      data-hotkey={hotkey}
    >
      {icon && <Icon name={icon} />}
      {children}
      {hotkey && <KeyHint keys={hotkey} />}
    </button>
  );
}

export interface LinkButtonProps extends Extra {
  href: string;
  children?: Child;
  kind?: Kind;
  icon?: IconName;
  small?: boolean;
  wide?: boolean;
  hotkey?: string;
}

export function LinkButton(
  { href, children, kind = "plain", icon, small, wide, hotkey, ...extra }: LinkButtonProps,
) {
  return (
    <a
      {...checked(extra)}
      href={safeUrl(href)}
      class={buttonClass(kind, small, wide)}
      data-hotkey={hotkey}
    >
      {icon && <Icon name={icon} />}
      {children}
      {hotkey && <KeyHint keys={hotkey} />}
    </a>
  );
}

export interface IconButtonProps extends Extra {
  icon: IconName;
  /** Says what it does; screen readers and the tooltip use it. */
  label: string;
  type?: "submit" | "button";
  hotkey?: string;
}

export function IconButton({ icon, label, type = "button", hotkey, ...extra }: IconButtonProps) {
  return (
    <button
      {...checked(extra)}
      type={type}
      class="icon-button"
      aria-label={label}
      title={label}
      data-hotkey={hotkey}
    >
      <Icon name={icon} />
    </button>
  );
}

function buttonClass(kind: Kind, small?: boolean, wide?: boolean): string {
  return `button ${kind}${small ? " small" : ""}${wide ? " wide" : ""}`;
}

function checked({ formaction, ...extra }: Extra): Extra {
  return formaction === undefined ? extra : { ...extra, formaction: safeUrl(formaction) };
}
