import { Icon } from "./icons.tsx";
import { PLACES } from "./nav.ts";

/** What a person was told and has not read. It stands beside the sidebar's head, and on phones above. */
export function Bell({ count, id, hotkey }: { count: number; id: string; hotkey?: string }) {
  return (
    <a class="icon-button bell" href={PLACES.notifications} data-hotkey={hotkey}>
      <Icon name="bell" size={hotkey ? 16 : 20} />
      <span class="hidden">Notifications</span>
      <BellCount count={count} id={id} />
    </a>
  );
}

/** Found by its id when it changes; at zero it holds its place unseen. */
export function BellCount({ count, id }: { count: number; id: string }) {
  return (
    <span class="count" id={id} hidden={count === 0}>
      {count > 99 ? "99+" : count}
      <span class="hidden">unread</span>
    </span>
  );
}
