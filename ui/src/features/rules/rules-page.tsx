/** The rules: all of them with their values on the left, the chosen one and what a draft would do on the right. */
import { Button, Select } from '@mantine/core';
import { IconCalendarEvent, IconChevronLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useMay, usePractices } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { PublishBar } from './publish-bar';
import { rulesQuery, type Rule } from './queries';
import { RuleEditor } from './rule-editor';
import { RuleList } from './rule-list';
import { useDraft } from './use-draft';
import { useWhatIf } from './use-what-if';
import { scopeText } from './values';
import { VersionsCard } from './versions-card';
import { WhatIfPanel } from './what-if-panel';
import { ClocksCard } from './clocks-card';
import classes from './rules.module.css';

export function RulesPage() {
  const { ruleId } = useParams();
  const [search, setSearch] = useSearchParams();
  const scope = search.get('scope') ?? 'default';
  const navigate = useNavigate();
  const rules = useQuery(rulesQuery);
  const practices = usePractices();
  const mayPublish = useMay('rules.publish');
  const draft = useDraft(scope);
  const version = rules.data?.version;
  const whatIf = useWhatIf(draft.kept, version);

  const places = practices.data?.items ?? [];
  const drafted = draft.changes.length;
  const chosen = chosenOf(rules.data?.rules, ruleId);
  const frame = {
    title: 'Rules',
    subtitle:
      version === undefined ? undefined : (
        <span className={classes.deskOnly}>
          Version {version}, {scopeText(scope, places)}
        </span>
      ),
    before:
      ruleId === undefined ? undefined : (
        <Link className={classes.back} to={{ pathname: '/rules', search: search.toString() }} aria-label="All rules">
          <IconChevronLeft size={18} aria-hidden />
        </Link>
      ),
    actions: (
      <>
        {drafted > 0 ? (
          <span className={classes.deskOnly}>
            <StatusBadge tone="accent">{many(drafted, 'rule')} in draft</StatusBadge>
          </span>
        ) : null}
        <Button
          className={classes.deskOnly}
          component={Link}
          to="/rules/holidays"
          variant="default"
          leftSection={<IconCalendarEvent size={16} aria-hidden />}
        >
          Holidays
        </Button>
      </>
    ),
  };

  if (rules.isPending) {
    return (
      <Page {...frame}>
        <SkeletonRows rows={10} height={46} />
      </Page>
    );
  }
  if (rules.error && !rules.data) {
    return (
      <Page {...frame}>
        <ErrorState error={rules.error} what="The rules could not be shown." onRetry={() => rules.refetch()}>
          <p>What you typed into a draft is kept.</p>
        </ErrorState>
      </Page>
    );
  }
  const list = (
    <nav className={classes.list} aria-label="Rules" data-chosen={ruleId !== undefined || undefined}>
      {places.length > 1 ? (
        <Select
          className={classes.scope}
          label="Rules of"
          data={scopesOf(places)}
          value={scope}
          allowDeselect={false}
          onChange={(value) => setSearch(value === null || value === 'default' ? {} : { scope: value })}
        />
      ) : null}
      <RuleList
        rules={rules.data.rules}
        chosenId={chosen?.id}
        scope={scope}
        practices={places}
        changes={draft.changes}
      />
    </nav>
  );
  return (
    <Page
      {...frame}
      foot={
        mayPublish ? (
          <PublishBar rules={rules.data} scope={scope} practices={places} draft={draft} whatIf={whatIf} />
        ) : undefined
      }
    >
      <div className={classes.layout}>
        {list}
        <div className={classes.detail} data-chosen={ruleId !== undefined || undefined}>
          {chosen === undefined ? (
            <EmptyState
              title="There is no such rule"
              action={<Button onClick={() => void navigate('/rules')}>Show all rules</Button>}
            >
              The address names a rule that Caseclock does not have.
            </EmptyState>
          ) : (
            <>
              <RuleEditor
                key={`${chosen.id} ${scope}`}
                rule={chosen}
                scope={scope}
                practices={places}
                draft={draft}
                reached={whatIf.shown?.total}
              />
              <div className={classes.columns}>
                <div className={classes.main}>
                  <WhatIfPanel whatIf={whatIf} hasDraft={drafted > 0} mayPublish={mayPublish} />
                </div>
                <aside className={classes.side} aria-label="Clocks and versions">
                  {whatIf.shown?.summary ? <ClocksCard whatIf={whatIf.shown} /> : null}
                  <VersionsCard
                    rule={chosen}
                    version={rules.data.version}
                    draft={draft}
                    scope={scope}
                    practices={places}
                  />
                </aside>
              </div>
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

function chosenOf(rules: readonly Rule[] | undefined, ruleId: string | undefined): Rule | undefined {
  return ruleId === undefined ? rules?.[0] : rules?.find(({ id }) => id === ruleId);
}

function scopesOf(practices: readonly { readonly id: string; readonly name: string; readonly jurisdiction: string }[]) {
  const states = [...new Set(practices.map(({ jurisdiction }) => jurisdiction))].sort();
  return [
    { value: 'default', label: 'All practices' },
    ...states.map((state) => ({ value: `jurisdiction:${state}`, label: state })),
    ...practices.map(({ id, name }) => ({ value: `practice:${id}`, label: name })),
  ];
}
