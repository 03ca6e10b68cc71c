interface Property {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  options?: { label: string; value: string }[];
  showCurrencySymbol?: boolean;
  referencedObjectType?: string;
  hubspotDefined?: boolean;
}

const text = (name: string, label: string): Property => (
  { name, label, type: "string", fieldType: "text" }
);

const choice = (name: string, label: string, ...values: string[]): Property => ({
  name,
  label,
  type: "enumeration",
  fieldType: "select",
  options: values.map((value) => ({ value, label: labelOf(value) })),
});

const labelOf = (value: string) =>
  value.charAt(0) + value.slice(1).toLowerCase().replaceAll("_", " ");

const DEALS: Property[] = [
  text("dealname", "Deal name"),
  {
    name: "amount",
    label: "Amount",
    type: "number",
    fieldType: "number",
    showCurrencySymbol: true,
  },
  choice("dealstage", "Deal stage"),
  choice("pipeline", "Pipeline"),
  { name: "closedate", label: "Close date", type: "datetime", fieldType: "date" },
  {
    name: "hubspot_owner_id",
    label: "Deal owner",
    type: "enumeration",
    fieldType: "select",
    referencedObjectType: "OWNER",
  },
  choice("deal_currency_code", "Currency", "EUR", "USD"),
  { name: "description", label: "Deal description", type: "string", fieldType: "textarea" },
  choice("dealtype", "Deal type", "NEW_BUSINESS", "EXISTING_BUSINESS"),
  {
    name: "target_go_live",
    label: "Target go-live",
    type: "date",
    fieldType: "date",
    hubspotDefined: false,
  },
];

const COMPANIES: Property[] = [
  text("name", "Company name"),
  text("domain", "Company domain name"),
  choice(
    "industry",
    "Industry",
    "RETAIL",
    "LOGISTICS",
    "HEALTHCARE",
    "SOFTWARE",
    "FOOD_PRODUCTION",
  ),
  { name: "numberofemployees", label: "Number of employees", type: "number", fieldType: "number" },
  text("city", "City"),
  text("country", "Country"),
];

const CONTACTS: Property[] = [
  text("firstname", "First name"),
  text("lastname", "Last name"),
  text("email", "Email"),
  { name: "phone", label: "Phone number", type: "string", fieldType: "phonenumber" },
  text("jobtitle", "Job title"),
];

export const PROPERTIES: Record<string, Property[]> = {
  "0-3": DEALS,
  "0-2": COMPANIES,
  "0-1": CONTACTS,
};

const stage = (id: string, label: string, probability: string, isClosed = "false") => (
  { id, label, archived: false, metadata: { isClosed, probability } }
);

export const PIPELINES = [{
  id: "default",
  label: "Sales pipeline",
  displayOrder: 0,
  archived: false,
  stages: [
    stage("qualifiedtobuy", "Qualified to buy", "0.4"),
    stage("contractsent", "Contract sent", "0.9"),
    stage("closedwon", "Closed won", "1.0", "true"),
    stage("closedlost", "Closed lost", "0.0", "true"),
  ].map((one, displayOrder) => ({ ...one, displayOrder })),
}];

export const FIRST_WORDS = [
  ..."Amber Birch Cedar Coral Delta Ember Fern Granite Harbor Indigo Juniper Kestrel".split(" "),
  ..."Lantern Maple Nimbus Opal Pine".split(" "),
];
export const LAST_WORDS = [
  ..."Bakeries Clinics Components Foods Freight Gardens Instruments Kitchens Logistics".split(" "),
  ..."Markets Mills Mobility Outfitters Pharmacies Robotics Software Studios Textiles".split(" "),
  "Works",
];
export const GIVEN_NAMES = "Alma Bruno Carla Dario Elif Finn Greta Hugo Ines Jonas Kira".split(" ");
export const FAMILY_NAMES = "Arendt Bianchi Castro Duarte Ekberg Fontaine Gruber".split(" ");
