const SHOWN = "dashboard_visible: true, portal_visible: true, send_without_review: false";
const INSIDE = "dashboard_visible: true, portal_visible: false, send_without_review: false";
const AT_ONCE = "trigger: { kind: milestone_start, delay_hours: 0 }";
const later = (hours: number) => `trigger: { kind: milestone_start, delay_hours: ${hours} }`;

export const ENTERPRISE = `
thread_template: 1
name: Enterprise onboarding
description: Kickoff, implementation, training and go-live for a large customer.
segment: Enterprise
use_case: Full roll-out
milestones:
  - name: Kickoff
    duration_days: 7
    our_text: We meet your team, agree on goals and dates, and set up your workspace.
    your_text: Name your project lead, tell us about your goals and choose a time for the kickoff.
    actions:
      - { type: SEND_EMAIL, label: Welcome email, ${AT_ONCE}, owner: csm, blocker: false, ${INSIDE},
          content: { to: [primary_contact], cc: [csm], bcc: [], subject: "Welcome to {{company_name}}!",
            body: "Hi {{contact_first_name}},\\n\\nwelcome aboard. I am {{csm_name}}, and I look after your onboarding until you are live and beyond.\\n\\nEverything we need from each other stands in [your portal]({{portal_link}}).\\n\\nBest,\\n{{csm_name}}" } }
      - { type: SCHEDULE_MEETING, label: Kickoff call, ${
  later(24)
}, owner: csm, due_days: 3, blocker: true, ${SHOWN},
          content: { minutes: 60, attendees: [all_contacts, csm, ae], booking_url: "",
            agenda: "1. Who is who\\n2. Goals and how we measure them\\n3. Dates\\n4. Next steps" } }
      - { type: COLLECT_INFO, label: Goals and people, ${AT_ONCE}, owner: customer, due_days: 5, blocker: true, ${SHOWN},
          content: { intro: "About four minutes. You can stop and go on later.", questions: [
            { id: goal, type: long_text, label: "What should be different three months from now?", help: "", required: true, options: [] },
            { id: users, type: number, label: "How many people will use it?", help: "A rough number is enough.", required: true, options: [] },
            { id: lead, type: email, label: "Who leads the project on your side?", help: "", required: true, options: [] },
            { id: sso, type: yes_no, label: "Do your people sign in through a company directory?", help: "", required: true, options: [] },
            { id: directory, type: choice, label: "Which one?", help: "", required: true, options: [Microsoft Entra ID, Okta, Google Workspace, Another], show_when: { question: sso, is: "yes" } } ] } }
      - { type: SLACK, label: Tell the team, ${AT_ONCE}, owner: csm, blocker: false, ${INSIDE},
          content: { channel: "#customer-success", text: "{{company_name}} starts today with {{csm_name}}." } }
  - name: Implementation
    duration_days: 21
    our_text: We connect your systems, move your data and check it with you.
    your_text: Send us your data and give us access to the systems that we connect.
    actions:
      - { type: REQUEST_DOCS, label: Security and contract papers, ${AT_ONCE}, owner: customer, due_days: 5, blocker: true, ${SHOWN},
          content: { intro: "Your legal and security teams have these.", files: [
            { id: dpa, name: Signed data processing agreement, help: "", required: true, accepts: [pdf] },
            { id: questionnaire, name: Security questionnaire, help: Only if your company asks us to fill one in., required: false, accepts: [pdf, document, spreadsheet] } ] } }
      - { type: REQUEST_ASSETS, label: Brand assets, ${
  later(24)
}, owner: customer, due_days: 5, blocker: false, ${SHOWN},
          content: { intro: "So that your people recognise their own company.", files: [
            { id: logo, name: Logo, help: "On a light and on a dark ground, if you have both.", required: true, accepts: [image, vector] } ] } }
      - { type: SCHEDULE_MEETING, label: Data review, ${
  later(240)
}, owner: csm, due_days: 2, blocker: true, ${SHOWN},
          content: { minutes: 45, attendees: [primary_contact, csm], agenda: "We look at your own data together and sign it off.", booking_url: "" } }
  - name: Training
    duration_days: 10
    our_text: We train your administrators and the people who use it every day.
    your_text: Invite the people to be trained.
    actions:
      - { type: SEND_EMAIL, label: Training invitation, ${AT_ONCE}, owner: csm, blocker: false, ${INSIDE},
          content: { to: [all_contacts], cc: [], bcc: [], subject: "Training for {{company_name}}",
            body: "Hi {{contact_first_name}},\\n\\nyour data is in. Please forward this to everybody who should come to the training." } }
      - { type: SCHEDULE_MEETING, label: Training session, ${
  later(48)
}, owner: csm, due_days: 5, blocker: true, ${SHOWN},
          content: { minutes: 90, attendees: [all_contacts, csm], agenda: "Daily work, then questions.", booking_url: "" } }
  - name: Go-live
    duration_days: 5
    our_text: We switch you on, watch the first days with you and hand you over to support.
    your_text: Tell your people and use it for real.
    actions:
      - { type: SEND_EMAIL, label: Go-live email, trigger: { kind: manual }, owner: csm, blocker: true, ${INSIDE},
          content: { to: [all_contacts], cc: [ae], bcc: [], subject: "{{company_name}} is live",
            body: "Hi {{contact_first_name}},\\n\\nfrom today you are live. If anything is in your way, answer this email: it reaches me.\\n\\n{{csm_name}}" } }
`;

