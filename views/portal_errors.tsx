import type { Words } from "../domain/messages/words/words.ts";
import type { Trouble } from "./errors.tsx";
import { Front } from "./front.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { HxPartial, Toast } from "./parts/notices.tsx";

/** What a customer is told when something could not be done. */
export function PortalErrorPage(
  { trouble, nonce, retry, words }: {
    trouble: Trouble;
    nonce: string;
    /** Where trying again leads; left out where that would not help. */
    retry?: string;
    words: Words;
  },
) {
  const { t } = words;
  return (
    <Front
      title={titleOf(trouble, words)}
      lead={troubleInWords(trouble, words)}
      nonce={nonce}
      site={t("frame.portal")}
      org={{ name: t("frame.portal") }}
      help={t("front.askContact")}
      words={words}
    >
      <div class="way-on">
        <div class="form-actions">
          {retry && <LinkButton href={retry} kind="primary">{t("trouble.tryAgain")}</LinkButton>}
          <LinkButton href="/p" kind={retry ? "plain" : "primary"}>{t("trouble.home")}</LinkButton>
        </div>
        {trouble.kind === "fault" && (
          <p class="muted">
            {words.pieces("trouble.reference", { code: <code>{trouble.reference}</code> })}
          </p>
        )}
      </div>
    </Front>
  );
}

/** For a request that asked for a part of a page: the part stays as it was. */
export function PortalErrorToast({ trouble, words }: { trouble: Trouble; words: Words }) {
  return (
    <HxPartial target="#toasts" swap="beforeend">
      <Toast kind="bad" words={words}>{troubleInWords(trouble, words)}</Toast>
    </HxPartial>
  );
}

function titleOf({ kind }: Trouble, { t }: Words): string {
  return t(`trouble.${kind}`);
}

export function troubleInWords(trouble: Trouble, { t }: Words): string {
  return trouble.kind === "refused" ? trouble.message : t(`trouble.${trouble.kind}Lead`);
}
