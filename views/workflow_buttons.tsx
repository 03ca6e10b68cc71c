import { Button } from "./parts/buttons.tsx";

export function CopyButton({ ids }: { ids: string[] }) {
  return (
    <Button form="edits" type="submit" name="do" value={`op=copy&nodes=${ids.join(",")}`}>
      Copy
    </Button>
  );
}

export function RemoveButton(
  { ids, label, heal }: { ids: string[]; label: string; heal?: boolean },
) {
  const value = `op=delete&nodes=${ids.join(",")}${heal ? "&heal=yes" : ""}`;
  return <Button form="edits" type="submit" name="do" value={value}>{label}</Button>;
}
