import type { FileKind } from "../domain/onboarding/action_types.ts";
import { fileKindLabels } from "../domain/onboarding/action_types.ts";
import { endingsOf, sizeInWords, takesPictures } from "../domain/portal/file_types.ts";
import type { UnderWay } from "../domain/portal/uploads.ts";
import { Icon } from "./icons.tsx";
import { Button } from "./parts/buttons.tsx";
import { type FormState } from "./parts/fields.tsx";

export interface UploadBoxProps {
  /** The address of the task. */
  at: string;
  base: string;
  slot: string;
  label: string;
  hint?: string;
  accepts: FileKind[];
  mostBytes: number;
  underWay: UnderWay[];
  /** Of the form that takes the files where there is no script. */
  form: string;
  /** What the field is called where something was wrong with it. */
  name: string;
  state?: FormState;
}

/**
 * Where files are chosen, dropped or photographed. With script each is sent piece by piece and has a
 * row of its own; without, the button posts them as a form.
 */
export function UploadBox(props: UploadBoxProps) {
  const { at, slot, label, hint, accepts, mostBytes, form, name, state } = props;
  const id = `field-${name}`;
  const error = state?.errors[name];
  return (
    <div class="upload-box" data-uploads={`${at}/uploads`} data-slot={slot}>
      <label for={id}>{label}</label>
      {hint && <p class="hint">{hint}</p>}
      <div class="file-drop">
        <Icon name="fileUp" size={20} />
        <input
          id={id}
          type="file"
          name={`file_${slot}`}
          form={form}
          accept={endingsOf(accepts)}
          multiple
          data-picker
          aria-invalid={error ? "true" : undefined}
          aria-describedby={`${id}-takes${error ? ` ${id}-error` : ""}`}
        />
        <p class="hint" id={`${id}-takes`}>{takenInWords(accepts, mostBytes)}</p>
        {takesPictures(accepts) && (
          <label class="upload-camera button plain">
            <Icon name="image" />
            Take a photo
            <input type="file" accept="image/*" capture="environment" data-picker />
          </label>
        )}
        <span class="upload-plain">
          <Button type="submit" form={form}>Add the files</Button>
        </span>
      </div>
      {error && <p class="field-error" id={`${id}-error`}>{error}</p>}
      <BrokenOff {...props} />
      <ul class="upload-rows" data-upload-rows></ul>
    </div>
  );
}

function takenInWords(accepts: FileKind[], mostBytes: number): string {
  const kinds = accepts.length > 0 ? fileKindLabels(accepts) : "PDF, office documents, images";
  return `${kinds}, up to ${sizeInWords(mostBytes)} each.`;
}

/** What was begun and cut, here or on another device. Choosing the same file again goes on with it. */
function BrokenOff({ underWay, slot, base }: UploadBoxProps) {
  const own = underWay.filter((one) => one.slot === slot);
  if (own.length === 0) return null;
  return (
    <ul class="upload-rows" aria-label="Files that did not arrive whole">
      {own.map(({ id, name, size, received }) => (
        <li class="upload-row" data-broken-off={id}>
          <p>
            <span class="upload-name">{name}</span>
            <span class="muted">
              {sizeInWords(received)} of {sizeInWords(size)}{" "}
              arrived. Choose the same file again to go on.
            </span>
          </p>
          <progress value={received} max={size} aria-label={name}></progress>
          <form method="post" action={`${base}/uploads/${id}/removal`}>
            <Button type="submit" small>Discard</Button>
          </form>
        </li>
      ))}
    </ul>
  );
}

/** What the script makes a row of, and all that it says. Once on a page that takes files. */
export function UploadRow() {
  return (
    <template
      id="upload-row"
      data-begun="{name} is being sent."
      data-there="{name} is there."
      data-discarded="{name} is discarded."
      data-waits="{name} waits until the others are there."
      data-percent="{percent} % sent"
      data-cut="The connection is cut. It goes on by itself."
      data-failed="{name} did not arrive."
      data-signed-out="You are signed out. Sign in, and choose the same file again to go on."
    >
      <li class="upload-row">
        <p>
          <span class="upload-name"></span>
          <span class="upload-says muted"></span>
        </p>
        <progress value={0} max={1}></progress>
        <span class="upload-buttons">
          <Button small data-upload-retry="">Try again</Button>
          <Button small data-upload-cancel="">Cancel</Button>
        </span>
      </li>
    </template>
  );
}
