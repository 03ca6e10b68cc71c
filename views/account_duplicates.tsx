import type { Alike } from "../domain/accounts/duplicates.ts";
import { Checkbox } from "./parts/choices.tsx";
import { Link } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";

/** Before an account is added that may be here already. */
export function Duplicates({ alike }: { alike: Alike[] }) {
  return (
    <Banner kind="warn" title="This account may be here already">
      <ul class="says">
        {alike.map(({ id, name, domain, archived_at }) => (
          <li>
            <a href={`/accounts/${id}`}>{name}</a>
            {domain && ` (${domain})`}
            {archived_at && ", archived"}
          </li>
        ))}
      </ul>
      {alike[1] && (
        <p>
          Are these one company?{" "}
          <Link href={`/accounts/${alike[0]!.id}/merge?with=${alike[1].id}`}>Merge them</Link>
        </p>
      )}
      <Checkbox name="anyway" label="It is a different company: add it anyway" />
    </Banner>
  );
}
