import { z } from "zod";
import { CUSTOM } from "./sources.ts";

const MOST = 10;

/** One API name a line; none means that no custom object is read. */
export const customObjectsForm = z.strictObject({
  objects: z.string().max(2000).transform((
    text,
  ) => [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ""))]).superRefine(
    (names, issues) => {
      const wrong = names.find((name) => !CUSTOM.test(name));
      if (wrong) {
        issues.addIssue({
          code: "custom",
          message: `"${
            wrong.slice(0, 60)
          }" is not the API name of a custom object, such as Site__c.`,
        });
      } else if (names.length > MOST) {
        issues.addIssue({ code: "custom", message: `Name ${MOST} objects at most.` });
      }
    },
  ),
});
