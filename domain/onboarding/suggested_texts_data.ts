import type { OutlineQuestion } from "./template_outline.ts";

/** Mails that every onboarding sends, by the words that name them. The last one fits everywhere. */
export const MAILS: { words: RegExp; subject: string; body: string }[] = [
  {
    words: /welcome|introduc|hello/i,
    subject: "Welcome to {{company_name}}'s onboarding",
    body:
      "I am {{csm_name}}, and I look after your onboarding until you are live and beyond.\n\nEverything we need from each other stands in your portal: {{portal_link}}\n\nIf anything is unclear, answer this email: it reaches me.",
  },
  {
    words: /kick-?off/i,
    subject: "Kickoff with {{company_name}}",
    body:
      "we are ready to start. In the kickoff we agree on your goals, on the people who take part and on the dates.\n\nPlease choose a time and look at what we ask for in your portal: {{portal_link}}",
  },
  {
    words: /remind|follow-?up|nudge/i,
    subject: "A reminder for {{company_name}}",
    body:
      "a short reminder: something in your portal still waits for you. With it we can go on with {{milestone_name}}.\n\n{{portal_link}}\n\nIf something holds you up, tell me and we find a way.",
  },
  {
    words: /train|workshop|enable/i,
    subject: "Training for {{company_name}}",
    body:
      "the training comes next. Please forward this to everybody who should take part, and tell us what they would like to see.\n\nDates and materials stand in your portal: {{portal_link}}",
  },
  {
    words: /go-?live|launch|live/i,
    subject: "{{company_name}} goes live",
    body:
      "we are ready for you to go live. For the first days we watch closely with you; if anything is in your way, answer this email.\n\nThe last open points stand in your portal: {{portal_link}}",
  },
  {
    words: /data|migrat|import|integrat|technical|setup|implement/i,
    subject: "{{milestone_name}}: what we need from {{company_name}}",
    body:
      "we begin with {{milestone_name}}. To set everything up we need a few things from you; the list, with an explanation of each, stands in your portal: {{portal_link}}\n\nIf somebody else on your side has them, forward this email to them.",
  },
  {
    words: /check-?in|feedback|review|success/i,
    subject: "How is it going at {{company_name}}?",
    body:
      "some time has passed since we started. What works well, and what would you like to be different?\n\nA line or two in answer to this email is enough.",
  },
  {
    words: /(?:)/,
    subject: "{{milestone_name}}: next steps for {{company_name}}",
    body:
      "we begin with {{milestone_name}}. What happens now, and what we need from you, stands in your portal: {{portal_link}}\n\nIf anything is unclear, answer this email: it reaches me.",
  },
];

const ask = (
  label: string,
  type: OutlineQuestion["type"] = "short_text",
  options: string[] = [],
): OutlineQuestion => ({ label, type, required: true, options });

const maybe = (question: OutlineQuestion): OutlineQuestion => ({ ...question, required: false });

/** Questions that every onboarding asks, by what they are about. The last ones fit everywhere. */
export const QUESTIONS: { words: RegExp; questions: OutlineQuestion[] }[] = [
  {
    words: /goal|success|kick-?off|discover|requirement|objective/i,
    questions: [
      ask("What should be different three months from now?", "long_text"),
      ask("How will you measure that?", "long_text"),
      ask("By when do you want to be live?", "date"),
      maybe(ask("What could get in the way?", "long_text")),
    ],
  },
  {
    words: /people|team|contact|stakeholder|user|kick-?off/i,
    questions: [
      ask("Who leads the project on your side?"),
      ask("Their email address", "email"),
      ask("How many people will use it?", "number"),
    ],
  },
  {
    words: /technic|integrat|system|connect|setup|implement|api|\bit\b/i,
    questions: [
      ask("Which systems should be connected?", "long_text"),
      ask("Who can give us access to them?"),
      ask("Is there a test environment?", "yes_no"),
    ],
  },
  {
    words: /security|sso|compliance|directory|sign-?on/i,
    questions: [
      ask("Do your people sign in through a company directory?", "yes_no"),
      ask("Which one?", "choice", [
        "Microsoft Entra ID",
        "Okta",
        "Google Workspace",
        "Another",
        "None",
      ]),
      maybe(ask("Which security rules must we follow?", "long_text")),
    ],
  },
  {
    words: /data|migrat|import/i,
    questions: [
      ask("Where is your data today?"),
      ask("About how many records are there?", "number"),
      ask("Who can export it?"),
      maybe(ask("What should we not bring along?", "long_text")),
    ],
  },
  {
    words: /train|workshop|enable/i,
    questions: [
      ask("How many people should be trained?", "number"),
      ask("Which roles do they have?", "long_text"),
      ask("Which form suits you best?", "choice", ["Online, live", "On site", "Recorded"]),
      maybe(ask("Which days do not work?", "long_text")),
    ],
  },
  {
    words: /bill|invoice|payment|financ/i,
    questions: [
      ask("Where should invoices go?", "email"),
      ask("Is there an order number that they must name?"),
      maybe(ask("Your tax number")),
    ],
  },
  {
    words: /brand|design|logo/i,
    questions: [
      ask("Which colours should we use?"),
      ask("Is there a guide to your brand?", "url"),
      maybe(ask("What should we avoid?", "long_text")),
    ],
  },
  {
    words: /(?:)/,
    questions: [
      ask("What do you want to achieve in this step?", "long_text"),
      ask("Who is the right person to talk to?"),
      ask("Which dates must we know of?", "long_text"),
      maybe(ask("Is there anything else that we should know?", "long_text")),
    ],
  },
];