export const QUICK_START = `
thread_template: 1
name: SMB quick start
description: Live in ten days with two emails, one form and one call.
segment: SMB
use_case: Quick start
milestones:
  - name: Setup
    duration_days: 3
    our_text: We set up your workspace with what you tell us.
    your_text: Answer five questions. It takes three minutes.
    actions:
      - { type: SEND_EMAIL, label: Welcome email, ${AT_ONCE}, owner: csm, blocker: false, ${INSIDE},
          content: { to: [primary_contact], cc: [], bcc: [], subject: "Let's get {{company_name}} started",
            body: "Hi {{contact_first_name}},\\n\\nthree minutes in [your portal]({{portal_link}}) are all we need to begin.\\n\\n{{csm_name}}" } }
      - { type: COLLECT_INFO, label: About your team, ${AT_ONCE}, owner: customer, due_days: 2, blocker: true, ${SHOWN},
          content: { intro: "", questions: [
            { id: team, type: number, label: "How many people are in your team?", help: "", required: true, options: [] },
            { id: tools, type: multiple_choice, label: "What do you use today?", help: "", required: false, options: [Spreadsheets, Email, Another tool, Nothing yet] },
            { id: site, type: url, label: "Your website", help: "", required: false, options: [] } ] } }
  - name: First results
    duration_days: 7
    our_text: We look at your first week and show you what to try next.
    your_text: Use it for one real task.
    actions:
      - { type: SCHEDULE_MEETING, label: Check-in call, ${
  later(96)
}, owner: csm, due_days: 2, blocker: false, ${SHOWN},
          content: { minutes: 25, attendees: [primary_contact, csm], agenda: "What went well, and what did not.", booking_url: "" } }
      - { type: SEND_EMAIL, label: You are live, trigger: { kind: manual }, owner: csm, blocker: true, ${INSIDE},
          content: { to: [primary_contact], cc: [], bcc: [], subject: "You are live",
            body: "Hi {{contact_first_name}},\\n\\nthat was all. You know where to find me.\\n\\n{{csm_name}}" } }
`;

export const DATA_HEAVY = `
thread_template: 1
name: Data migration
description: For customers who bring years of data from another system.
segment: Mid-market
use_case: Migration
milestones:
  - name: Inventory
    duration_days: 5
    our_text: We list what comes over, what stays and what is cleaned on the way.
    your_text: Tell us where your data is, and send an export of a small part of it.
    actions:
      - { type: COLLECT_INFO, label: Where your data is, ${AT_ONCE}, owner: customer, due_days: 3, blocker: true, ${SHOWN},
          content: { intro: "", questions: [
            { id: source, type: short_text, label: "Which system do you come from?", help: "", required: true, options: [] },
            { id: rows, type: choice, label: "How many records?", help: "", required: true, options: ["Up to 10,000", "Up to 100,000", "More"] },
            { id: since, type: date, label: "Since when do you use it?", help: "", required: false, options: [] },
            { id: example, type: file, label: "An export with 100 records", help: "Take personal data out first.", required: false, options: [] } ] } }
      - { type: REQUEST_DOCS, label: Data sample, ${
  later(48)
}, owner: customer, due_days: 3, blocker: true, ${SHOWN},
          content: { intro: "", files: [ { id: sample, name: Export of one month, help: "", required: true, accepts: [spreadsheet, archive] } ] } }
  - name: Trial migration
    duration_days: 10
    our_text: We move a copy, and tell you what did not fit.
    your_text: Look at twenty records that you know well.
    actions:
      - { type: SLACK, label: Start the trial run, ${AT_ONCE}, owner: csm, blocker: false, ${INSIDE},
          content: { channel: "#migrations", text: "Trial run for {{company_name}} can start." } }
      - { type: SCHEDULE_MEETING, label: Review of the trial run, ${
  later(120)
}, owner: csm, due_days: 2, blocker: true, ${SHOWN},
          content: { minutes: 45, attendees: [primary_contact, csm], agenda: "Record by record.", booking_url: "" } }
  - name: Switch over
    duration_days: 3
    our_text: We move what has changed since, and switch you over in one night.
    your_text: Stop writing into the old system at noon.
    actions:
      - { type: SEND_EMAIL, label: The night of the switch, ${AT_ONCE}, owner: csm, blocker: true, ${INSIDE},
          content: { to: [all_contacts], cc: [], bcc: [], subject: "{{company_name}} switches over",
            body: "Hi {{contact_first_name}},\\n\\nplease stop writing into the old system at noon. Tomorrow morning everything is in the new one." } }
`;
