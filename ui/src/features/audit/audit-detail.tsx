/** One row of the trail in full, and ways to all others like it. */
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../../api/session';
import { codeWords } from '../../components/code-words';
import { InstantText } from '../../components/date-text';
import { FactList } from '../../components/fact-list';
import { countText, many } from '../../components/numbers';
import { PreviewDrawer, PreviewPart } from '../../components/preview-drawer';
import { listOf, roleName } from '../../components/role-words';
import { StatusBadge } from '../../components/status-badge';
import { actionWords, actorName, outcomeOf, purposeWords } from './audit-words';
import type { Asked } from './filter';
import type { AuditEntry } from './queries';
import classes from './audit-detail.module.css';

interface Props {
  readonly entry: AuditEntry;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
  onClose(this: void): void;
  onFilter(this: void, part: Partial<Asked>): void;
}

const MOST_IDS = 50;

export function AuditDetail({ entry, onPrevious, onNext, onClose, onFilter }: Props) {
  const { id, at, actor, action, outcome, purpose, roles, requestId, data, hash } = entry;
  const [words, tone] = outcomeOf(outcome);
  const cases = [...new Set([...(entry.case === null ? [] : [entry.case]), ...entry.cases])];
  const patients = [...new Set([...(entry.patient === null ? [] : [entry.patient]), ...entry.patients])];
  return (
    <PreviewDrawer
      title={`Row ${countText(Number(id))}`}
      badge={<StatusBadge tone={tone}>{words}</StatusBadge>}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
    >
      <PreviewPart title={actionWords(action)}>
        <FactList
          facts={[
            ['When', <InstantText key="at" at={at} />],
            ['Who', actorName(entry)],
            ['As', roles.length === 0 ? 'no role' : listOf(roles.map(roleName))],
            ['Purpose', purposeWords[purpose]],
            ['Action', <code key="action">{action}</code>],
            ['Outcome', <code key="outcome">{outcome}</code>],
            ['Request', requestId === null ? 'none' : <code key="request">{requestId}</code>],
          ]}
        />
        <div className={classes.ways}>
          <Button variant="default" size="compact-sm" onClick={() => onFilter({ actor: actor.id })}>
            All of {actorName(entry)}
          </Button>
          {requestId === null ? null : (
            <Button variant="default" size="compact-sm" onClick={() => onFilter({ requestId })}>
              All of this request
            </Button>
          )}
        </div>
      </PreviewPart>
      <Ids title="Cases" ids={cases} onFilter={(caseId) => onFilter({ caseId })} link />
      <Ids title="Patients" ids={patients} onFilter={(patientId) => onFilter({ patientId })} />
      {Object.keys(data).length === 0 ? null : (
        <PreviewPart title="What else is on record">
          <FactList facts={Object.entries(data).map(([name, value]) => [codeWords(name), textOf(value)] as const)} />
        </PreviewPart>
      )}
      <PreviewPart title="Seal" note="Each row carries the hash of the one before">
        <code className={classes.hash}>{hash}</code>
      </PreviewPart>
    </PreviewDrawer>
  );
}

interface IdsProps {
  readonly title: string;
  readonly ids: readonly string[];
  /** Cases have a page. */
  readonly link?: boolean;
  onFilter(this: void, id: string): void;
}

function Ids({ title, ids, link = false, onFilter }: IdsProps) {
  const mayOpen = useMay('case.read') && link;
  if (ids.length === 0) return null;
  return (
    <PreviewPart
      title={title}
      note={ids.length > MOST_IDS ? `${many(ids.length, 'id')}, the first ${MOST_IDS}` : undefined}
    >
      <ul className={classes.ids}>
        {ids.slice(0, MOST_IDS).map((id) => (
          <li key={id}>
            {mayOpen ? (
              <Link to={`/cases/${id}`}>
                <code>{id}</code>
              </Link>
            ) : (
              <code>{id}</code>
            )}
            <Button variant="subtle" size="compact-sm" onClick={() => onFilter(id)}>
              All about it
            </Button>
          </li>
        ))}
      </ul>
    </PreviewPart>
  );
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  if (value === null || value === undefined) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
