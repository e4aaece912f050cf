/** The result of an import at a glance: sums, the cases that are at risk already, and what a remittance paid and took. */
import { Card } from '../../components/card';
import { EmptyState } from '../../components/empty-state';
import { FactList } from '../../components/fact-list';
import { countText, many, moneyText } from '../../components/numbers';
import { InstantText } from '../../components/date-text';
import { usePractices, useUsers } from '../../api/session';
import { AtRisk } from './at-risk';
import { kindWords, sizeText } from './file-kind';
import { outcomes, outcomeThing, outcomeTones } from './import-words';
import { isUnderWay, type ImportView } from './queries';
import { mappingOf, numberIn, recordIn, riskOf, rowCounts } from './summary';
import { Link } from 'react-router';
import classes from './overview.module.css';

export function Overview({ one }: { one: ImportView }) {
  const risk = riskOf(one);
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <Counts one={one} />
        {risk ? <AtRisk one={one} risk={risk} /> : null}
        {one.kind === '835' ? <Money one={one} /> : null}
      </div>
      <div className={classes.side}>
        <About one={one} />
      </div>
    </div>
  );
}

function Counts({ one }: { one: ImportView }) {
  const counts = rowCounts(one);
  const any = Object.keys(counts).length > 0;
  if (!any) {
    return (
      <Card title={one.dryRun ? 'What would happen' : 'What happened'}>
        {isUnderWay(one) ? (
          'Counted when the work is done. The rows appear one by one.'
        ) : (
          <EmptyState title="No row was taken">The reason stands above.</EmptyState>
        )}
      </Card>
    );
  }
  return (
    <Card title={one.dryRun ? 'What would happen' : 'What happened'} flush>
      <ul className={classes.counts}>
        {outcomes.map((outcome) => (
          <li key={outcome} data-tone={(counts[outcome] ?? 0) > 0 ? outcomeTones[outcome] : undefined}>
            <Link to={`?tab=rows&outcome=${outcome}`}>
              <span className={classes.n}>{countText(counts[outcome] ?? 0)}</span>
              <span>{outcomeThing(one.kind, outcome, counts[outcome] ?? 0)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** R27: what the payer took off is shown and never written off. */
function Money({ one }: { one: ImportView }) {
  const n = (key: string) => numberIn(one.summary, key);
  const money = (key: string) => {
    const cents = n(key);
    return cents === null ? 'none' : moneyText(cents);
  };
  if (n('claims') === null) return null;
  return (
    <Card title="The remittance" note={`${many(n('claims') ?? 0, 'claim')}, ${many(n('lines') ?? 0, 'line')}`}>
      <FactList
        facts={[
          ['Charged', money('chargeCents')],
          ['Paid by the payer', money('bprCents')],
          ['Paid on claims', money('clpCents')],
          ['Taken off the whole payment (PLB)', money('plbCents')],
          ['Denied', `${many(n('denied') ?? 0, 'claim')}, ${many(n('underPaid') ?? 0, 'under-paid claim')}`],
          ['At stake', money('deniedCents')],
          ['Reversals', countText(n('reversals') ?? 0)],
        ]}
      />
      <p className={classes.note}>
        Nothing is written off by an import: each denial becomes a case, or joins the one its claim has.
      </p>
    </Card>
  );
}

function About({ one }: { one: ImportView }) {
  const { data: users } = useUsers();
  const { data: practices } = usePractices();
  const by = users?.items.find(({ id }) => id === one.createdBy)?.name ?? 'Somebody';
  const place = practices?.items.find(({ id }) => id === one.practiceId)?.name ?? 'A location';
  const mapping = mappingOf(one);
  const order = Object.values(recordIn(one.summary, 'dateOrder'));
  return (
    <Card title="About the file">
      <FactList
        facts={[
          ['File', one.fileName ?? 'Withheld'],
          ['Kind', kindWords[one.kind]],
          ['Size', sizeText(one.bytes)],
          ['Location', place],
          ['Sent by', by],
          ['Sent', <InstantText key="at" at={one.createdAt} />],
          ['Ended', <InstantText key="end" at={one.finishedAt} />],
          ...(mapping?.rows ? [['Rows', countText(mapping.rows)] as const] : []),
          ...(order.length > 0 ? [['Dates read as', orderWords(order)] as const] : []),
        ]}
      />
    </Card>
  );
}

function orderWords(orders: readonly unknown[]): string {
  const words = new Set(
    orders.map((order) =>
      order === 'dmy' ? 'day, month, year' : order === 'mdy' ? 'month, day, year' : 'year, month, day',
    ),
  );
  return [...words].join('; ');
}
