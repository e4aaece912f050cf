/** One case on the board, three facts deep: who, which claim, the adjuster, the authorization, where it stands, what is next. */
import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import { AuthBar } from '../../components/auth-bar';
import { ClockText } from '../../components/clock-text';
import { DoNext, type ActKey, type Done } from '../../components/do-next';
import { Missing } from '../../components/missing';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StatusChain } from '../../components/status-chain';
import type { ShownRow } from './use-board';
import classes from './board-table.module.css';
import { actOn, contactText, injuryText, rowName, urgencyOf } from './row-facts';

export interface RowHands {
  activate(this: void, id: string): void;
  preview(this: void, id: string): void;
  toggle(this: void, id: string): void;
  open(this: void, id: string, key: ActKey | null): void;
  done(this: void, id: string, done: Done): void;
}

interface Props {
  readonly shown: ShownRow;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly opened: ActKey | null;
  readonly selectable: boolean;
  readonly hands: RowHands;
}

export const BoardTableRow = memo(function BoardTableRow({
  shown: { row, left },
  active,
  chosen,
  opened,
  selectable,
  hands,
}: Props) {
  const contact = contactText(row);
  const { id } = row;
  return (
    <tr
      className={classes.row}
      data-row={id}
      data-active={active || undefined}
      data-chosen={chosen || undefined}
      data-left={left || undefined}
      tabIndex={active ? 0 : -1}
      aria-selected={selectable ? chosen : undefined}
      onFocus={() => hands.activate(id)}
      onClick={(event) => {
        if (!(event.target instanceof HTMLElement) || event.target.closest('a, button, input, label, [role=dialog]'))
          return;
        hands.preview(id);
      }}
    >
      <td className={classes.check}>
        {selectable ? (
          <Checkbox
            size="xs"
            aria-label={`Select ${rowName(row)}`}
            checked={chosen}
            onChange={() => hands.toggle(id)}
          />
        ) : null}
      </td>
      <th scope="row" className={classes.who}>
        <Link className={classes.name} to={`/cases/${id}`} tabIndex={active ? 0 : -1}>
          {row.patient.name ?? <Missing group="identity" />}
        </Link>
        <span className={classes.second}>{row.employer ?? <Missing group="identity" />}</span>
      </th>
      <td className={classes.claim}>
        <span className={classes.number}>{row.claimNumber ?? <Missing group="identity" />}</span>
        <span className={classes.second}>{injuryText(row) ?? <Missing group="clinical" />}</span>
      </td>
      <td className={classes.adjuster}>
        <span className={classes.line}>{row.contact?.adjuster?.name ?? <Missing group="contact" />}</span>
        {contact === null ? null : (
          <span className={classes.second} data-tone={contact.tone}>
            {contact.text}
          </span>
        )}
      </td>
      <td className={classes.auth}>
        {row.authorization ? <AuthBar bar={row.authorization} today={row.today} /> : <Missing group="visits" />}
      </td>
      <td className={classes.status}>
        <StatusChain status={row.status} />
      </td>
      <td className={classes.clock}>{left ? <LeftWords /> : <ClockText {...urgencyOf(row)} />}</td>
      <td className={classes.owner}>
        <button
          type="button"
          className={classes.plain}
          tabIndex={active ? 0 : -1}
          onClick={() => hands.open(id, 'owner')}
        >
          <OwnerAvatar owner={row.owner} />
          <span className="visually-hidden">: change owner</span>
        </button>
      </td>
      <td className={classes.next}>
        <DoNext
          on={actOn(row)}
          actions={row.doNext}
          opened={opened}
          primary={active}
          onOpened={(key) => hands.open(id, key)}
          onDone={(done) => hands.done(id, done)}
        />
      </td>
    </tr>
  );
});

function LeftWords() {
  return <span className={classes.leftWords}>Done here: it leaves this list</span>;
}
