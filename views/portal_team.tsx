import type { Teammate } from "../domain/portal/teammates.ts";
import { Button } from "./parts/buttons.tsx";
import { Field, type FormState } from "./parts/fields.tsx";
import { ErrorSummary, FormActions } from "./parts/forms.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface TeamProps {
  team: Teammate[];
  base: string;
  timeZone: string;
  form?: FormState;
  readOnly?: boolean;
}

export function PortalTeam({ team, base, timeZone, form, readOnly }: TeamProps) {
  return (
    <>
      <h1>Team</h1>
      <p class="portal-lead">Everybody here sees the same plan and can work on the tasks.</p>
      <ul class="portal-people">
        {team.map((one) => (
          <li>
            <div>
              <p class="portal-phase">{one.name}</p>
              <p class="muted">{[one.jobTitle, one.email].filter(Boolean).join(", ")}</p>
            </div>
            <p>
              <Access mate={one} timeZone={timeZone} />
            </p>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <section class="section">
          <h2>Invite a teammate</h2>
          <form class="stack" method="post" action={`${base}/team`} novalidate>
            <ErrorSummary errors={form?.errors} />
            <Field name="name" label="Name" form={form} maxlength={120} autocomplete="off" />
            <Field
              name="email"
              label="Work email"
              type="email"
              form={form}
              maxlength={254}
              autocomplete="off"
              hint="They get a letter, and a login of their own."
            />
            <FormActions>
              <Button type="submit" kind="primary">Invite</Button>
            </FormActions>
          </form>
        </section>
      )}
    </>
  );
}

function Access({ mate, timeZone }: { mate: Teammate; timeZone: string }) {
  if (mate.access === "in" && mate.seenAt) {
    return (
      <StatusLabel kind="ok">
        Seen <RelativeTime at={mate.seenAt} timeZone={timeZone} />
      </StatusLabel>
    );
  }
  if (mate.access === "invited") return <StatusLabel kind="info">Invited</StatusLabel>;
  return <StatusLabel kind="none">No login</StatusLabel>;
}
