import { type Words, wordsIn } from "../domain/messages/words/words.ts";
import type { SentDocument } from "../domain/portal/documents.ts";
import type { Journey, SeenAction } from "../domain/portal/journey.ts";
import { dueInWords, effortOf, openTasks } from "../domain/portal/tasks.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { wholeTime } from "./parts/time.tsx";
import { FileStatus } from "./portal_files.tsx";

export interface PortalDocumentsProps {
  journey: Journey;
  documents: SentDocument[];
  /** The last of this page, where there are older ones. */
  next?: string;
  isFirst: boolean;
  base: string;
  words: Words;
}

/** What is still asked for, and then all that anybody of the customer has sent. */
export function PortalDocuments(props: PortalDocumentsProps) {
  const { journey, documents, isFirst, base, words } = props;
  const { t } = words;
  const asking = openTasks(journey).filter(asksForFiles);
  return (
    <div
      id="documents"
      hx-get={`${base}/documents`}
      hx-trigger={isFirst ? "journey from:#live throttle:1s" : undefined}
      hx-select="#documents"
      hx-swap="outerMorph"
    >
      <h1>{t("place.documents")}</h1>
      <p class="portal-lead">{t("documents.lead")}</p>
      {isFirst && asking.length > 0 && (
        <section class="section">
          <h2>{t("documents.asked")}</h2>
          <ul class="portal-cards">
            {asking.map((task) => <AskedCard {...{ task, journey, base, words }} />)}
          </ul>
        </section>
      )}
      <section class="section">
        <h2>{t("documents.sent")}</h2>
        {documents.length === 0
          ? <EmptyState title={t("documents.none")} level={3}>{t("documents.noneYet")}</EmptyState>
          : (
            <ul class="portal-documents">
              {documents.map((sent) => (
                <SentFile {...{ sent, base, words }} zone={journey.account.zone} />
              ))}
            </ul>
          )}
        <OtherPages {...props} />
      </section>
    </div>
  );
}

function OtherPages({ next, isFirst, base, words: { t } }: PortalDocumentsProps) {
  if (!next && isFirst) return null;
  return (
    <p class="form-actions">
      {!isFirst && <LinkButton href={`${base}/documents`}>{t("documents.newest")}</LinkButton>}
      {next && (
        <LinkButton href={`${base}/documents?before=${next}`}>{t("documents.earlier")}</LinkButton>
      )}
    </p>
  );
}

function asksForFiles({ asked }: SeenAction): boolean {
  return Boolean(asked.files) || Boolean(asked.questions?.some(({ type }) => type === "file"));
}

function AskedCard(
  { task, journey, base, words }: {
    task: SeenAction;
    journey: Journey;
    base: string;
    words: Words;
  },
) {
  const { t } = words;
  const due = dueInWords(task.deadlineOn, journey.account.today, words);
  const names = (task.asked.files ?? []).map(({ name }) => name).filter(Boolean);
  const label = t("card.about", { action: t("card.sendFiles"), task: task.label });
  return (
    <li class="portal-card">
      <div>
        <p class="portal-due">
          <StatusLabel kind={due.isLate ? "bad" : "info"}>{due.words}</StatusLabel>
        </p>
        <h3>{task.label}</h3>
        <p class="muted">{names.length > 0 ? names.join(", ") : effortOf(task, words)}</p>
      </div>
      <LinkButton href={`${base}/tasks/${task.id}`} aria-label={label}>
        {t("card.sendFiles")}
      </LinkButton>
    </li>
  );
}

interface SentFileProps {
  sent: SentDocument;
  base: string;
  zone: string;
  words: Words;
}

function SentFile(props: SentFileProps) {
  const { sent, base, zone, words } = props;
  const task = sent.task &&
    <a href={safeUrl(`${base}/tasks/${sent.actionId}`)}>{sent.task}</a>;
  return (
    <li id={`document-${sent.id}`}>
      <div class="document-head">
        <a href={safeUrl(`${base}/files/${sent.id}`)} download>{sent.name}</a>
        <FileStatus state={sent.state} words={words} />
      </div>
      <p class="muted">{aboutVersion(sent, zone, words)}</p>
      {task && <p class="muted">{words.pieces("documents.for", { task })}</p>}
      {sent.why && <p class="file-why">{sent.why}</p>}
      <OlderVersions {...props} />
    </li>
  );
}

/** Also on the staff's page. */
export function OlderVersions(
  { sent, base, zone, words = wordsIn("en") }: Omit<SentFileProps, "words"> & { words?: Words },
) {
  if (sent.older.length === 0) return null;
  return (
    <details class="document-older">
      <summary>{words.t("documents.older", { count: sent.older.length })}</summary>
      <ul>
        {sent.older.map((one) => (
          <li>
            <a href={safeUrl(`${base}/files/${one.id}`)} download>
              {aboutVersion(one, zone, words)}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

function aboutVersion(
  { size: bytes, at, by: name }: { size: number; at: Date | string; by: string | null },
  zone: string,
  words: Words,
): string {
  const [size, time] = [words.size(bytes), wholeTime(new Date(at), zone, words.locale)];
  return name
    ? words.t("documents.aboutBy", { size, time, name })
    : words.t("documents.about", { size, time });
}
