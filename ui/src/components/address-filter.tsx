/** Filters that stand in the address: ids and codes only, so that it can be shared and names nobody. */
import { Radio, Stack } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { Filter } from './filter-bar';

export interface AddressFilter {
  of(this: void, name: string): string | null;
  /** Null and '' take it away. */
  set(this: void, name: string, value: string | null): void;
  /** A filter with one of a few values. @param words what each value reads. */
  one(this: void, id: string, label: string, words: Readonly<Record<string, string>>, pinned?: boolean): Filter;
}

export function useAddressFilter(): AddressFilter {
  const [address, setAddress] = useSearchParams();
  const of = (name: string) => address.get(name);
  const set = (name: string, value: string | null) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const one: AddressFilter['one'] = (id, label, words, pinned = false) => ({
    id,
    label,
    pinned,
    value: words[of(id) ?? ''] ?? null,
    clear: () => set(id, null),
    editor: (close) => (
      <Radio.Group label={label} value={of(id) ?? ''} onChange={(value) => (set(id, value), close())}>
        <Stack gap={8} pt={8}>
          {Object.entries(words).map(([value, name]) => (
            <Radio key={value} value={value} label={name} />
          ))}
        </Stack>
      </Radio.Group>
    ),
  });
  return { of, set, one };
}
