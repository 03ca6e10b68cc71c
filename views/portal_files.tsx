import type { FileState } from "../domain/base/schema.ts";
import { type Words, wordsIn } from "../domain/messages/words/words.ts";
import type { Problems } from "../domain/portal/answers.ts";
import type { SeenFile } from "../domain/portal/journey.ts";
import type { Task } from "../domain/portal/submissions.ts";
import type { UnderWay } from "../domain/portal/uploads.ts";
import { Button } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { safeUrl } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { versionOf } from "./portal_form.tsx";
import { UploadBox, UploadRow } from "./upload_box.tsx";

/** How much may be sent, and what of it was begun. Left out where nothing can be sent. */
export interface Sending {
  mostBytes: number;
  underWay: UnderWay[];
}

/** What is asked for, file by file, each with a button of its own. */
export function PortalFiles(
  { task, base, form, problems, sending, words }: {
    task: Task;
    base: string;
    form?: FormState;
    problems: Problems;
    sending?: Sending;
    words: Words;
  },
) {
  const { t } = words;
  const { files = [] } = task.asked;
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
            <SlotFiles {...{ task, base, words }} slot={file.id} live={Boolean(sending)} />
            {sending && (
              <UploadBox
                {...sending}
                {...placeOf(task, base, file.id)}
                name={`file_${file.id}`}
                label={file.name ? t("files.chooseFor", { file: file.name }) : t("files.choose")}
                accepts={file.accepts}
                state={form}
                words={words}
              />
            )}
          </li>
        ))}
      </ul>
      {sending && <SendFiles {...{ task, base, problems, words }} />}
      {sending && <FileForms task={task} base={base} words={words} />}
    </>
  );
}

function placeOf(task: Task, base: string, slot: string) {
  return { at: `${base}/tasks/${task.id}`, base, slot, form: `upload-${slot}` };
}

function SendFiles(
  { task, base, problems, words: { t } }: {
    task: Task;
    base: string;
    problems: Problems;
    words: Words;
  },
) {
  const at = `${base}/tasks/${task.id}`;
  const isReady = Object.keys(problems).length === 0;
  return (
    <form
      id="send-files"
      method="post"
      action={`${at}/submission`}
      class="portal-send"
      hx-get={at}
      hx-trigger="filesent from:body"
      hx-select="#send-files"
      hx-swap="outerMorph"
    >
      <input type="hidden" name="version" value={String(versionOf(task))} />
      <FormActions>
        <Button type="submit" kind={isReady ? "primary" : "plain"}>
          {t("files.send")}
        </Button>
      </FormActions>
      <p class="muted">{t(isReady ? "review.final" : "files.later")}</p>
    </form>
  );
}

/** Within a form of questions: the button belongs to a form of its own, which stands after it. */
export function FileButton(
  { task, base, slot, name, label, hint, form, sending, words }: {
    task: Task;
    base: string;
    slot: string;
    name: string;
    label: string;
    hint?: unknown;
    form?: FormState;
    sending?: Sending;
    words: Words;
  },
) {
  return (
    <div class="field" id={`slot-${slot}`}>
      {!sending && <p>{label}</p>}
      {sending && (
        <UploadBox
          {...sending}
          {...placeOf(task, base, slot)}
          name={name}
          label={label}
          hint={typeof hint === "string" ? hint : undefined}
          accepts={[]}
          state={form}
          words={words}
        />
      )}
      <SlotFiles {...{ task, base, slot, words }} live={Boolean(sending)} />
    </div>
  );
}

/** The forms that the buttons belong to, as no form may stand within another. */
export function FileForms({ task, base, words }: { task: Task; base: string; words: Words }) {
  const { files = [], questions = [] } = task.asked;
  const slots = [...files, ...questions.filter(({ type }) => type === "file")];
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
      {slots.length > 0 && <UploadRow words={words} />}
    </>
  );
}

/** What is there for one thing that was asked for; asked again when a file has arrived. */
function SlotFiles(
  { task, slot, base, live, words }: {
    task: Task;
    slot: string;
    base: string;
    live: boolean;
    words: Words;
  },
) {
  const id = `files-${slot}`;
  const files = task.files.filter((one) => one.slot === slot);
  if (!live) return <FileList files={files} base={base} words={words} />;
  return (
    <div
      id={id}
      hx-get={`${base}/tasks/${task.id}`}
      hx-trigger="filesent from:body, journey from:#live throttle:1s"
      hx-select={`#${id}`}
      hx-swap="outerMorph"
    >
      <FileList files={files} base={base} words={words} />
    </div>
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
          {file.state !== "received" && <FileStatus state={file.state} words={words} />}
          {file.why && <p class="file-why">{file.why}</p>}
        </li>
      ))}
    </ul>
  );
}

function aboutFile({ size: bytes, by: name, versions: version }: SeenFile, words: Words): string {
  const size = words.size(bytes);
  if (!name) return size;
  return version > 1
    ? words.t("files.byVersion", { size, name, version })
    : words.t("files.by", { size, name });
}

const STATUS = { received: "info", accepted: "ok", returned: "warn" } as const;

export function FileStatus(
  { state, words = wordsIn("en") }: { state: FileState; words?: Words },
) {
  return <StatusLabel kind={STATUS[state]}>{words.t(`fileState.${state}`)}</StatusLabel>;
}
