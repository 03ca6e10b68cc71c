import type { Child } from "hono/jsx";
import { Icon } from "../icons.tsx";
import { safeUrl } from "./link.tsx";

/** What this is, one action, one example. */
export function EmptyState(
  { title, children, action, example, level = 2 }: {
    title: string;
    children?: Child;
    action?: Child;
    example?: Child;
    /** 3 where it stands inside a section that has a heading. */
    level?: 2 | 3;
  },
) {
  const Heading = `h${level}` as const;
  return (
    <div class="empty-state">
      <Heading>{title}</Heading>
      {children && <div class="empty-says">{children}</div>}
      {action && <div class="form-actions">{action}</div>}
      {example && (
        <div class="empty-example">
          <p class="example-label">For example</p>
          {example}
        </div>
      )}
    </div>
  );
}

export function NoAccess({ what, grantedBy }: { what: string; grantedBy: string }) {
  return (
    <div class="empty-state">
      <Icon name="lock" size={20} />
      <h2>You have no access to {what}</h2>
      <p class="empty-says">{grantedBy} can give it to you.</p>
    </div>
  );
}

/** What failed, what is safe, and the way on. */
export function ErrorState(
  { title, children, safe, retry, reference }: {
    title: string;
    children?: Child;
    safe?: string;
    retry?: string;
    /** What support needs to find it. */
    reference?: string;
  },
) {
  return (
    <div class="empty-state error-state" role="alert">
      <Icon name="alert" size={20} />
      <h2>{title}</h2>
      {children && <div class="empty-says">{children}</div>}
      {safe && <p class="empty-says">{safe}</p>}
      {retry && (
        <div class="form-actions">
          <a class="button primary" href={safeUrl(retry)}>Try again</a>
        </div>
      )}
      {reference && (
        <p class="reference">
          Reference <code>{reference}</code>
        </p>
      )}
    </div>
  );
}

/** Holds the place of a slow part. The part that replaces it must also be able to say it failed. */
export function Skeleton({ lines = 3, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="hidden">{label}</span>
      {Array.from({ length: lines }, () => <span class="skeleton-line"></span>)}
    </div>
  );
}
