/** A denial view without a row: why, and one thing to do. */
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { isNarrowed, type CaseFilter } from '../../components/case-list/case-filter';
import { EmptyState } from '../../components/empty-state';
import { useMay } from '../../api/session';
import type { ViewName } from './views';

interface Props {
  readonly view: ViewName;
  readonly filter: CaseFilter;
  onClear(this: void): void;
}

const words: Readonly<Record<ViewName, readonly [title: string, text: string]>> = {
  all: ['No denial cases yet', 'They come with remittances (835 imports), or are opened on claims.'],
  open: ['No open denials', 'Every denial that you may see is resolved or canceled.'],
  'my-open': ['You own no open denial', 'Cases come here when they are assigned to you or to somebody you cover.'],
  'in-progress': ['Nothing is in progress', 'A case comes here when work on it starts, or a payer answers.'],
  'awaiting-payment': [
    'Nothing awaits payment',
    'A case comes here when an action such as an appeal is recorded on it.',
  ],
  resolved: ['Nothing is resolved yet', 'A case comes here when its outcome is recorded.'],
};

export function NothingHere({ view, filter, onClear }: Props) {
  const mayClaims = useMay('claim.read');
  if (isNarrowed(filter)) {
    return (
      <EmptyState title="No denial matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
        No case in this view meets all of the filters above.
      </EmptyState>
    );
  }
  const [title, text] = words[view];
  return (
    <EmptyState
      title={title}
      action={
        mayClaims && (
          <Button component={Link} to="/claims" variant="default">
            Open a case on claims
          </Button>
        )
      }
    >
      {text}
    </EmptyState>
  );
}
