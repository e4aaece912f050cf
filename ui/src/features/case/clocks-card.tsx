/** Every armed clock of the case, soonest first, and the way to the ledger of all cases (N01, N12). */
import { Link } from 'react-router';
import type { Case } from '../../api/case';
import { Card } from '../../components/card';
import { ClockCard } from '../../components/clock-card';
import classes from './side-cards.module.css';

export function ClocksCard({ theCase }: { theCase: Case }) {
  const mayMove = theCase.may.includes('clock.move') && theCase.closedAt === null;
  return (
    <Card
      title="Clocks"
      note={theCase.clocks.length === 0 ? null : <span className={classes.count}>{theCase.clocks.length} armed</span>}
      actions={<Link to="/clocks">Ledger</Link>}
      flush
    >
      {theCase.clocks.length === 0 ? (
        <p className={classes.none}>
          {theCase.closedAt === null
            ? 'No clock is armed. The case waits for people.'
            : 'The case is closed: every clock has stopped.'}
        </p>
      ) : (
        theCase.clocks.map((clock) => <ClockCard key={clock.slot} clock={clock} mayMove={mayMove} />)
      )}
    </Card>
  );
}
