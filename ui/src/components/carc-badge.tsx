/** A CARC with its text in a tooltip; a resolved one is struck out, and says so to those who do not see it (H10, H14). */
import { Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { codesQuery } from '../api/case';
import classes from './carc-badge.module.css';

interface Text {
  /** The reason, in our own words. */
  readonly reason: string;
  /** Who bears it, by the group code. */
  readonly group: string | null;
}

/** "CO-16" -> its words; null while the list is on its way. An unknown code is said to be one. */
export function useCarcText(): (code: string) => Text | null {
  const { data } = useQuery(codesQuery);
  return (code) => {
    if (!data) return null;
    const [group = '', reason = ''] = code.split('-');
    return {
      reason: data.reasons.find((r) => r.code === reason)?.text ?? 'Not in the list: look it up with the payer',
      group: data.groups.find((g) => g.code === group)?.text ?? null,
    };
  };
}

export function CarcBadge({ code, resolved = false }: { code: string; resolved?: boolean }) {
  const text = useCarcText()(code);
  const label = text === null ? code : `${text.reason}${text.group === null ? '' : `. ${text.group}`}`;
  return (
    <Tooltip label={label} multiline maw={320}>
      <span className={classes.badge} data-resolved={resolved || undefined} tabIndex={0}>
        {resolved ? <s>{code}</s> : code}
        {resolved ? <span className="visually-hidden"> resolved</span> : null}
      </span>
    </Tooltip>
  );
}

interface ListProps {
  readonly codes: readonly string[];
  readonly resolved?: readonly string[] | undefined;
  /** The others are counted: "+1". */
  readonly most?: number;
}

/** Codes in a cell: at most two, then "+1". */
export function CarcBadges({ codes, resolved = [], most = 2 }: ListProps) {
  if (codes.length === 0) return <>none</>;
  // What is still open comes first.
  const ordered = codes.toSorted((a, b) => Number(resolved.includes(a)) - Number(resolved.includes(b)));
  const more = ordered.slice(most);
  return (
    <span className={classes.list}>
      {ordered.slice(0, most).map((code) => (
        <CarcBadge key={code} code={code} resolved={resolved.includes(code)} />
      ))}
      {more.length === 0 ? null : (
        <Tooltip label={more.join(', ')}>
          <span className={classes.more} tabIndex={0}>
            +{more.length}
            <span className="visually-hidden"> more: {more.join(', ')}</span>
          </span>
        </Tooltip>
      )}
    </span>
  );
}
