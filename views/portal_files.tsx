import { fileKindLabels } from "../domain/onboarding/action_types.ts";
import type { AskedFile } from "../domain/onboarding/template_content.ts";
import type { SeenFile } from "../domain/portal/journey.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { Button } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FileDrop, FormActions } from "./parts/forms.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { versionOf } from "./portal_form.tsx";

export const MOST_MEGABYTES = 25;

/** What is asked for, file by file, each with a button of its own. */
export function PortalFiles(
  { task, base, form, problems, readOnly }: {
    task: Task;
    base: string;
    form?: FormState;
    problems: Record<string, string>;
    readOnly?: boolean;
  },
) {
  const at = `${base}/tasks/${task.id}`;
  const { files = [] } = task.asked;
  const isReady = Object.keys(problems).length === 0;
  return (
    <>
      <ErrorSummary errors={form?.errors} />
      {task.submission?.state === "returned" && (
        <Banner kind="warn" title="You were asked again">{task.submission.returnedWhy}</Banner>
      )}
      <ul class="portal-slots">
        {files.map((file) => (
          <li id={`slot-${file.id}`}>
            <h2>
              {file.name || "File"}
              {!file.required && <span class="optional">optional</span>}
            </h2>
            {file.help && <p class="muted">{file.help}</p>}
            <FileList files={task.files.filter(({ slot }) => slot === file.id)} base={base} />
            {!readOnly && <Upload at={at} file={file} form={form} />}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <form method="post" action={`${at}/submission`} class="portal-send">
          <input type="hidden" name="version" value={String(versionOf(task))} />
          <FormActions>
            <Button type="submit" kind={isReady ? "primary" : "plain"}>
              Done, send these files
            </Button>
          </FormActions>
          <p class="muted">
            {isReady
              ? "What you send cannot be taken back. You can ask for a change later."
              : "You can add files now and the others later."}
          </p>
        </form>
      )}
    </>
  );
}

function Upload({ at, file, form }: { at: string; file: AskedFile; form?: FormState }) {
  const name = `file_${file.id}`;
  return (
    <form
      class="stack"
      method="post"
      enctype="multipart/form-data"
      action={`${at}/files/${file.id}`}
    >
      <FileDrop
        name={name}
        label={`Choose a file for ${file.name || "this"}`}
        takes={takes(file)}
        form={form}
      />
      <Button type="submit">Add this file</Button>
    </form>
  );
}

function takes({ accepts }: Pick<AskedFile, "accepts">): string {
  const kinds = accepts.length > 0 ? fileKindLabels(accepts) : "PDF, office documents, images";
  return `${kinds}, up to ${MOST_MEGABYTES} MB.`;
}

/** Within a form of questions: the button belongs to a form of its own, which stands after it. */
export function FileButton(
  { task, base, slot, name, label, hint, form }: {
    task: Task;
    base: string;
    slot: string;
    name: string;
    label: string;
    hint?: unknown;
    form?: FormState;
  },
) {
  const error = form?.errors[name];
  return (
    <div class="field" id={`slot-${slot}`}>
      <label for={`field-${name}`}>{label}</label>
      {typeof hint === "string" && <p class="hint" id={`field-${name}-hint`}>{hint}</p>}
      <FileList files={task.files.filter((one) => one.slot === slot)} base={base} />
      <div class="file-drop">
        <input
          id={`field-${name}`}
          type="file"
          name={`file_${slot}`}
          form={`upload-${slot}`}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={`field-${name}-takes`}
        />
        <p class="hint" id={`field-${name}-takes`}>{takes({ accepts: [] })}</p>
        <Button type="submit" form={`upload-${slot}`}>Add this file</Button>
      </div>
      {error && <p class="field-error">{error}</p>}
    </div>
  );
}

/** The forms that the buttons among the questions belong to. */
export function FileForms({ task, base }: { task: Task; base: string }) {
  const slots = (task.asked.questions ?? []).filter(({ type }) => type === "file");
  return (
    <>
      {slots.map(({ id }) => (
        <form
          id={`upload-${id}`}
          method="post"
          enctype="multipart/form-data"
          action={`${base}/tasks/${task.id}/files/${id}`}
        >
        </form>
      ))}
    </>
  );
}

export function FileList({ files, base }: { files: SeenFile[]; base: string }) {
  if (files.length === 0) return <p class="muted">No file yet</p>;
  return (
    <ul class="portal-file-list">
      {files.map((file) => (
        <li>
          <a href={safeUrl(`${base}/files/${file.id}`)} download>{file.name}</a>
          <span class="muted">
            {sizeInWords(file.size)}, by {file.by}
            {file.versions > 1 && `, version ${file.versions}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
