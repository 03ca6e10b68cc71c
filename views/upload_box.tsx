import type { Words } from "../domain/messages/words/words.ts";
import type { FileKind } from "../domain/onboarding/action_types.ts";
import { endingsOf, takesPictures } from "../domain/portal/file_types.ts";
import type { UnderWay } from "../domain/portal/uploads.ts";
import { Icon } from "./icons.tsx";
import { Button } from "./parts/buttons.tsx";
import type { FormState } from "./parts/fields.tsx";

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
  words: Words;
}

/**
 * Where files are chosen, dropped or photographed. With script each is sent piece by piece and has a
 * row of its own; without, the button posts them as a form.
 */
export function UploadBox(props: UploadBoxProps) {
  const { at, slot, label, hint, accepts, mostBytes, form, name, state, words } = props;
  const { t } = words;
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
        <p class="hint" id={`${id}-takes`}>{takenInWords(accepts, mostBytes, words)}</p>
        {takesPictures(accepts) && (
          <label class="upload-camera button plain">
            <Icon name="image" />
            {t("files.photo")}
            <input type="file" accept="image/*" capture="environment" data-picker />
          </label>
        )}
        <span class="upload-plain">
          <Button type="submit" form={form}>{t("files.add")}</Button>
        </span>
      </div>
      {error && <p class="field-error" id={`${id}-error`}>{error}</p>}
      <BrokenOff {...props} />
      <ul class="upload-rows" data-upload-rows></ul>
    </div>
  );
}

function takenInWords(accepts: FileKind[], mostBytes: number, { t, size }: Words): string {
  const kinds = accepts.map((kind) => t(`kind.${kind}`)).join(", ") || t("files.anyKinds");
  return t("files.takes", { kinds, size: size(mostBytes) });
}

/** What was begun and cut, here or on another device. Choosing the same file again goes on with it. */
function BrokenOff({ underWay, slot, base, words: { t, size: inWords } }: UploadBoxProps) {
  const own = underWay.filter((one) => one.slot === slot);
  if (own.length === 0) return null;
  return (
    <ul class="upload-rows" aria-label={t("files.brokenOffList")}>
      {own.map(({ id, name, size, received }) => (
        <li class="upload-row" data-broken-off={id}>
          <p>
            <span class="upload-name">{name}</span>{" "}
            <span class="muted">
              {t("files.brokenOff", { received: inWords(received), size: inWords(size) })}
            </span>
          </p>
          <progress value={received} max={size} aria-label={name}></progress>
          <form method="post" action={`${base}/uploads/${id}/removal`}>
            <Button type="submit" small>{t("files.discard")}</Button>
          </form>
        </li>
      ))}
    </ul>
  );
}

/** What the script makes a row of, and all that it says. Once on a page that takes files. */
export function UploadRow({ words: { t } }: { words: Words }) {
  const file = "{file}";
  return (
    <template
      id="upload-row"
      data-begun={t("upload.begun", { file })}
      data-there={t("files.added", { file })}
      data-discarded={t("files.discarded", { file })}
      data-waits={t("upload.waits")}
      data-percent={t("upload.percent", { percent: "{percent}" })}
      data-cut={t("upload.cut")}
      data-failed={t("upload.failed", { file })}
      data-signed-out={t("upload.signedOut")}
    >
      <li class="upload-row">
        <p>
          <span class="upload-name"></span>
          <span class="upload-says muted"></span>
        </p>
        <progress value={0} max={1}></progress>
        <span class="upload-buttons">
          <Button small data-upload-retry="">{t("trouble.tryAgain")}</Button>
          <Button small data-upload-cancel="">{t("upload.cancel")}</Button>
        </span>
      </li>
    </template>
  );
}
