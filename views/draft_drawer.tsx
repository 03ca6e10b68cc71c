import { Dialog } from "./parts/dialogs.tsx";

/**
 * Where a draft is read and decided about beside the list that it was opened from. Each of its pages
 * is asked for whole, and what it says of the draft is shown here.
 */
export function DraftDrawer() {
  return (
    <Dialog id="drawer" title="Draft" side>
      <div
        id="drawer-body"
        hx-boost:inherited="true"
        hx-target:inherited="#drawer-body"
        hx-select:inherited="#draft"
        hx-swap:inherited="innerHTML"
        hx-push-url:inherited="false"
      >
      </div>
    </Dialog>
  );
}
