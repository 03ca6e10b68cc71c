import type { Words } from "../domain/messages/words/words.ts";
import type { AskedFile } from "../domain/onboarding/template_content.ts";
import type { Problems } from "../domain/portal/answers.ts";
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
  { task, base, form, problems, readOnly, words }: {
    task: Task;
    base: string;
    form?: FormState;
    problems: Problems;
    readOnly?: boolean;
    words: Words;
  },
) {
  const { t } = words;
  const at = `${base}/tasks/${task.id}`;
  const { files = [] } = task.asked;
  const isReady = Object.keys(problems).length === 0;
  return (
    <>
      <ErrorSummary errors={form?.errors} words={words} />
      {task.submission?.state === "returned" && (
        <Banner kind="warn" title={t("task.askedAgain")}>{task.submission.returnedWhy}</Banner>
      )}
      <ul class="portal-slots">
        {files.map((file) => (
          <li id={`slot-${file.id}`}>
            <h2>
              {file.name || t("files.untitled")}
              {!file.required && <span class="optional">{t("field.optional")}</span>}
            </h2>
            {file.help && <p class="muted">{file.help}</p>}
            <FileList
              files={task.files.filter(({ slot }) => slot === file.id)}
              base={base}
              words={words}
            />
            {!readOnly && <Upload at={at} file={file} form={form} words={words} />}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <form method="post" action={`${at}/submission`} class="portal-send">
          <input type="hidden" name="version" value={String(versionOf(task))} />
          <FormActions>
            <Button type="submit" kind={isReady ? "primary" : "plain"}>
              {t("files.send")}
            </Button>
          </FormActions>
          <p class="muted">
            {t(isReady ? "review.final" : "files.later")}
          </p>
        </form>
      )}
    </>
  );
}

function Upload(
  { at, file, form, words }: { at: string; file: AskedFile; form?: FormState; words: Words },
) {
  const { t } = words;
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
        label={file.name ? t("files.chooseFor", { file: file.name }) : t("files.choose")}
        takes={takes(file, words)}
        words={words}
        form={form}
      />
      <Button type="submit">{t("files.add")}</Button>
    </form>
  );
}

function takes({ accepts }: Pick<AskedFile, "accepts">, { t, size }: Words): string {
  const kinds = accepts.map((kind) => t(`kind.${kind}`)).join(", ") || t("files.anyKinds");
  return t("files.takes", { kinds, size: size(MOST_MEGABYTES * 1024 * 1024) });
}

/** Within a form of questions: the button belongs to a form of its own, which stands after it. */
export function FileButton(
  { task, base, slot, name, label, hint, form, words }: {
    task: Task;
    base: string;
    slot: string;
    name: string;
    label: string;
    hint?: unknown;
    form?: FormState;
    words: Words;
  },
) {
  const error = form?.errors[name];
  return (
    <div class="field" id={`slot-${slot}`}>
      <label for={`field-${name}`}>{label}</label>
      {typeof hint === "string" && <p class="hint" id={`field-${name}-hint`}>{hint}</p>}
      <FileList
        files={task.files.filter((one) => one.slot === slot)}
        base={base}
        words={words}
      />
      <div class="file-drop">
        <input
          id={`field-${name}`}
          type="file"
          name={`file_${slot}`}
          form={`upload-${slot}`}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={`field-${name}-takes`}
        />
        <p class="hint" id={`field-${name}-takes`}>{takes({ accepts: [] }, words)}</p>
        <Button type="submit" form={`upload-${slot}`}>{words.t("files.add")}</Button>
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

export function FileList(
  { files, base, words }: { files: SeenFile[]; base: string; words: Words },
) {
  if (files.length === 0) return <p class="muted">{words.t("files.none")}</p>;
  return (
    <ul class="portal-file-list">
      {files.map((file) => (
        <li>
          <a href={safeUrl(`${base}/files/${file.id}`)} download>{file.name}</a>
          <span class="muted">{aboutFile(file, words)}</span>
        </li>
      ))}
    </ul>
  );
}

function aboutFile({ size: bytes, by: name, versions: version }: SeenFile, words: Words): string {
  const size = words.size(bytes);
  return version > 1
    ? words.t("files.byVersion", { size, name, version })
    : words.t("files.by", { size, name });
}
