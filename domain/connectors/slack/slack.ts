import type { MessageService } from "../messenger.ts";
import { door } from "./door.ts";
import { ears } from "./ears.ts";
import { judge } from "./judge.ts";
import { messages } from "./messages.ts";
import { SCOPES } from "./scopes.ts";

export const slack: MessageService = {
  key: "slack",
  name: "Slack",
  about: "Posts reviewed messages to customer channels, steps of workflows, and alerts to your " +
    "team.",
  permissions: [
    ...SCOPES.map(({ words }) => words),
    "Read no message, no file and no profile of anybody",
  ],
  needs: [
    "Somebody who may install apps in the workspace; where its admins approve apps, one of them",
    "In each channel, once: “/invite @Thread”. Thread cannot post where it was not invited",
  ],
  troubles: [
    "The workspace lets only its admins approve apps: Slack says so on its own page.",
    "The redirect address of the app in Slack is not Thread's: it stands under Set up.",
    "The app was installed for a whole Enterprise organisation: choose one workspace.",
  ],
  environments: ["production"],
  door,
  ears,
  messages,
  judge,
  // Its narrowest tier takes twenty a minute; each channel's own pace is kept beside this.
  pace: { requests: 20, seconds: 20 },
};
