/** The live figure that must be 0: open cases that wait for no clock, no task and no command (N10). */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useZone } from '../../api/session';
import { Card } from '../../components/card';
import { instantText } from '../../components/dates';
import { countText, many } from '../../components/numbers';
import { FiguresState } from './figures-state';
import { noOrphanQuery, type Behind } from './queries';
import classes from './no-orphan-tile.module.css';

interface Props {
  readonly narrowed: Partial<Behind>;
  open(title: string, behind: Behind): void;
}

export function NoOrphanTile({ narrowed, open }: Props) {
  const zone = useZone();
  const query = useQuery(noOrphanQuery(narrowed.practiceId));
  return (
    <FiguresState query={query} tiles={1}>
      {({ orphans, openCases, sweptAt, sentence }) => (
        <Card title="No orphan">
          <p className={classes.sentence}>{sentence}</p>
          <div className={classes.state} data-good={orphans === 0} role="status">
            {orphans === 0 ? <IconCircleCheck size={22} aria-hidden /> : <IconAlertTriangle size={22} aria-hidden />}
            <strong className={classes.figure}>{countText(orphans)}</strong>
            <span>
              {orphans === 0
                ? `All ${many(openCases, 'open case')} wait for a clock, a task or a command.`
                : `of ${many(openCases, 'open case')} would never ask for anybody again.`}
            </span>
          </div>
          {orphans === 0 ? null : (
            <Button onClick={() => open('Open cases that wait for nothing', { ...narrowed, of: 'orphans' })}>
              Show the {many(orphans, 'case')}
            </Button>
          )}
          <p className={classes.swept}>
            {sweptAt === null
              ? 'No sweep over all cases has finished yet; the nightly one compares each with its workflow.'
              : `Every case was compared with its workflow ${instantText(sweptAt, zone)}.`}
          </p>
        </Card>
      )}
    </FiguresState>
  );
}
