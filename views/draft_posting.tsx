import { readMarkdown } from "../domain/messages/markdown.ts";
import { channelWords, faultOf } from "../domain/messages/channel_words.ts";
import { UNDO_SECONDS } from "../domain/onboarding/draft_checks.ts";
import type { Draft } from "../domain/onboarding/drafts.ts";
import type { Posting } from "../domain/onboarding/posting_views.ts";
import { ChannelField, ChannelList, channelValue } from "./channel_field.tsx";
import { draftAddress, type DraftProps } from "./draft.tsx";
import { Leaving } from "./draft_outcome.tsx";
import { DraftSources, EarlierTexts } from "./draft_sources.tsx";
import { DraftTools, Version } from "./draft_tools.tsx";
import { Button } from "./parts/buttons.tsx";
import { FormActions } from "./parts/forms.tsx";
import { Markdown } from "./parts/markdown.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { PostState } from "./posts.tsx";

type Props = DraftProps & { draft: Draft; posting: Posting };

/** A text for a channel: as it will stand there, where, and what became of it. */
export function ChannelDraft(props: Props) {
  const { view, draft, posting, mayReview } = props;
  const isReady = draft.state === "ready" &&
    (view.action.state === "due" || view.action.state === "failed");
  return (
    <>
      <Outcome {...props} />
      {isReady && <Warnings {...props} />}
      <Section title="The message">
        <div class="letter-sheet">
          <Markdown blocks={readMarkdown(draft.body)} />
        </div>
        <details class="fold">
          <summary>As Slack gets it, to be copied</summary>
          <textarea class="input" readonly rows={6} aria-label="Text to copy">
            {"\n"}
            {posting.text}
          </textarea>
        </details>
      </Section>
      {isReady && mayReview && (
        <>
          <Place {...props} />
          <DraftTools {...props} draft={draft} />
        </>
      )}
      <DraftSources draft={draft} />
      <EarlierTexts texts={view.earlier} />
    </>
  );
}

function Warnings({ view, draft }: Props) {
  return (
    <>
      {view.obstacles.length > 0 && (
        <Banner kind="bad" title="It cannot be posted yet" id="obstacles">
          {view.obstacles.map((obstacle) => <p>{obstacle}</p>)}
        </Banner>
      )}
      {draft.problem && <Banner kind="warn">{draft.problem}</Banner>}
      {view.warnings.length > 0 && (
        <Banner kind="warn" title="Look at this before you post" id="warnings">
          {view.warnings.map((warning) => <p>{warning}</p>)}
        </Banner>
      )}
    </>
  );
}

/** Pressed, it is the approval. By hand it can be done as well. */
function Place({ view, draft, posting, form }: Props) {
  const { target, channels, isTest } = posting;
  const { channel, fault } = target;
  if (fault?.fault === "not_connected") {
    return (
      <Banner kind="info" title="Post it by hand">
        {fault.words} Until then, copy the text, post it yourself, and mark the action complete.
      </Banner>
    );
  }
  return (
    <Section
      title="Where it goes"
      lead={`It leaves ${UNDO_SECONDS} seconds after you press. Until then you can undo it.`}
    >
      <form class="form" method="post" action={`${draftAddress(view)}/posting`}>
        {fault && <Banner kind="warn">{fault.words}</Banner>}
        <Version draft={draft} />
        {isTest
          ? (
            <p>
              {channel
                ? `A test account posts in ${channelWords(channel)} only.`
                : "A test account posts nowhere."}
              <input type="hidden" name="channel" value={channel ? channelWords(channel) : ""} />
            </p>
          )
          : (
            <ChannelField
              name="channel"
              label="Channel"
              hint="What the action names, or else the account's own. Type to find another."
              form={form}
              value={channelValue(channel, channels)}
              list="draft-channels"
              required
            />
          )}
        <ChannelList id="draft-channels" channels={channels} />
        {channel?.is_shared && (
          <p class="hint">People of another organisation read {channelWords(channel)} too.</p>
        )}
        <FormActions>
          <Button type="submit" kind="primary" disabled={view.obstacles.length > 0}>
            Post to channel
          </Button>
        </FormActions>
      </form>
    </Section>
  );
}

function Outcome(props: Props) {
  const { view, draft, posting, mayReview } = props;
  const { approved, post } = posting;
  const at = draftAddress(view);
  const where = approved ? channelWords(approved) : "the channel";
  if (draft.state === "approved") {
    return (
      <Leaving
        at={at}
        words={`Approved${view.people.approved ? ` by ${view.people.approved}` : ""} for ${where}.`}
        secondsLeft={view.secondsLeft}
        may={mayReview}
      />
    );
  }
  if (draft.state !== "left" || !post || post.draft_id !== draft.id) return null;
  if (post.state === "unknown") {
    return (
      <Banner kind="warn" title="It may have been posted">
        <p>
          Slack had the message, but its answer was lost: {post.error}{" "}
          Thread does not post it again by itself. Look in {where}.
        </p>
        {mayReview && (
          <FormActions>
            <Press to={`${at}/arrival`} label="It is there" />
            <Press to={`${at}/resending`} label="Post again" />
          </FormActions>
        )}
        <p class="hint">If the first one is there after all, posting again gives two.</p>
      </Banner>
    );
  }
  if (post.state === "failed") {
    const fault = approved && faultOf(approved);
    return (
      <Banner kind="bad" title="It was not posted">
        <p>{post.error}</p>
        {fault && fault.words !== post.error && <p>{fault.words}</p>}
        {mayReview && (
          <FormActions>
            <Press to={`${at}/resending`} label="Post again" />
            <Press to={`${at}/request`} label="Write another" />
          </FormActions>
        )}
      </Banner>
    );
  }
  return (
    <Banner
      kind={post.state === "sent" ? "ok" : "info"}
      title={view.people.approved
        ? `Approved by ${view.people.approved} for ${where}`
        : `For ${where}`}
    >
      <p>
        <PostState post={post} /> {post.sent_at && <RelativeTime at={post.sent_at} />}
      </p>
      {post.error && <p>{post.error}</p>}
    </Banner>
  );
}

function Press({ to, label }: { to: string; label: string }) {
  return (
    <form method="post" action={to}>
      <Button type="submit">{label}</Button>
    </form>
  );
}
