import { type Db, inOrg } from "../base/db.ts";
import { acceptFile, askForAnother } from "./file_decisions.ts";
import { keepFile } from "./files.ts";

interface DemoFile {
  task: string;
  /** What it is asked for as. */
  asked: string;
  /** Whose address it is from. */
  from: string;
  name: string;
  bytes: Uint8Array;
  decision?: "accepted" | { why: string };
}

const PRIYA = "nair@northwind-traders.example";
const CHO = "cho@northwind-traders.example";
const PAPERS = "Security and contract papers";

const FILES: DemoFile[] = [
  {
    ...{ task: "Brand assets", asked: "Logo", from: CHO, name: "northwind-logo.svg" },
    bytes: text(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 48">' +
        '<path fill="#1f5f4a" d="M4 44 24 4l20 40H32l-8-18-8 18z"/>' +
        '<text x="60" y="33" font-family="sans-serif" font-size="24">Northwind Traders</text></svg>',
    ),
    decision: "accepted",
  },
  {
    ...{
      task: PAPERS,
      asked: "Security questionnaire",
      from: CHO,
      name: "security-questionnaire.csv",
    },
    bytes: text(
      "Question;Answer\n" +
        "Is data encrypted at rest?;Yes, with keys that are changed each year\n" +
        "Who is told of an incident, and within how many hours?;security@northwind-traders.example, 24\n" +
        "Do you need a penetration test report?;Yes, not older than twelve months\n",
    ),
  },
  {
    ...{
      task: PAPERS,
      asked: "Signed data processing agreement",
      from: PRIYA,
      name: "Northwind DPA.pdf",
    },
    bytes: onePage("Data processing agreement", "Northwind Traders and Acme Cloud", "Draft of May"),
  },
  {
    ...{
      task: PAPERS,
      asked: "Signed data processing agreement",
      from: PRIYA,
      name: "Northwind DPA.pdf",
    },
    bytes: onePage("Data processing agreement", "Northwind Traders and Acme Cloud", "Pages 1 to 3"),
    decision: { why: "The page with the signatures is missing. Please send all four pages." },
  },
];

/** What the demo's customer has sent: taken, waiting to be read, and asked for again. */
export async function seedDemoFiles(
  db: Db,
  orgId: string,
  memberId: string,
  accountId: string,
): Promise<void> {
  for (const file of FILES) {
    const id = await keep(db, orgId, accountId, file);
    const { decision } = file;
    if (!id || !decision) continue;
    const actor = { kind: "member", id: memberId, cause: "demo" } as const;
    await inOrg(db, orgId, actor, async (tx) => {
      if (decision === "accepted") await acceptFile(tx, memberId, accountId, id);
      else await askForAnother(tx, memberId, accountId, id, decision.why);
    });
  }
}

/** As the person who sent it. Answers nothing where the demo has no such task any more. */
async function keep(
  db: Db,
  orgId: string,
  accountId: string,
  { task, asked, from, name, bytes }: DemoFile,
): Promise<string | undefined> {
  const who = await inOrg(
    db,
    orgId,
    { kind: "operator", cause: "demo" },
    (tx) =>
      tx.selectFrom("actions as a")
        .innerJoin("plans as p", "p.id", "a.plan_id")
        .innerJoin("contacts as c", "c.account_id", "a.account_id")
        .select(["a.id as actionId", "a.content", "c.id as contactId"])
        .where("a.account_id", "=", accountId).where("a.label", "=", task)
        .where("c.email", "=", from).where("p.ended_at", "is", null)
        .executeTakeFirst(),
  );
  const { files = [] } = (who?.content ?? {}) as { files?: { id: string; name: string }[] };
  const slot = files.find((file) => file.name === asked)?.id;
  if (!who || !slot) return;
  const { actionId, contactId } = who;
  const actor = { kind: "contact", id: contactId, cause: "demo" } as const;
  const place = { accountId, contactId, asked: { actionId, slot }, accepts: [], label: task };
  const kept = await inOrg(
    db,
    orgId,
    actor,
    (tx) => keepFile(tx, place, { name, size: bytes.length }, [bytes]),
  );
  return kept.id;
}

/** A PDF of one page with these lines, which any program opens. */
function onePage(...lines: string[]): Uint8Array {
  const words = lines.map((line) => `(${line}) Tj T*`).join(" ");
  const stream = `BT /F1 18 Tf 28 TL 72 740 Td ${words} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R " +
    "/Resources << /Font << /F1 4 0 R >> >> >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
  ];
  let pdf = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = pdf.length;
    pdf += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${places.join("")}`;
  return text(
    `${pdf}${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${pdf.length}\n%%EOF\n`,
  );
}

function text(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}
