import type { SentDocument } from "../domain/portal/documents.ts";
import { sizeInWords } from "../domain/portal/file_types.ts";
import type { Journey, SeenAction } from "../domain/portal/journey.ts";
import { dueInWords, effortOf, openTasks } from "../domain/portal/tasks.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { safeUrl } from "./parts/link.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination } from "./parts/table.tsx";
import { wholeTime } from "./parts/time.tsx";
import { FileStatus } from "./portal_files.tsx";

export interface PortalDocumentsProps {
  journey: Journey;
  documents: SentDocument[];
  /** The last of this page, where there are older ones. */
  next?: string;
  isFirst: boolean;
  base: string;
}

/** What is still asked for, and then all that anybody of the customer has sent. */
export function PortalDocuments(props: PortalDocumentsProps) {
  const { journey, documents, next, isFirst, base } = props;
  const asking = openTasks(journey).filter(asksForFiles);
  return (
    <div
      id="documents"
      hx-get={`${base}/documents`}
      hx-trigger={isFirst ? "journey from:#live throttle:1s" : undefined}
      hx-select="#documents"
      hx-swap="outerMorph"
    >
      <h1>Documents</h1>
      <p class="portal-lead">
        What your team has sent is kept here. Your contacts at the other side can read it too.
      </p>
      {isFirst && asking.length > 0 && (
        <section class="section">
          <h2>Still asked for</h2>
          <ul class="portal-cards">
            {asking.map((task) => <AskedCard task={task} journey={journey} base={base} />)}
          </ul>
        </section>
      )}
      <section class="section">
        <h2>Sent by your team</h2>
        {documents.length === 0
          ? (
            <EmptyState title="Nothing has been sent yet" level={3}>
              Each file that your team sends with a task is listed here, with all of its versions.
            </EmptyState>
          )
          : (
            <ul class="portal-documents">
              {documents.map((one) => (
                <SentFile sent={one} base={base} zone={journey.account.zone} />
              ))}
            </ul>
          )}
        <Pagination
          previous={isFirst ? undefined : `${base}/documents`}
          next={next && `${base}/documents?before=${next}`}
        />
      </section>
    </div>
  );
}

function asksForFiles({ asked }: SeenAction): boolean {
  return Boolean(asked.files) || Boolean(asked.questions?.some(({ type }) => type === "file"));
}

function AskedCard({ task, journey, base }: { task: SeenAction; journey: Journey; base: string }) {
  const due = dueInWords(task.deadlineOn, journey.account.today);
  const names = (task.asked.files ?? []).map(({ name }) => name).filter(Boolean);
  return (
    <li class="portal-card">
      <div>
        <p class="portal-due">
          <StatusLabel kind={due.isLate ? "bad" : "info"}>{due.words}</StatusLabel>
        </p>
        <h3>{task.label}</h3>
        <p class="muted">{names.length > 0 ? names.join(", ") : effortOf(task)}</p>
      </div>
      <LinkButton href={`${base}/tasks/${task.id}`}>
        Send files<span class="hidden">: {task.label}</span>
      </LinkButton>
    </li>
  );
}

function SentFile({ sent, base, zone }: { sent: SentDocument; base: string; zone: string }) {
  return (
    <li id={`document-${sent.id}`}>
      <div class="document-head">
        <a href={safeUrl(`${base}/files/${sent.id}`)} download>{sent.name}</a>
        <FileStatus state={sent.state} />
      </div>
      <p class="muted">
        {sizeInWords(sent.size)}, {wholeTime(sent.at, zone)}
        {sent.by && `, ${sent.by}`}
      </p>
      {sent.task && (
        <p class="muted">
          For <a href={safeUrl(`${base}/tasks/${sent.actionId}`)}>{sent.task}</a>
        </p>
      )}
      {sent.why && <p class="file-why">{sent.why}</p>}
      <OlderVersions sent={sent} base={base} zone={zone} />
    </li>
  );
}

/** Also on the staff's page. */
export function OlderVersions(
  { sent, base, zone }: { sent: SentDocument; base: string; zone: string },
) {
  if (sent.older.length === 0) return null;
  return (
    <details class="document-older">
      <summary>Older versions ({sent.older.length})</summary>
      <ul>
        {sent.older.map((one) => (
          <li>
            <a href={safeUrl(`${base}/files/${one.id}`)} download>
              {wholeTime(new Date(one.at), zone)}
            </a>{" "}
            <span class="muted">
              {sizeInWords(one.size)}
              {one.by && `, ${one.by}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
