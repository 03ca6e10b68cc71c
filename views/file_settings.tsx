import type { FileQuota } from "../domain/portal/file_quotas.ts";
import { sizeInWords } from "../domain/portal/file_types.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { Meter } from "./parts/status.tsx";
import { SettingsTabs } from "./settings.tsx";

const MEGABYTE = 1024 * 1024;

/** How much room customers' files take, and how large one may be. */
export function FileSettings(
  { quota, most, form }: { quota: FileQuota; most: number; form?: FormState },
) {
  const { usedBytes, usedFiles, mostBytes, mostFiles } = quota;
  const isFull = usedBytes > mostBytes * 0.9 || usedFiles > mostFiles * 0.9;
  return (
    <>
      <SettingsTabs current="/settings/files" />
      {isFull && (
        <Banner kind="warn" title="There is little room left">
          Once it is full, customers are told that their files cannot be taken.
        </Banner>
      )}
      <Section
        title="Room for files"
        lead="What customers have sent, and what is on its way. Older versions count too."
      >
        <p>
          <Meter
            value={usedBytes}
            max={mostBytes}
            high={mostBytes * 0.9}
            label="Room that is used"
            text={`${sizeInWords(usedBytes)} of ${sizeInWords(mostBytes)}`}
          />
        </p>
        <p class="muted">
          {usedFiles.toLocaleString("en")} of {mostFiles.toLocaleString("en")} files
        </p>
      </Section>
      <form class="form" method="post" action="/settings/files" novalidate>
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="version" value={String(quota.version)} />
        <Field
          name="megabytes"
          label="Largest file"
          form={form}
          value={String(quota.mostFileBytes / MEGABYTE)}
          inputmode="numeric"
          suffix="MB"
          short
          maxlength={4}
          hint={`Of one file that a customer sends: at most ${most} MB. What is there already stays.`}
        />
        <FormActions>
          <Button type="submit" kind="primary">Save</Button>
        </FormActions>
      </form>
    </>
  );
}
