import type { MailFrequency } from "../base/schema.ts";

/** What a person decides about as one: how mail about it comes. In the app they see all of it. */
export const TOPICS = [
  {
    topic: "customers",
    label: "What customers write and send",
    hint: "Messages, answers and files of your accounts.",
    usual: "at_once",
  },
  {
    topic: "handoffs",
    label: "Handoffs",
    hint: "Those that ask you, and those that give you an account.",
    usual: "at_once",
  },
  {
    topic: "accounts",
    label: "Accounts that come to you or leave you",
    hint: "Also where you are added as a collaborator.",
    usual: "at_once",
  },
  {
    topic: "mentions",
    label: "When somebody names you",
    hint: "In a note, with @ and your name.",
    usual: "at_once",
  },
  {
    topic: "trouble",
    label: "What could not be done",
    hint: "Mail that came back, runs of your workflows that failed, and other repairs.",
    usual: "at_once",
  },
  {
    topic: "escalations",
    label: "What is escalated to you",
    hint: "Work of people whom you lead and tasks of queues, late for long.",
    usual: "at_once",
  },
  {
    topic: "tasks",
    label: "Tasks that a colleague gives you",
    hint: "Of the queues that you work on.",
    usual: "at_once",
  },
  {
    topic: "late",
    label: "What becomes overdue",
    hint: "Actions of your accounts that pass their deadline.",
    usual: "daily",
  },
  {
    topic: "review",
    label: "Drafts to approve",
    hint: "Each one that is ready for your eyes.",
    usual: "daily",
  },
  {
    topic: "progress",
    label: "Progress of your accounts",
    hint: "Milestones, notes, and what colleagues did.",
    usual: "daily",
  },
  {
    topic: "house",
    label: "People and templates",
    hint: "Who joined or left, suggestions, and imports that ended.",
    usual: "daily",
  },
] as const satisfies { topic: string; label: string; hint: string; usual: MailFrequency }[];

export type NotificationTopic = typeof TOPICS[number]["topic"];

export const FREQUENCIES = [
  { value: "at_once", label: "At once" },
  { value: "daily", label: "In the daily summary" },
  { value: "weekly", label: "In the weekly summary" },
  { value: "none", label: "Not by mail" },
] as const satisfies { value: MailFrequency; label: string }[];

export function topicLabel(topic: string): string {
  return TOPICS.find((known) => known.topic === topic)?.label ?? topic;
}

export function frequencyOf(
  topic: string,
  frequencies: Record<string, MailFrequency>,
): MailFrequency {
  return frequencies[topic] ?? TOPICS.find((known) => known.topic === topic)?.usual ?? "daily";
}
