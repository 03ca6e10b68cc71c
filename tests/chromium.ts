import chromium, { inflate } from "@sparticuz/chromium";
import { tmpdir, userInfo } from "node:os";
import { fileURLToPath } from "node:url";

export interface Unpacked {
  executablePath: string;
  env: Record<string, string>;
}

const version = /chromium\/([\d.]+)\//.exec(import.meta.resolve("@sparticuz/chromium"))?.[1];

/**
 * A Chromium from npm, with the fonts and the libraries (nss, nspr, expat) that a bare Debian
 * lacks; it needs glibc 2.34. THREAD_CHROMIUM names another one where npm has none to offer.
 */
export async function unpackChromium(): Promise<Unpacked> {
  const own = Deno.env.get("THREAD_CHROMIUM");
  if (own) return { executablePath: own, env: Deno.env.toObject() };
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") {
    throw new Error("npm has a Chromium for Linux on x86_64 only: set THREAD_CHROMIUM to yours");
  }
  const folder = `${tmpdir()}/thread-chromium-${version}-${userInfo().uid}`;
  if (!await exists(folder)) await unpackInto(folder);
  return {
    executablePath: `${folder}/chromium`,
    env: {
      ...Deno.env.toObject(),
      LD_LIBRARY_PATH: `${folder}/al2023/lib`,
      FONTCONFIG_PATH: `${folder}/fonts`,
    },
  };
}

/** The flags of the package less those that take away what the tests look at: the web's own walls. */
export const flags = [
  ...chromium.args.filter((flag) =>
    !/^--(single-process|headless|disable-features|disable-web-security)/.test(flag) &&
    !/^--(allow-running-insecure-content|disable-site-isolation-trials)/.test(flag)
  ),
  "--no-sandbox",
];

/**
 * Another test file may be unpacking as well, and a killed one may have stopped half-way: so each
 * works aside, and only a finished folder gets the name.
 */
async function unpackInto(folder: string): Promise<void> {
  const aside = await Deno.makeTempDir({ dir: tmpdir(), prefix: "thread-chromium-new-" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", fileURLToPath(import.meta.url), folder],
      env: { TMPDIR: aside },
    }).output();
    if (!success) throw new Error(`Cannot unpack Chromium: ${new TextDecoder().decode(stderr)}`);
    await Deno.chmod(aside, 0o700);
    await Deno.rename(aside, folder);
  } catch (error) {
    await Deno.remove(aside, { recursive: true });
    if (!await exists(folder)) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** The package's own list looks for its fonts where they are not. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>
`;
}

if (import.meta.main) {
  await chromium.executablePath();
  const libraries = new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"));
  await inflate(fileURLToPath(libraries));
  await Deno.writeTextFile(`${tmpdir()}/fonts/fonts.conf`, fontsIn(`${Deno.args[0]}/fonts`));
}
