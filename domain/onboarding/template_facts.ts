import {
  actionType,
  counted,
  fieldType,
  fileKindLabels,
  ownerLabel,
  recipientLabel,
  triggerInWords,
} from "./action_types.ts";
import type { Action, AskedFile, Milestone, Question } from "./template_content.ts";

/** A field's name and its value, in words. */
export type Fact = readonly [field: string, value: string];

export function factsOfMilestone(milestone: Milestone): Fact[] {
  return [
    ["Name", milestone.name],
    ["Duration", counted(milestone.duration_days, "day")],
    ["What we're doing", milestone.our_text],
    ["What you're doing", milestone.your_text],
  ];
}

export function factsOfAction(action: Action): Fact[] {
  return [
    ["Label", action.label],
    ["Type", actionType(action.type).label],
    ["Starts", triggerInWords(action.trigger)],
    ["Owner", ownerLabel(action.owner)],
    [
      "Due",
      action.due_days === undefined
        ? "No due date"
        : `After ${counted(action.due_days, "working day")}`,
    ],
    ["CSM dashboard", action.dashboard_visible ? "Shown" : "Hidden"],
    ["Customer portal", action.portal_visible ? "Shown" : "Hidden"],
    ["Blocks the milestone", yesNo(action.blocker)],
    ["Sent without review", yesNo(action.send_without_review)],
    ...factsOfContent(action),
  ];
}

export function factsOfContent(action: Action): Fact[] {
  const { type, content } = action;
  switch (type) {
    case "SEND_EMAIL":
      return [
        ["To", people(content.to)],
        ["Cc", people(content.cc)],
        ["Bcc", people(content.bcc)],
        ["Subject", content.subject],
        ["Text", content.body],
      ];
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS":
      return [["Introduction", content.intro], ...content.files.map(fileFact)];
    case "COLLECT_INFO":
      return [
        ["Introduction", content.intro],
        ...content.questions.map((question, at) => questionFact(question, at, content.questions)),
      ];
    case "SCHEDULE_MEETING":
      return [
        ["Length", counted(content.minutes, "minute")],
        ["Attendees", people(content.attendees)],
        ["Agenda", content.agenda],
        ["Booking link", content.booking_url],
      ];
    case "SLACK":
      return [["Channel", content.channel], ["Message", content.text]];
  }
}

function fileFact({ name, help, required, accepts }: AskedFile, at: number): Fact {
  const takes = accepts.length > 0 ? fileKindLabels(accepts) : "any kind of file";
  return [
    `File ${at + 1}`,
    [name, required ? "required" : "optional", takes, help]
      .filter(Boolean).join(" · "),
  ];
}

function questionFact(question: Question, at: number, questions: Question[]): Fact {
  const { label, type, required, options, help, show_when } = question;
  const asked = show_when && questions.find(({ id }) => id === show_when.question);
  const parts = [
    label,
    fieldType(type).label,
    required ? "required" : "optional",
    options.join(" / "),
    help,
    show_when && `shown when "${asked?.label ?? "a missing question"}" is ${show_when.is}`,
  ];
  return [`Question ${at + 1}`, parts.filter(Boolean).join(" · ")];
}

const people = (recipients: string[]) => recipients.map(recipientLabel).join(", ");
const yesNo = (answer: boolean) => answer ? "Yes" : "No";
