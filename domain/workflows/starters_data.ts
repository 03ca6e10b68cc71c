/** Each is written as the file that it could be exported to. */
const FIELDS = `
      fields:
        - { id: company, label: Company, type: text, required: true, options: [], sample: Northwind Traders }
        - { id: amount, label: Amount, type: money, required: false, options: [], sample: "150000" }
        - { id: contact_name, label: Contact, type: text, required: false, options: [], sample: Nair Patel }
        - { id: contact_email, label: Contact's address, type: text, required: false, options: [], sample: nair@northwind-traders.example }
        - { id: sold_by, label: Sold by, type: text, required: false, options: [], sample: "" }`;

const ACCOUNT = `
      name: "{{n1.company}}"
      arr: "{{n1.amount}}"
      contact_name: "{{n1.contact_name}}"
      contact_email: "{{n1.contact_email}}"
      ae: "{{n1.sold_by}}"
      own: []
      existing: link`;

export const AUTOMATED_CREATION = `thread_workflow: 1
name: Automated creation
about: A closed deal becomes an account with a handoff, a CSM and a plan.
nodes:
  - id: n1
    kind: start
    title: Deal closed
    x: 0
    y: 0
    config:
      on: manual
      account: false
      paths: []${FIELDS}
  - id: n2
    kind: create_account
    title: Create account
    x: 320
    y: 0
    config:${ACCOUNT}
  - { id: n3, kind: handoff, title: Handoff form, x: 640, y: 0, config: { wait: true } }
  - id: n4
    kind: assign_csm
    title: Assign CSM
    x: 960
    y: 0
    config: { how: least_loaded, members: [], replace: false }
  - id: n5
    kind: apply_template
    title: Apply template
    x: 1280
    y: 0
    config: { start_first: true, keep: false }
  - { id: n6, kind: end, title: End, x: 1600, y: 0, config: { outcome: Onboarding has begun } }
edges:
  - { from: n1, port: next, to: n2 }
  - { from: n2, port: next, to: n3 }
  - { from: n3, port: next, to: n4 }
  - { from: n4, port: next, to: n5 }
  - { from: n5, port: next, to: n6 }
notes: []
`;

export const SEGMENT_ROUTING = `thread_workflow: 1
name: Segment routing
about: Large deals go to the enterprise CSMs and their template, all others to the SMB pool.
nodes:
  - id: n1
    kind: start
    title: Deal closed
    x: 0
    y: 112
    config:
      on: manual
      account: false
      paths: []${FIELDS}
  - id: n2
    kind: create_account
    title: Create account
    x: 320
    y: 112
    config:${ACCOUNT}
  - id: n3
    kind: condition
    title: Over 100k?
    x: 640
    y: 112
    config:
      when:
        match: all
        rows:
          - { left: "{{n1.amount}}", operator: greater, right: "100000" }
  - id: n4
    kind: assign_csm
    title: Enterprise CSM queue
    x: 960
    y: 0
    config: { how: queue, members: [], replace: false }
  - id: n5
    kind: apply_template
    title: Enterprise template
    x: 1280
    y: 0
    config: { start_first: true, keep: false }
  - id: n6
    kind: assign_csm
    title: SMB pool
    x: 960
    y: 224
    config: { how: round_robin, members: [], replace: false }
  - id: n7
    kind: apply_template
    title: SMB template
    x: 1280
    y: 224
    config: { start_first: true, keep: false }
  - { id: n8, kind: end, title: End, x: 1600, y: 112, config: { outcome: Onboarding has begun } }
edges:
  - { from: n1, port: next, to: n2 }
  - { from: n2, port: next, to: n3 }
  - { from: n3, port: "yes", to: n4 }
  - { from: n3, port: otherwise, to: n6 }
  - { from: n4, port: next, to: n5 }
  - { from: n5, port: next, to: n8 }
  - { from: n6, port: next, to: n7 }
  - { from: n7, port: next, to: n8 }
notes:
  - id: t1
    text: Exactly 100,000 and a missing amount take Otherwise, which is the SMB pool.
    x: 640
    y: 304
    width: 224
    height: 80
`;

export const APPROVAL_GATE = `thread_workflow: 1
name: Approval gate
about: A very large deal waits for a manager. A rejected one ends there.
nodes:
  - id: n1
    kind: start
    title: Deal closed
    x: 0
    y: 112
    config:
      on: manual
      account: false
      paths: []${FIELDS}
  - id: n2
    kind: condition
    title: Over 500k?
    x: 320
    y: 112
    config:
      when:
        match: all
        rows:
          - { left: "{{n1.amount}}", operator: greater, right: "500000" }
  - id: n3
    kind: queue
    title: Manager approval
    x: 640
    y: 0
    config:
      asks: approval
      title: "Approve {{n1.company}}"
      detail: "The deal is {{n1.amount}}."
      questions: []
  - { id: n4, kind: end, title: Rejected, x: 960, y: -80, config: { outcome: Rejected } }
  - id: n5
    kind: create_account
    title: Create account
    x: 960
    y: 112
    config:${ACCOUNT}
  - id: n6
    kind: assign_csm
    title: Assign CSM
    x: 1280
    y: 112
    config: { how: least_loaded, members: [], replace: false }
  - id: n7
    kind: apply_template
    title: Apply template
    x: 1600
    y: 112
    config: { start_first: true, keep: false }
  - { id: n8, kind: end, title: End, x: 1920, y: 112, config: { outcome: Onboarding has begun } }
edges:
  - { from: n1, port: next, to: n2 }
  - { from: n2, port: "yes", to: n3 }
  - { from: n2, port: otherwise, to: n5 }
  - { from: n3, port: approved, to: n5 }
  - { from: n3, port: rejected, to: n4 }
  - { from: n5, port: next, to: n6 }
  - { from: n6, port: next, to: n7 }
  - { from: n7, port: next, to: n8 }
notes: []
`;
