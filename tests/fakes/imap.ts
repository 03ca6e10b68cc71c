/** A mail on the server. Its number stays until the server numbers everything anew. */
interface Stored {
  uid: number;
  raw: Uint8Array;
}

export interface FakeImap extends AsyncDisposable {
  /** For INBOUND_IMAP_URL. */
  url: string;
  deliver: (raw: string) => number;
  /** From now on every mail has another number, as after a move to another server. */
  renumber: () => void;
  remove: (uid: number) => void;
  /** Closes each connection after this many answers to FETCH. */
  cutAfter: (fetches: number | undefined) => void;
  refuseLogins: (refuse: boolean) => void;
  /** The commands that came, without their tags. */
  heard: string[];
}

const encoder = new TextEncoder();

/** A small server that speaks IMAP4rev1 as far as a reader of one mailbox needs. */
export function startImap(user = "inbox", password = "secret"): FakeImap {
  const mails: Stored[] = [];
  const heard: string[] = [];
  let [uidValidity, nextUid, isShut] = [1, 1, false];
  let cut: number | undefined;
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();

  async function serve(connection: Deno.Conn) {
    open.add(connection);
    const say = (text: string) => write(connection, encoder.encode(`${text}\r\n`));
    try {
      await say("* OK [CAPABILITY IMAP4rev1] ready");
      for await (const line of linesOf(connection)) {
        const [tag = "*", name = "", ...rest] = line.split(" ");
        heard.push([name.toUpperCase(), ...rest].join(" "));
        const end = await answer(tag, name.toUpperCase(), rest.join(" "), say, connection);
        if (end) break;
      }
    } catch { // The client went away.
    } finally {
      open.delete(connection);
      try {
        connection.close();
      } catch { // It is closed already.
      }
    }
  }

  async function answer(
    tag: string,
    name: string,
    rest: string,
    say: (text: string) => Promise<void>,
    connection: Deno.Conn,
  ): Promise<boolean> {
    switch (name) {
      case "CAPABILITY":
        await say("* CAPABILITY IMAP4rev1");
        break;
      case "LOGIN":
        if (isShut || rest.replaceAll('"', "") !== `${user} ${password}`) {
          await say(`${tag} NO [AUTHENTICATIONFAILED] wrong user or password`);
          return false;
        }
        break;
      case "LIST":
      case "LSUB":
        await say('* LIST (\\HasNoChildren) "/" "INBOX"');
        break;
      case "NAMESPACE":
        await say('* NAMESPACE (("" "/")) NIL NIL');
        break;
      case "SELECT":
      case "EXAMINE":
        await say(`* ${mails.length} EXISTS`);
        await say("* FLAGS (\\Seen)");
        await say(`* OK [UIDVALIDITY ${uidValidity}] valid`);
        await say(`* OK [UIDNEXT ${nextUid}] next`);
        await say(`${tag} OK [READ-ONLY] done`);
        return false;
      case "UID":
        if (await fetchMails(rest, say, connection)) return true;
        break;
      case "LOGOUT":
        await say("* BYE");
        await say(`${tag} OK done`);
        return true;
    }
    await say(`${tag} OK done`);
    return false;
  }

  async function fetchMails(
    rest: string,
    say: (text: string) => Promise<void>,
    connection: Deno.Conn,
  ): Promise<boolean> {
    const [, range = "", items = ""] = /^FETCH (\S+) \(?(.*?)\)?$/i.exec(rest) ?? [];
    const wantsBody = /BODY(\.PEEK)?\[\]/i.test(items);
    for (const [at, { uid, raw }] of mails.entries()) {
      if (!isIn(range, uid, mails.at(-1)!.uid)) continue;
      const head = `* ${at + 1} FETCH (UID ${uid} RFC822.SIZE ${raw.length}`;
      if (!wantsBody) {
        await say(`${head})`);
        continue;
      }
      await write(connection, encoder.encode(`${head} BODY[] {${raw.length}}\r\n`));
      await write(connection, raw);
      await say(")");
      if (cut !== undefined && --cut <= 0) return true;
    }
    return false;
  }

  (async () => {
    for await (const connection of listener) serve(connection);
  })().catch(() => {});

  return {
    url: `imap://${user}:${password}@127.0.0.1:${(listener.addr as Deno.NetAddr).port}/INBOX`,
    heard,
    deliver(raw) {
      mails.push({ uid: nextUid, raw: encoder.encode(raw) });
      return nextUid++;
    },
    renumber() {
      uidValidity++;
      nextUid = 1;
      for (const mail of mails) mail.uid = nextUid++;
    },
    remove: (uid) => void mails.splice(mails.findIndex((mail) => mail.uid === uid), 1),
    cutAfter: (fetches) => void (cut = fetches),
    refuseLogins: (refuse) => void (isShut = refuse),
    [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      return Promise.resolve();
    },
  };
}

/** "5:*" also names the newest where that is older. */
function isIn(range: string, uid: number, newest: number): boolean {
  return range.split(",").some((part) => {
    const [from, to = from] = part.split(":").map((end) => end === "*" ? newest : Number(end));
    return uid >= Math.min(from!, to!) && uid <= Math.max(from!, to!);
  });
}

async function write(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

async function* linesOf(connection: Deno.Conn): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = "";
  for await (const bytes of connection.readable) {
    held += decoder.decode(bytes, { stream: true });
    for (let end = held.indexOf("\r\n"); end >= 0; end = held.indexOf("\r\n")) {
      yield held.slice(0, end);
      held = held.slice(end + 2);
    }
  }
}
