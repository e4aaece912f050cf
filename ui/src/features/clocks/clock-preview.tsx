/** A clock beside the ledger: the day count in words, what armed it, what happens if nobody acts (N01, N12). */
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { InstantText } from '../../components/date-text';
import { FactList } from '../../components/fact-list';
import { PreviewPart } from '../../components/preview-drawer';
import { CaseText, DueText } from './clock-words';
import { DayCount } from './day-count';
import type { LedgerClock } from './queries';
import classes from './clocks.module.css';

export function ClockPreview({ clock, onMove }: { readonly clock: LedgerClock; readonly onMove: (() => void) | null }) {
  return (
    <>
      <PreviewPart title="If nobody acts">
        <p className={classes.note}>{clock.otherwise}</p>
      </PreviewPart>
      <PreviewPart title="When">
        <DueText clock={clock} />
        <DayCount explanation={clock.explanation} />
        {clock.moved ? (
          <p className={classes.note}>
            A person moved it. By its rule it would fire <InstantText at={clock.computedDueAt} zone={clock.zone} />.
          </p>
        ) : null}
      </PreviewPart>
      <PreviewPart title="Where it comes from">
        <FactList
          facts={[
            ['Case', <CaseText key="case" clock={clock} />],
            ['Armed by', `${clock.armedBy.title} (event ${clock.armedBy.seq})`],
            ['Armed', <InstantText key="at" at={clock.armedBy.at} zone={clock.zone} />],
            [
              'Rule',
              <Link key="rule" to={`/rules/${encodeURIComponent(clock.ruleId)}`}>
                {clock.ruleTitle}, version {clock.ruleVersion}
              </Link>,
            ],
            ['Owner', clock.case.owner?.name ?? 'none'],
          ]}
        />
      </PreviewPart>
      {onMove === null ? null : (
        <div className={classes.padded}>
          <Button onClick={onMove}>Move date</Button>
        </div>
      )}
    </>
  );
}
