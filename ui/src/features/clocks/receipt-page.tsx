/** The receipt of a clock that fired: armed by what, dated by which rule, due when, fired when, what it opened (N02). */
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { Card } from '../../components/card';
import { dayIn, dayText, instantText } from '../../components/dates';
import { ErrorState } from '../../components/error-state';
import { FactList } from '../../components/fact-list';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { DayCount } from './day-count';
import { latenessText } from './lateness';
import { receiptQuery, type Receipt } from './queries';
import { VerifyCard } from './verify-card';
import classes from './clocks.module.css';

export function ReceiptPage() {
  const { id = '' } = useParams();
  const receipt = useQuery(receiptQuery(id));
  const { data } = receipt;
  return (
    <Page
      title={data ? `Receipt: ${data.title}` : 'Receipt of a clock'}
      tabTitle="Receipt of a clock"
      subtitle={data ? (data.case.patient ?? data.case.claimNumber ?? '') : ''}
      before={
        data ? (
          <Link to={`/cases/${data.caseId}`} aria-label="To the case">
            <IconArrowLeft size={18} aria-hidden />
          </Link>
        ) : undefined
      }
      padded
    >
      {data ? (
        <div className={classes.receipt}>
          <div className={classes.stack}>
            <Story receipt={data} />
          </div>
          <div className={classes.stack}>
            <VerifyCard id={id} zone={data.zone} />
            <RuleCard receipt={data} />
            <CaseCard receipt={data} />
          </div>
        </div>
      ) : receipt.isError ? (
        <ErrorState error={receipt.error} what="The receipt could not be shown." onRetry={receipt.refetch} />
      ) : (
        <SkeletonRows rows={8} height={46} />
      )}
    </Page>
  );
}

function Story({ receipt }: { readonly receipt: Receipt }) {
  const { zone, arming } = receipt;
  const by = arming?.actor.name ?? (arming?.actor.type === 'user' ? 'somebody' : 'the case itself');
  return (
    <Card title="What happened">
      <ol className={classes.line}>
        <li>
          <h3 className={classes.step}>Armed</h3>
          <p className={classes.fact}>
            {receipt.armedBy.title}, {instantText(receipt.armedBy.at, zone)}
          </p>
          <p className={classes.quiet}>
            Event {receipt.armedBy.seq} of the case, by {by}.{arming?.note ? ` “${arming.note}”` : ''}
          </p>
          {arming ? <Inputs data={arming.data} zone={zone} /> : null}
        </li>
        <li>
          <h3 className={classes.step}>Counted</h3>
          <DayCount explanation={receipt.explanation} />
          {receipt.moved ? <p className={classes.quiet}>A person moved it to another instant, with a reason.</p> : null}
        </li>
        <li>
          <h3 className={classes.step}>Due</h3>
          <p className={classes.fact}>{instantText(receipt.dueAt, zone)}</p>
        </li>
        <li>
          <h3 className={classes.step}>Fired</h3>
          <p className={classes.fact}>
            {instantText(receipt.firedAt, zone)}, {latenessText(receipt.latenessMs)}
          </p>
        </li>
        <li>
          <h3 className={classes.step}>Opened</h3>
          {receipt.openedTasks.length === 0 ? <p className={classes.quiet}>No task. {receipt.otherwise}</p> : null}
          <ul className={classes.tasks}>
            {receipt.openedTasks.map((task) => (
              <li key={task.id}>
                <span className={classes.fact}>{task.title ?? 'A task in a colleague’s own words'}</span>
                <StatusBadge tone={task.state === 'open' ? 'accent' : 'green'}>
                  {task.state === 'open' ? `Due ${dayText(task.dueOn, dayIn(zone))}` : 'Closed'}
                </StatusBadge>
              </li>
            ))}
          </ul>
        </li>
      </ol>
    </Card>
  );
}

/** What the arming event said. Ids say nothing to a person and stay out. */
function Inputs({ data, zone }: { readonly data: Readonly<Record<string, unknown>>; readonly zone: string }) {
  const facts = Object.entries(data).flatMap(([name, value]) => {
    const text = valueText(value, zone, name);
    return text === null ? [] : [[wordsOf(name), text] as const];
  });
  return facts.length === 0 ? null : <FactList facts={facts.slice(0, 12)} />;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;

function valueText(value: unknown, zone: string, name: string): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return /at$/i.test(name) && value > 1e12 ? instantText(value, zone) : String(value);
  if (typeof value === 'string') {
    if (UUID.test(value)) return null;
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayText(value, dayIn(zone)) : value;
  }
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' && !UUID.test(item)))
    return value.join(', ') || null;
  return null;
}

function wordsOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function RuleCard({ receipt }: { readonly receipt: Receipt }) {
  const { rule } = receipt;
  return (
    <Card title="Dated by the rule" note={`version ${rule.version}`}>
      <p className={classes.fact}>
        <Link to={`/rules/${encodeURIComponent(rule.id)}`}>{rule.title}</Link>
      </p>
      <p className={classes.quiet}>{rule.sentence}</p>
      <FactList
        facts={[
          ...Object.entries(rule.params).map(([name, value]) => [wordsOf(name), String(value ?? 'none')] as const),
          ['Source', rule.source === '' ? 'none' : rule.source],
        ]}
      />
    </Card>
  );
}

function CaseCard({ receipt }: { readonly receipt: Receipt }) {
  const { patient, claimNumber, payer, stage } = receipt.case;
  return (
    <Card title="Case" actions={<Link to={`/cases/${receipt.caseId}`}>Open case</Link>}>
      <FactList
        facts={[
          ['Who', patient ?? 'not shown'],
          ['Claim', claimNumber ?? 'none'],
          ['Payer', payer ?? 'none'],
          ['Stage now', stage],
        ]}
      />
    </Card>
  );
}
