import { publishedTemplate } from "./plans.ts";
import { addQueue, membersOf } from "./queues.ts";
import type { TestApp } from "./test_app.ts";
import { drawn, startWith } from "./workflows.ts";

/** What the Salesforce document draws: approval above 500,000, then routing by segment. */
export async function routingGraph(thread: TestApp, { enterpriseFrom = 100_000 } = {}) {
  const olive = thread.as("olive");
  const [enterprise, smb] = [
    await templateNamed(thread, "Enterprise"),
    await templateNamed(thread, "SMB"),
  ];
  const managers = await queueNamed(thread, "Manager approval", "approval", ["lea", "olive"]);
  const csms = await queueNamed(thread, "Enterprise CSMs", "assignment", ["bob", "olive"]);
  const pool = await queueNamed(thread, "SMB pool", "assignment", ["bob"]);
  const above = (amount: number) => (
    {
      when: {
        match: "all",
        rows: [{ left: "{{n1.amount}}", operator: "greater", right: `${amount}` }],
      },
    }
  );
  const graph = drawn({
    n1: startWith("hook", "company:text! amount:money", { paths: [] }),
    n2: ["condition", above(500_000), "Above 500k?"],
    n3: ["queue", {
      asks: "approval",
      queue: managers,
      title: "Approve {{n1.company}}",
      questions: [],
    }, "Manager approval"],
    n4: ["create_account", {
      name: "{{n1.company}}",
      arr: "{{n1.amount}}",
      own: [],
      existing: "link",
    }],
    n5: ["condition", above(enterpriseFrom), "Enterprise?"],
    n6: [
      "assign_csm",
      { how: "queue", queue: csms, members: [], replace: false },
      "Enterprise CSM",
    ],
    n7: ["apply_template", { template: enterprise, start_first: true, keep: false }],
    n8: ["assign_csm", { how: "least_loaded", pool, members: [], replace: false }, "SMB CSM"],
    n9: ["apply_template", { template: smb, start_first: true, keep: false }],
    n10: ["send_email", {
      to: "csm",
      subject: "{{n1.company}} is yours",
      body: "Welcome them.",
      unreviewed: false,
      wait: false,
    }],
    n11: ["delay", { how: "hours", hours: 24 }],
    n12: [
      "call_http",
      { method: "POST", url: "https://billing.example/new", headers: [] },
      "Billing",
    ],
    n13: ["end", { outcome: "Onboarding" }],
    n14: ["end", { outcome: "Rejected" }, "Rejected"],
  }, [
    ...["n1>n2", "n2.yes>n3", "n2.otherwise>n4", "n3.approved>n4", "n3.rejected>n14"],
    ...["n4>n5", "n5.yes>n6", "n5.otherwise>n8", "n6>n7", "n8>n9", "n7>n10", "n9>n10"],
    ...["n10>n11", "n11>n12", "n12>n13"],
  ]);
  return { graph, olive, managers, csms, pool };
}

async function queueNamed(
  thread: TestApp,
  name: string,
  kind: "approval" | "assignment",
  members: string[],
): Promise<string> {
  const [there] = await thread.rows<{ id: string }>("select id from queues where name = $1", [
    name,
  ]);
  if (there) return there.id;
  const made = await addQueue(thread.as("olive"), name, kind, {
    members: membersOf(thread, ...members),
  });
  return made.id;
}

async function templateNamed(thread: TestApp, name: string): Promise<string> {
  const [there] = await thread.rows<{ id: string }>("select id from templates where name = $1", [
    name,
  ]);
  return there?.id ?? await publishedTemplate(thread, undefined, name);
}
