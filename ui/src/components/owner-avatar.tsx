/** Who owns it, as initials with the whole name beside or in a tooltip; nobody shows as a dashed ring (E2). */
import { Tooltip } from '@mantine/core';
import classes from './owner-avatar.module.css';

interface Owner {
  readonly id: string;
  readonly name: string | null;
  readonly type?: 'user' | 'team';
}

interface Props {
  readonly owner: Owner | null;
  readonly withName?: boolean;
}

const HUES = 5;

export function OwnerAvatar({ owner, withName = false }: Props) {
  const name = owner === null ? 'No owner' : (owner.name ?? 'Somebody you do not work with');
  const mark =
    owner === null ? (
      <span className={classes.nobody} aria-hidden>
        ?
      </span>
    ) : (
      <span
        className={classes.avatar}
        data-hue={hueOf(owner.id)}
        data-team={owner.type === 'team' || undefined}
        aria-hidden
      >
        {initialsOf(name)}
      </span>
    );
  if (withName) {
    return (
      <span className={classes.named}>
        {mark} <span data-none={owner === null || undefined}>{name}</span>
      </span>
    );
  }
  return (
    <Tooltip label={name}>
      <span className={classes.named}>
        {mark}
        <span className="visually-hidden">{name}</span>
      </span>
    </Tooltip>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return `${words[0]?.[0] ?? ''}${last}`.toUpperCase();
}

function hueOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  return sum % HUES;
}
