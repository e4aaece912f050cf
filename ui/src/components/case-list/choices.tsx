/** A list of boxes to tick, with a search where it is long. What is ticked counts at once. */
import { Checkbox, ScrollArea, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';

interface Props {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: readonly string[];
  readonly searchable?: boolean;
  onChange(this: void, value: string[]): void;
}

const LONG = 10;

export function Choices({ label, options, value, searchable = false, onChange }: Props) {
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const shown = options.filter((option) => option.label.toLowerCase().includes(words));
  return (
    <Stack gap={8} role="group" aria-label={label}>
      {searchable && options.length > LONG && (
        <TextInput
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search"
          value={search}
          onChange={(e) => setSearch(e.currentTarget.value)}
        />
      )}
      <ScrollArea.Autosize mah={280} type="auto">
        <Stack gap={8} py={2}>
          {shown.map((option) => (
            <Checkbox
              key={option.value}
              size="xs"
              label={option.label}
              checked={value.includes(option.value)}
              onChange={(event) =>
                onChange(
                  event.currentTarget.checked ? [...value, option.value] : value.filter((v) => v !== option.value),
                )
              }
            />
          ))}
          {shown.length === 0 && <span>{options.length === 0 ? 'None yet.' : 'No match.'}</span>}
        </Stack>
      </ScrollArea.Autosize>
    </Stack>
  );
}
