/** The board on a desk: one table, a row group for each section with its heading, "Show more" at the end of each. */
import { Button, Checkbox } from '@mantine/core';
import { IconArrowUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { ActKey } from '../../components/do-next';
import { countText, many } from '../../components/numbers';
import { isChosen, type Selection } from '../../components/selection';
import type { Section } from './board-query';
import { BoardTableRow, type RowHands } from './board-row';
import classes from './board-table.module.css';
import { sectionWords } from './section-words';
import type { ShownSection } from './use-board';

export interface BoardTableProps {
  readonly sections: readonly ShownSection[];
  readonly active: string | null;
  readonly acting: { readonly id: string; readonly key: ActKey } | null;
  /** null: this reader may not change many cases at once. */
  readonly selection: Selection | null;
  readonly hands: RowHands;
  onAll(this: void, chosen: boolean): void;
  grow(this: void, section: Section): void;
}

const COLUMNS = 9;

export function BoardTable({ sections, active, acting, selection, hands, onAll, grow }: BoardTableProps) {
  const some = selection !== null && (selection.all || selection.ids.size > 0);
  return (
    <div className={classes.wrap}>
      <table className={classes.table} aria-label="Cases in order of urgency">
        <thead>
          <tr>
            <th scope="col" className={classes.check}>
              {selection === null ? (
                <span className="visually-hidden">Selected</span>
              ) : (
                <Checkbox
                  size="xs"
                  aria-label="Select all that match"
                  checked={selection.all && selection.except.size === 0}
                  indeterminate={some && !(selection.all && selection.except.size === 0)}
                  onChange={(event) => onAll(event.currentTarget.checked)}
                />
              )}
            </th>
            <th scope="col" className={classes.who}>
              Worker, employer
            </th>
            <th scope="col" className={classes.claim}>
              <span>Claim, injury</span>
            </th>
            <th scope="col" className={classes.adjuster}>
              <span>Adjuster, last contact</span>
            </th>
            <th scope="col" className={classes.auth}>
              Authorization: visits over dates
            </th>
            <th scope="col" className={classes.status}>
              <span>Status</span>
            </th>
            <th scope="col" className={classes.clock} aria-sort="ascending">
              <span className={classes.sorted}>
                Next clock <IconArrowUp size={12} aria-hidden />
              </span>
            </th>
            <th scope="col" className={classes.owner}>
              Owner
            </th>
            <th scope="col" className={classes.next}>
              Do next
            </th>
          </tr>
        </thead>
        {sections.map((shown) => (
          <SectionRows key={shown.section} shown={shown} grow={grow}>
            {shown.rows.map((one) => (
              <BoardTableRow
                key={one.row.id}
                shown={one}
                active={active === one.row.id}
                chosen={selection !== null && isChosen(selection, one.row.id)}
                opened={acting?.id === one.row.id ? acting.key : null}
                selectable={selection !== null}
                hands={hands}
              />
            ))}
          </SectionRows>
        ))}
      </table>
    </div>
  );
}

interface SectionProps {
  readonly shown: ShownSection;
  grow(this: void, section: Section): void;
  readonly children: ReactNode;
}

function SectionRows({ shown: { section, matching, rows, more, loading }, grow, children }: SectionProps) {
  const [closed, setClosed] = useState(false);
  const { title, holds, empty, icon: Mark, tone } = sectionWords[section];
  const Chevron = closed ? IconChevronRight : IconChevronDown;
  const id = `section-${section}`;
  return (
    <tbody aria-labelledby={id} data-section={section}>
      <tr className={classes.head}>
        <th colSpan={COLUMNS} scope="rowgroup">
          <div className={classes.heading}>
            <Mark size={16} data-tone={matching === 0 ? 'none' : tone} aria-hidden />
            <h2 id={id}>{title}</h2>
            <span className={classes.count} data-tone={matching === 0 ? 'none' : tone}>
              {countText(matching)}
            </span>
            <span className={classes.holds}>{matching === 0 ? empty : holds}</span>
            {rows.length === 0 ? null : (
              <button type="button" className={classes.fold} aria-expanded={!closed} onClick={() => setClosed(!closed)}>
                {closed ? 'Show' : more > 0 ? `Showing ${countText(rows.length)}` : 'All shown'}
                <span className="visually-hidden">: {title}</span>
                <Chevron size={14} aria-hidden />
              </button>
            )}
          </div>
        </th>
      </tr>
      {closed ? null : children}
      {closed || more === 0 ? null : (
        <tr className={classes.more}>
          <td colSpan={COLUMNS}>
            <Button variant="subtle" loading={loading} onClick={() => grow(section)}>
              Show {many(Math.min(more, 30), 'more', 'more')}
            </Button>
          </td>
        </tr>
      )}
    </tbody>
  );
}
