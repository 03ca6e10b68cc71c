import type { FileState } from "../domain/base/schema.ts";
import { sizeInWords } from "../domain/portal/file_types.ts";
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
  { task, base, form, problems, sending }: {
    task: Task;
    base: string;
    form?: FormState;
    problems: Record<string, string>;
    sending?: Sending;
  },
) {
  const { files = [] } = task.asked;
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
            <SlotFiles task={task} slot={file.id} base={base} live={Boolean(sending)} />
            {sending && (
              <UploadBox
                {...sending}
                {...placeOf(task, base, file.id)}
                name={`file_${file.id}`}
                label={`Choose files for ${file.name || "this"}`}
                accepts={file.accepts}
                state={form}
              />
            )}
          </li>
        ))}
      </ul>
      {sending && <SendFiles task={task} base={base} problems={problems} />}
      {sending && <FileForms task={task} base={base} />}
    </>
  );
}

function placeOf(task: Task, base: string, slot: string) {
  return { at: `${base}/tasks/${task.id}`, base, slot, form: `upload-${slot}` };
}

function SendFiles(
  { task, base, problems }: { task: Task; base: string; problems: Record<string, string> },
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
          Done, send these files
        </Button>
      </FormActions>
      <p class="muted">
        {isReady
          ? "What you send cannot be taken back. You can ask for a change later."
          : "You can add files now and the others later."}
      </p>
    </form>
  );
}

/** Within a form of questions: the button belongs to a form of its own, which stands after it. */
export function FileButton(
  { task, base, slot, name, label, hint, form, sending }: {
    task: Task;
    base: string;
    slot: string;
    name: string;
    label: string;
    hint?: unknown;
    form?: FormState;
    sending?: Sending;
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
        />
      )}
      <SlotFiles task={task} slot={slot} base={base} live={Boolean(sending)} />
    </div>
  );
}

/** The forms that the buttons belong to, as no form may stand within another. */
export function FileForms({ task, base }: { task: Task; base: string }) {
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
      {slots.length > 0 && <UploadRow />}
    </>
  );
}

/** What is there for one thing that was asked for; asked again when a file has arrived. */
function SlotFiles(
  { task, slot, base, live }: { task: Task; slot: string; base: string; live: boolean },
) {
  const id = `files-${slot}`;
  const files = task.files.filter((one) => one.slot === slot);
  if (!live) return <FileList files={files} base={base} />;
  return (
    <div
      id={id}
      hx-get={`${base}/tasks/${task.id}`}
      hx-trigger="filesent from:body, journey from:#live throttle:1s"
      hx-select={`#${id}`}
      hx-swap="outerMorph"
    >
      <FileList files={files} base={base} />
    </div>
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
            {sizeInWords(file.size)}
            {file.by && `, by ${file.by}`}
            {file.versions > 1 && `, version ${file.versions}`}
          </span>
          {file.state !== "received" && <FileStatus state={file.state} />}
          {file.why && <p class="file-why">{file.why}</p>}
        </li>
      ))}
    </ul>
  );
}

export function FileStatus({ state }: { state: FileState }) {
  switch (state) {
    case "received":
      return <StatusLabel kind="info">Received</StatusLabel>;
    case "accepted":
      return <StatusLabel kind="ok">Accepted</StatusLabel>;
    case "returned":
      return <StatusLabel kind="warn">Asked again</StatusLabel>;
  }
}
