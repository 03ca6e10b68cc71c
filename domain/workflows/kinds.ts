import type { NodeKind } from "./node.ts";
import { ai } from "./nodes/ai.ts";
import { applyTemplateKind } from "./nodes/apply_template.ts";
import { assignCsm } from "./nodes/assign_csm.ts";
import { callHttp } from "./nodes/call_http.ts";
import { condition } from "./nodes/condition.ts";
import { createAccountKind } from "./nodes/create_account.ts";
import { delay } from "./nodes/delay.ts";
import { end } from "./nodes/end.ts";
import { executeActionKind } from "./nodes/execute_action.ts";
import { handoff } from "./nodes/handoff.ts";
import { postSlack } from "./nodes/post_slack.ts";
import { queue } from "./nodes/queue.ts";
import { repeat } from "./nodes/repeat.ts";
import { sendEmail } from "./nodes/send_email.ts";
import { setFields } from "./nodes/set_fields.ts";
import { start } from "./nodes/start.ts";
import { subWorkflow } from "./nodes/sub_workflow.ts";
import { switchKind } from "./nodes/switch.ts";
import { waitEvent } from "./nodes/wait_event.ts";

/** Every kind of step, in the order of the palette. */
export const allKinds: NodeKind[] = [
  start,
  condition,
  switchKind,
  delay,
  waitEvent,
  repeat,
  subWorkflow,
  handoff,
  assignCsm,
  queue,
  createAccountKind,
  applyTemplateKind,
  executeActionKind,
  sendEmail,
  setFields,
  ai,
  callHttp,
  postSlack,
  end,
];

const byName = new Map(allKinds.map((one) => [one.kind, one]));

/** Undefined for one that this version of Thread does not know. */
export function kindOf(name: string): NodeKind | undefined {
  return byName.get(name);
}
