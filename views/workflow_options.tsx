import type { Choice, ChoiceGroup } from "../domain/workflows/step_forms.ts";

export function Groups({ groups, value }: { groups: ChoiceGroup[]; value: string }) {
  return (
    <>
      {groups.map(({ label, options }) => (
        <optgroup label={label}>
          <Options options={options} value={value} />
        </optgroup>
      ))}
    </>
  );
}

export function Options({ options, value }: { options: Choice[]; value: string }) {
  return (
    <>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>{option.label}</option>
      ))}
    </>
  );
}
