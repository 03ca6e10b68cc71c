import type { Invitation } from "../domain/people/invitations.ts";
import { roleLabels } from "../domain/people/roles.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";

export interface InvitationFrontProps {
  invitation: Invitation;
  orgName: string;
  /** The address of whoever is signed in here. */
  signedInAs?: string;
  /** Seconds to wait before another letter. */
  problem?: string;
}

/** Behind the link of an invitation. Opening it changes nothing. */
export function InvitationFront(props: InvitationFrontProps) {
  const { invitation, orgName, signedInAs, problem } = props;
  const closed = CLOSED[invitation.state];
  if (closed) return <p class="lead">{closed}</p>;
  return (
    <div class="stack">
      <p class="lead">
        {invitation.inviter} invited you to join {orgName} as {roleLabels(invitation.roles)}.
      </p>
      {problem && <Banner kind="warn">{problem}</Banner>}
      {signedInAs === undefined
        ? <Prove email={invitation.email} />
        : signedInAs === invitation.email
        ? <LinkButton kind="primary" wide href="/welcome">Continue</LinkButton>
        : <OtherAddress email={invitation.email} signedInAs={signedInAs} />}
    </div>
  );
}

const CLOSED: Partial<Record<Invitation["state"], string>> = {
  expired: "This invitation has expired. Ask the person who invited you to send it again.",
  revoked: "This invitation was taken back. Ask the person who invited you.",
  accepted: "This invitation has been used. It works once. If it was you, sign in.",
};

/** A letter can be forwarded or read by a robot, so the address is proved anew. */
function Prove({ email }: { email: string }) {
  return (
    <>
      <p>
        It is for{" "}
        <strong>{maskedEmail(email)}</strong>. To show that this address is yours, we send it a code
        that works for ten minutes.
      </p>
      <form method="post" class="form">
        <Button type="submit" kind="primary" wide>Send me the code</Button>
      </form>
      <LinkButton wide href="/sign-in?next=%2Fwelcome">I have a password</LinkButton>
    </>
  );
}

function OtherAddress({ email, signedInAs }: { email: string; signedInAs: string }) {
  return (
    <>
      <p>
        It is for <strong>{maskedEmail(email)}</strong>, and you are signed in as{" "}
        {signedInAs}. Sign out, then open the link in the letter again.
      </p>
      <form method="post" action="/sign-out" class="form">
        <Button type="submit" kind="primary" wide>Sign out</Button>
      </form>
      <LinkButton wide href="/">Stay signed in</LinkButton>
    </>
  );
}

/** Enough for the person to recognise their own address, and nothing for anybody else. */
export function maskedEmail(email: string): string {
  const [local, domain] = email.split("@") as [string, string];
  return `${local[0]}${"•".repeat(Math.max(2, Math.min(local.length - 1, 8)))}@${domain}`;
}
