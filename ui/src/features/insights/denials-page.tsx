/** Case Insights of denials: by payer and subject, in dollars, by how they end, by owner and by code (H30-H33). */
import { useQuery } from '@tanstack/react-query';
import { many, moneyText } from '../../components/numbers';
import { DenialParts } from './denial-parts';
import { OpenByPayer, OutcomesTile, OutstandingTile } from './denial-tiles';
import { FiguresState } from './figures-state';
import { InsightsFrame } from './insights-frame';
import classes from './insights.module.css';
import { PeriodBar } from './period-bar';
import { denialsQuery } from './queries';
import { chosen, useView } from './view';

export function DenialsPage() {
  const now = useView();
  const { view, choose, open } = now;
  const narrowed = chosen({ practiceId: view.practiceId, owner: view.owner });
  const query = useQuery(denialsQuery({ ...narrowed, ...chosen({ from: view.from, to: view.to }) }));
  const figures = query.data;
  return (
    <InsightsFrame
      now={now}
      subtitle={figures ? subtitleOf(figures.open) : 'Denial cases'}
      bar={<PeriodBar view={view} shown={figures} withOwner choose={choose} />}
    >
      <FiguresState query={query}>
        {(shown) => (
          <div className={classes.grid}>
            <div className={classes.wide}>
              <OpenByPayer figures={shown} narrowed={narrowed} open={open} />
            </div>
            <OutstandingTile figures={shown} narrowed={narrowed} open={open} />
            <OutcomesTile figures={shown} narrowed={narrowed} open={open} />
            <DenialParts by="owner" narrowed={narrowed} open={open} />
            <DenialParts by="carc" narrowed={narrowed} open={open} />
          </div>
        )}
      </FiguresState>
    </InsightsFrame>
  );
}

function subtitleOf({ cases, outstandingCents }: { cases: number; outstandingCents: number | null }): string {
  const sum = outstandingCents === null ? '' : `, ${moneyText(outstandingCents)} outstanding`;
  return `${many(cases, 'open denial case')}${sum}`;
}
