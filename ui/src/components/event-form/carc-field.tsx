/** Chooses CARC codes: those of the case that are open or resolved, or new ones with their group. */
import { Checkbox, Input, Stack, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { codesQuery, type Case } from '../../api/case';
import { textsOf } from '../case-detail';
import { useCarcText } from '../carc-badge';

interface Props {
  readonly of: 'open' | 'resolved' | 'new';
  readonly label: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly withAsterisk?: boolean;
  readonly theCase: Case | null;
  readonly value: readonly string[];
  onChange(this: void, value: readonly string[]): void;
}

const CODE = /^[A-Z]{2}-[A-Z0-9]{1,5}$/;
const GROUPS = ['CO', 'PR', 'OA', 'PI'] as const;

export function CarcField({ of, theCase, value, onChange, ...shared }: Props) {
  const textOf = useCarcText();
  const { data } = useQuery(codesQuery);
  if (of === 'new') {
    const ideas = GROUPS.flatMap((group) =>
      (data?.reasons ?? []).filter((r) => !r.retired).map((r) => `${group}-${r.code}`),
    );
    return (
      <TagsInput
        {...shared}
        description={shared.description ?? 'Group and reason, such as CO-16. Enter adds it.'}
        value={[...value]}
        onChange={(codes) => onChange(codes.map((code) => code.trim().toUpperCase()).filter((code) => CODE.test(code)))}
        data={ideas}
        limit={30}
        splitChars={[',', ' ']}
        renderOption={({ option }) => (
          <span>
            <strong>{option.value}</strong> {textOf(option.value)?.reason}
          </span>
        )}
      />
    );
  }
  const codes = textsOf(theCase?.facts[of === 'open' ? 'openCarcCodes' : 'resolvedCarcCodes']);
  return (
    <Checkbox.Group {...shared} value={[...value]} onChange={onChange}>
      <Stack gap="xs" mt="xs">
        {codes.map((code) => (
          <Checkbox key={code} value={code} label={`${code} ${textOf(code)?.reason ?? ''}`} />
        ))}
        {codes.length === 0 ? <Input.Description>The case has none.</Input.Description> : null}
      </Stack>
    </Checkbox.Group>
  );
}
