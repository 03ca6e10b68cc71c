import { open } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { certificate, certificateKey } from "./certificate_data.ts";

type Stage = "connect" | "auth" | "from" | "to" | "data";

/** What the sink does wrong with one message. */
export type Fault =
  | { refuse: Stage; code: number }
  | { hang: "before-data" | "after-data" }
  /** The connection is gone after the final dot: was the message taken or not? */
  | { drop: "taken" | "not-taken" }
  | { slow: number };

export interface Received {
  from: string;
  to: string[];
  raw: string;
  messageId: string | undefined;
  user: string | undefined;
  secure: boolean;
  at: number;
  /** False where the client was left without an answer to a message that was taken. */
  answered: boolean;
}

export interface SmtpSink extends AsyncDisposable {
  url: string;
  port: number;
  received: Received[];
  /** The coming messages meet these, one each; later ones meet what `always` says. */
  next: (...faults: (Fault | undefined)[]) => void;
  always: (fault: Fault | undefined) => void;
  /** From now on no mail is taken for this address; it is for the others. */
  refuseReader: (address: string) => void;
  /** Resolves when `count` messages were taken, and throws if they are not there in time. */
  waitFor: (count: number, patience?: number) => Promise<Received[]>;
}

export interface SinkOptions {
  tls?: "none" | "starttls" | "implicit";
  /** With these, nobody mails without them. */
  user?: string;
  password?: string;
  /** Each message is also a line of JSON here, on the disk before the client hears of it. */
  file?: string;
  port?: number;
}

export async function openSmtpSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const received: Received[] = [];
  const watchers = new Set<() => void>();
  const coming: (Fault | undefined)[] = [];
  let standing: Fault | undefined;
  const faults = new Map<string, Fault | undefined>();
  const begun = new Set<string>();
  const refused = new Set<string>();
  const draw = () => coming.length > 0 ? coming.shift() : standing;
  const server: SMTPServer = new SMTPServer({
    ...settings(options),
    onConnect(session, done) {
      faults.set(session.id, draw());
      meet(faults.get(session.id), "connect", done);
    },
    onAuth(auth, session, done) {
      const known = auth.username === options.user && auth.password === options.password;
      if (!known) return done(refusal(535, "Authentication failed"));
      meet(faults.get(session.id), "auth", (error) => done(error, { user: auth.username }));
    },
    onMailFrom(_address, session, done) {
      const isFirst = !begun.has(session.id);
      begun.add(session.id);
      if (!isFirst) faults.set(session.id, draw());
      const fault = faults.get(session.id);
      // A connection that is there already is refused at its next message.
      const isLate = fault && "refuse" in fault && ["connect", "auth"].includes(fault.refuse);
      meet(fault, isLate ? fault.refuse : "from", done);
    },
    onRcptTo({ address }, session, done) {
      if (refused.has(address)) return done(refusal(550, "No such person here"));
      meet(faults.get(session.id), "to", done);
    },
    async onData(stream, session, done) {
      const fault = faults.get(session.id);
      const raw = await new Response(ReadableStream.from(stream)).text().catch(() => undefined);
      if (raw === undefined) return; // The client died in the middle of its message.
      const meetsEnd = fault &&
        ("drop" in fault
          ? fault.drop === "not-taken"
          : "refuse" in fault && fault.refuse === "data");
      if (!meetsEnd) {
        const { mailFrom, rcptTo } = session.envelope;
        const one: Received = {
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          raw,
          messageId: /^message-id:\s*(\S+)/im.exec(raw)?.[1],
          user: typeof session.user === "string" ? session.user : undefined,
          secure: session.secure,
          at: Date.now(),
          answered: !fault || !("drop" in fault || "hang" in fault),
        };
        if (options.file) await appendSafely(options.file, `${JSON.stringify(one)}\n`);
        received.push(one);
        for (const look of watchers) look();
      }
      if (fault && "drop" in fault) cut(server, session.id);
      else meet(fault, "data", done);
    },
    onClose(session) {
      faults.delete(session.id);
      begun.delete(session.id);
    },
  });
  server.on("error", () => {}); // A cut connection is what the faults are for.
  await new Promise<void>((done) => server.listen(options.port ?? 0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: urlOf(options, port),
    port,
    received,
    next: (...faults) => void coming.push(...faults),
    always: (fault) => void (standing = fault),
    refuseReader: (address) => void refused.add(address),
    waitFor: (count, patience = 5000) => waitFor(received, watchers, count, patience),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const { id } of server.connections) cut(server, id);
      await closed;
    },
  };
}

function settings({ tls = "none", user }: SinkOptions): SMTPServerOptions {
  return {
    secure: tls === "implicit",
    cert: certificate,
    key: certificateKey,
    authOptional: user === undefined,
    disabledCommands: [
      ...(tls === "starttls" ? [] : ["STARTTLS"]),
      ...(user === undefined ? ["AUTH"] : []),
    ],
    allowInsecureAuth: tls === "none",
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
  };
}

function urlOf({ tls, user, password }: SinkOptions, port: number): string {
  const person = user === undefined
    ? ""
    : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? "")}@`;
  return `${tls === "implicit" ? "smtps" : "smtp"}://${person}127.0.0.1:${port}`;
}

/** Goes on with the conversation as the fault says: refused, late, or never. */
function meet(fault: Fault | undefined, stage: Stage, done: (error?: Error | null) => void): void {
  if (!fault) return done();
  if ("refuse" in fault && fault.refuse === stage) {
    return done(refusal(fault.code, `Refused at ${stage}`));
  }
  if ("hang" in fault && stage === (fault.hang === "before-data" ? "to" : "data")) return;
  if ("slow" in fault) setTimeout(done, fault.slow);
  else done();
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function cut(server: SMTPServer, id: string): void {
  for (const connection of server.connections) {
    if (connection.id === id) connection._socket.destroy();
  }
}

async function appendSafely(path: string, line: string): Promise<void> {
  const file = await open(path, "a");
  try {
    await file.write(line);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function waitFor(
  received: Received[],
  watchers: Set<() => void>,
  count: number,
  patience: number,
): Promise<Received[]> {
  const there = Promise.withResolvers<void>();
  const look = () => received.length >= count && there.resolve();
  const late = setTimeout(
    () => there.reject(new Error(`${received.length} of ${count} mails came in ${patience} ms`)),
    patience,
  );
  watchers.add(look);
  try {
    look();
    await there.promise;
    return received;
  } finally {
    watchers.delete(look);
    clearTimeout(late);
  }
}
