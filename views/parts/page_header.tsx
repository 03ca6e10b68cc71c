import type { Child } from "hono/jsx";
import { Icon } from "../icons.tsx";
import { safeUrl } from "./link.tsx";

export interface PageHeaderProps {
  title: string;
  /** One line under the title. */
  lead?: Child;
  /** Where this page belongs: shown as a link above the title. */
  back?: { href: string; label: string };
  status?: Child;
  actions?: Child;
  id?: string;
  /** Below 1 where the header stands inside another page. */
  level?: 1 | 2 | 4;
}

export function PageHeader(
  { title, lead, back, status, actions, id = "page-title", level = 1 }: PageHeaderProps,
) {
  const Heading = `h${level}` as const;
  return (
    <header class="page-header">
      <div class="page-title">
        {back && (
          <a class="back" href={safeUrl(back.href)}>
            <Icon name="chevronLeft" />
            {back.label}
          </a>
        )}
        <Heading class="page-heading" id={id} tabindex={-1}>{title}{status}</Heading>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {actions && <div class="page-actions">{actions}</div>}
    </header>
  );
}

export interface Tab {
  href: string;
  label: string;
  count?: number;
  current?: boolean;
}

/** Each tab is a page of its own with an address. */
export function Tabs({ label, tabs, children }: { label: string; tabs: Tab[]; children?: Child }) {
  return (
    <div class="tabs">
      <nav aria-label={label}>
        {tabs.map((tab) => (
          <a href={safeUrl(tab.href)} aria-current={tab.current ? "page" : undefined}>
            {tab.label}
            {tab.count !== undefined && (
              <span class="count">{tab.count > 999 ? "999+" : tab.count}</span>
            )}
          </a>
        ))}
      </nav>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section(
  { title, lead, actions, children, id }: {
    title: string;
    lead?: Child;
    actions?: Child;
    children?: Child;
    id?: string;
  },
) {
  return (
    <section class="section" id={id}>
      <header>
        <div>
          <h2>{title}</h2>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

/** Names and their values, such as the facts of an account. */
export function Facts({ facts }: { facts: { label: string; value: Child }[] }) {
  return (
    <dl class="facts">
      {facts.map((fact) => (
        <div>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
