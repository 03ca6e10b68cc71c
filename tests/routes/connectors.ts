import type { RouteTable } from "../routes_table.ts";

const one = "/connectors/{connection}";

/** Services that Thread reads from. */
export const connectors: RouteTable = {
  "GET /connectors": { may: "connectors.read" },
  // Only a service sends anybody here, with what it signed: routes/connectors_test.ts plays that.
  "GET /connectors/callback": { may: "connectors.change", machine: true },
  // Where nothing is simulated there is nothing: routes/simulated_deals_test.ts plays it.
  "POST /connectors/simulation": { may: "connectors.read", machine: true },
  "GET /connectors/:service/connect": {
    may: "connectors.change",
    at: "/connectors/hubspot/connect",
  },
  "POST /connectors/:service/connect": {
    may: "connectors.change",
    at: "/connectors/hubspot/connect",
    form: { name: "Another HubSpot", environment: "production" },
  },
  "GET /connectors/:connection": { may: "connectors.read", at: one },
  "POST /connectors/:connection/attempts": { may: "connectors.change", at: `${one}/attempts` },
  "GET /connectors/:connection/setup": { may: "connectors.read", at: `${one}/setup` },
  "POST /connectors/:connection/custom-objects": {
    may: "connectors.change",
    at: "/connectors/{salesforce}/custom-objects",
    form: { objects: "Site__c" },
    to: "/connectors/{salesforce}/setup",
  },
  "GET /connectors/:connection/settings": { may: "connectors.read", at: `${one}/settings` },
  "POST /connectors/:connection/settings": {
    may: "connectors.change",
    at: `${one}/settings`,
    form: { version: "1", name: "Renamed", poll_seconds: "900" },
    to: `${one}/settings`,
  },
  "POST /connectors/:connection/address": {
    may: "connectors.change",
    at: `${one}/address`,
    to: one,
  },
  "POST /connectors/:connection/reading": {
    may: "connectors.read",
    at: `${one}/reading`,
    to: one,
  },
  "POST /connectors/:connection/disconnection": {
    may: "connectors.change",
    at: `${one}/disconnection`,
    to: "/connectors",
  },
  "GET /connectors/:connection/deliveries": {
    may: "connectors.read",
    at: `${one}/deliveries`,
  },
  "POST /connectors/:connection/deliveries/:delivery/copies": {
    may: "connectors.read",
    at: `${one}/deliveries/{delivery}/copies`,
    to: `${one}/deliveries`,
  },
  ...mappingRoutes(),
  "GET /connectors/:connection/records": { may: "connectors.read", at: `${one}/records` },
  "POST /connectors/:connection/watching": {
    may: "connectors.change",
    at: "/connectors/{notion}/watching",
    form: { version: "1", place: "place", pace: "real_time", required: "arr" },
    to: "/connectors/{notion}/settings",
  },
  ...channelRoutes(),
  "POST /hooks/:service": { may: "anyone", machine: true },
  "POST /hooks/:service/:token": { may: "anyone", machine: true },
};

function channelRoutes(): RouteTable {
  const slack = "/connectors/{slack}";
  return {
    "GET /connectors/:connection/channels": { may: "connectors.read", at: `${slack}/channels` },
    "GET /connectors/:connection/alerts": { may: "connectors.read", at: `${slack}/alerts` },
    "POST /connectors/:connection/alerts": {
      may: "connectors.map",
      at: `${slack}/alerts`,
      form: { quiet: "on" },
      to: `${slack}/alerts`,
    },
    "GET /connectors/:connection/posts": { may: "connectors.read", at: `${slack}/posts` },
    "POST /connectors/:connection/posts/:post/arrival": {
      may: "connectors.map",
      at: `${slack}/posts/{post}/arrival`,
      to: `${slack}/posts`,
    },
    "POST /connectors/:connection/posts/:post/resending": {
      may: "connectors.map",
      at: `${slack}/posts/{post}/resending`,
      to: `${slack}/posts`,
    },
  };
}

function mappingRoutes(): RouteTable {
  const may = "connectors.map";
  const at = `${one}/mappings`;
  const mapping = `${at}/{fieldMapping}`;
  return {
    "GET /connectors/:connection/mappings": { may, at },
    "GET /connectors/:connection/mappings/new": { may, at: `${at}/new` },
    "POST /connectors/:connection/mappings": {
      may,
      at,
      form: {
        wanted: "",
        field: "primary_contact.name",
        target: "segment",
        new_label: "",
        policy: "thread",
      },
      to: at,
    },
    "POST /connectors/:connection/mappings/reading": {
      may,
      at: `${at}/reading`,
      form: { day_order: "day", currency: "EUR" },
      to: at,
    },
    "POST /connectors/:connection/mappings/refresh": { may, at: `${at}/refresh`, to: at },
    "POST /connectors/:connection/mappings/refresh/end": {
      may,
      at: `${at}/refresh/end`,
      to: at,
      changesNothing: true,
    },
    "GET /connectors/:connection/mappings/:mapping": { may, at: mapping },
    "POST /connectors/:connection/mappings/:mapping": {
      may,
      at: mapping,
      form: { version: "1", wanted: "", field: "primary_contact.phone", policy: "crm" },
      to: at,
    },
    "POST /connectors/:connection/mappings/:mapping/removal": {
      may,
      at: `${mapping}/removal`,
      form: { version: "1" },
      to: at,
    },
  };
}
