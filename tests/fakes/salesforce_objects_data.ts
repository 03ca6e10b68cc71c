import type { FakeField, FakeObject } from "./salesforce_org.ts";

const STAMPS: FakeField[] = [
  { name: "Id", label: "Record ID", type: "id" },
  { name: "CreatedDate", label: "Created date", type: "datetime" },
  { name: "LastModifiedDate", label: "Last modified date", type: "datetime" },
  { name: "SystemModstamp", label: "System modstamp", type: "datetime" },
  { name: "IsDeleted", label: "Deleted", type: "boolean" },
];

const text = (name: string, label = name, type = "string"): FakeField => ({ name, label, type });

const link = (name: string, to: string, relationshipName: string): FakeField => ({
  name,
  label: `${relationshipName} ID`,
  type: "reference",
  referenceTo: [to],
  relationshipName,
});

const choice = (name: string, label: string, ...values: string[]): FakeField => ({
  name,
  label,
  type: "picklist",
  picklist: values.map((value) => ({ value })),
});

/** Objects as an organisation has them, with a few custom fields. */
export const OBJECTS: Record<string, FakeObject> = {
  Organization: {
    label: "Organization",
    fields: [...STAMPS, text("Name"), text("IsSandbox", "Is Sandbox", "boolean")],
  },
  Opportunity: {
    label: "Opportunity",
    fields: [
      ...STAMPS,
      text("Name"),
      text("Amount", "Amount", "currency"),
      text("CloseDate", "Close Date", "date"),
      {
        ...choice("StageName", "Stage", "Prospecting", "Contract Sent"),
        picklist: [
          { value: "Prospecting" },
          { value: "Negotiation", label: "Verhandlung" },
          { value: "Contract Sent" },
          { value: "Legal Review" },
          { value: "Closed Won" },
          { value: "Closed Lost" },
          { value: "Handed over", active: false },
        ],
      },
      text("Probability", "Probability (%)", "percent"),
      choice("Type", "Opportunity Type", "New Business", "Renewal"),
      text("Description", "Description", "textarea"),
      link("AccountId", "Account", "Account"),
      link("OwnerId", "User", "Owner"),
      { ...text("Seats__c", "Seats", "double"), custom: true },
      { ...text("Why__c", "Why they buy", "textarea"), custom: true, htmlFormatted: true },
      {
        ...choice("Regions__c", "Regions", "EMEA", "APAC", "AMER"),
        type: "multipicklist",
        custom: true,
      },
      { ...link("Site__c", "Site__c", "Site__r"), custom: true },
      text("Place__c", "Place", "location"),
    ],
    children: [
      {
        relationshipName: "OpportunityContactRoles",
        childSObject: "OpportunityContactRole",
        field: "OpportunityId",
      },
      { relationshipName: "Notes", childSObject: "Note", field: "ParentId" },
      { relationshipName: "Rollouts__r", childSObject: "Rollout__c", field: "Opportunity__c" },
    ],
  },
  Account: {
    label: "Account",
    fields: [
      ...STAMPS,
      text("Name", "Account Name"),
      text("Website", "Website", "url"),
      choice("Industry", "Industry", "Manufacturing", "Banking"),
      text("NumberOfEmployees", "Employees", "int"),
    ],
  },
  User: {
    label: "User",
    fields: [
      ...STAMPS,
      text("Name"),
      text("Email", "Email", "email"),
      text("Title"),
      text("Alias"),
    ],
  },
  Contact: {
    label: "Contact",
    fields: [
      ...STAMPS,
      text("Name", "Full Name"),
      text("Email", "Email", "email"),
      text("Phone", "Business Phone", "phone"),
      text("Title"),
      text("Department"),
    ],
  },
  OpportunityContactRole: {
    label: "Opportunity Contact Role",
    fields: [
      ...STAMPS,
      link("OpportunityId", "Opportunity", "Opportunity"),
      link("ContactId", "Contact", "Contact"),
      choice("Role", "Role", "Decision Maker", "Evaluator"),
      text("IsPrimary", "Primary", "boolean"),
    ],
  },
  Note: {
    label: "Note",
    fields: [...STAMPS, link("ParentId", "Opportunity", "Parent"), text("Title"), text("Body")],
  },
  ContentDocument: {
    label: "Content Document",
    fields: [...STAMPS, text("Title"), text("FileType"), text("LatestPublishedVersionId")],
  },
  ContentDocumentLink: {
    label: "Content Document Link",
    fields: [
      ...STAMPS,
      text("LinkedEntityId"),
      link("ContentDocumentId", "ContentDocument", "ContentDocument"),
    ],
  },
  ContentNote: { label: "Content Note", fields: [...STAMPS, text("Title"), text("TextPreview")] },
  Task: {
    label: "Task",
    fields: [
      ...STAMPS,
      text("WhatId"),
      text("Subject"),
      text("Description", "Comments", "textarea"),
      text("ActivityDate", "Due Date Only", "date"),
    ],
  },
  Event: {
    label: "Event",
    fields: [
      ...STAMPS,
      text("WhatId"),
      text("Subject"),
      text("Description", "Description", "textarea"),
      text("StartDateTime", "Start", "datetime"),
    ],
  },
  OpportunityStage: {
    label: "Opportunity Stage",
    fields: [
      ...STAMPS,
      text("ApiName"),
      text("MasterLabel"),
      text("IsActive", "Is Active", "boolean"),
      text("IsClosed", "Closed", "boolean"),
      text("IsWon", "Won", "boolean"),
      text("SortOrder", "Sort Order", "int"),
    ],
  },
  Site__c: {
    label: "Site",
    fields: [...STAMPS, text("Name", "Site Name"), { ...text("City__c", "City"), custom: true }],
  },
  Rollout__c: {
    label: "Rollout",
    fields: [
      ...STAMPS,
      { ...link("Opportunity__c", "Opportunity", "Opportunity__r"), custom: true },
      { ...text("Go_live__c", "Go-live", "date"), custom: true },
    ],
  },
};
