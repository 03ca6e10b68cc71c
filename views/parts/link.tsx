import type { Child } from "hono/jsx";

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address if a browser would only ever follow it to a web page or a letter, else nothing. */
export function safeUrl(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  // Browsers drop control characters and spaces before they look for a scheme, so this does too.
  // deno-lint-ignore no-control-regex
  const seen = address.replace(/[\u0000-\u0020\u007f-\u00a0\u2028\u2029\ufeff]/g, "");
  const scheme = /^[^/?#:]*:/.exec(seen)?.[0].toLowerCase();
  return scheme === undefined || SAFE_SCHEMES.has(scheme) ? address : undefined;
}

export interface LinkProps {
  href: string;
  children?: Child;
  class?: string;
  id?: string;
  current?: "page" | "step";
  hotkey?: string;
  /** Opens beside Thread, and tells the other site nothing. */
  outside?: boolean;
}

export function Link(
  { href, children, class: className, id, current, hotkey, outside }: LinkProps,
) {
  return (
    <a
      href={safeUrl(href)}
      class={className}
      id={id}
      aria-current={current}
      data-hotkey={hotkey}
      target={outside ? "_blank" : undefined}
      rel={outside ? "noopener noreferrer" : undefined}
    >
      {children}
    </a>
  );
}

export function Img(
  { src, alt, width, height, class: className }: {
    src: string;
    alt: string;
    width: number;
    height: number;
    class?: string;
  },
) {
  return (
    <img
      src={safeUrl(src)}
      alt={alt}
      width={width}
      height={height}
      class={className}
      decoding="async"
      referrerpolicy="no-referrer"
    />
  );
}
