import type { Child } from "hono/jsx";
import { Icon, type IconName } from "../icons.tsx";
import { safeUrl } from "./link.tsx";

export interface DialogProps {
  id: string;
  title: string;
  children?: Child;
  /** The buttons at the foot. */
  actions?: Child;
  /** Opens from the side, for panels that are read beside the page. */
  side?: boolean;
}

/** Opened by any button with `commandfor={id} command="show-modal"`: no script is needed. */
export function Dialog({ id, title, children, actions, side }: DialogProps) {
  return (
    <dialog
      id={id}
      class={side ? "dialog side" : "dialog"}
      aria-labelledby={`${id}-title`}
      closedby="any"
    >
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label="Close"
          commandfor={id}
          command="close"
        >
          <Icon name="x" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
      {actions && <footer class="form-actions">{actions}</footer>}
    </dialog>
  );
}

export interface ConfirmDialogProps {
  id: string;
  title: string;
  /** What will happen, and what will not. */
  children?: Child;
  /** The button or form that does it. */
  confirm: Child;
  cancelLabel?: string;
}

export function ConfirmDialog(
  { id, title, children, confirm, cancelLabel = "Cancel" }: ConfirmDialogProps,
) {
  return (
    <dialog
      id={id}
      class="dialog confirm"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-says`}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <div class="dialog-body" id={`${id}-says`}>{children}</div>
      <footer class="form-actions">
        {confirm}
        <button type="button" class="button plain" commandfor={id} command="close" autofocus>
          {cancelLabel}
        </button>
      </footer>
    </dialog>
  );
}

/** Takes the place of the browser's own box for every `hx-confirm`; the shell has one. */
export function AskDialog() {
  return (
    <ConfirmDialog
      id="ask"
      title="Please confirm"
      confirm={<button type="button" class="button primary" data-ask-yes>Continue</button>}
    >
      <p data-ask-text></p>
    </ConfirmDialog>
  );
}

export interface MenuProps {
  id: string;
  /** What the button says. With an icon it is read aloud only. */
  label: string;
  icon?: IconName;
  children?: Child;
}

/** A button and a popover with links and buttons in it. */
export function Menu({ id, label, icon, children }: MenuProps) {
  return (
    <>
      <button
        type="button"
        class={icon ? "icon-button" : "button plain"}
        popovertarget={id}
        aria-label={icon && label}
        title={icon && label}
      >
        {icon ? <Icon name={icon} /> : (
          <>
            {label}
            <Icon name="chevronDown" />
          </>
        )}
      </button>
      <div id={id} popover="auto" class="menu">{children}</div>
    </>
  );
}

export function MenuLink({ href, children }: { href: string; children?: Child }) {
  return <a class="menu-item" href={safeUrl(href)}>{children}</a>;
}

/** A menu entry that changes something: a form of its own, so it works without script. */
export function MenuForm(
  { action, name, value, children, danger }: {
    action: string;
    name?: string;
    value?: string;
    children?: Child;
    danger?: boolean;
  },
) {
  return (
    <form method="post" action={safeUrl(action)}>
      <button
        type="submit"
        class={danger ? "menu-item danger" : "menu-item"}
        name={name}
        value={value}
      >
        {children}
      </button>
    </form>
  );
}
