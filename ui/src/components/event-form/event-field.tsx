/** One field of the form of an event, by its kind. What it offers comes from the case. */
import { Autocomplete, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import type { Case } from '../../api/case';
import { codeWords } from '../code-words';
import { authorizationNumber, authorizationsOf, documentsOf, requestOf, visitsOf } from '../case-detail';
import { dayText } from '../dates';
import { CarcField } from './carc-field';
import { CaseClaimsField } from './case-claims-field';
import { ClaimPicker } from '../claim-picker';
import { OwnerField } from './owner-field';
import type { FieldSpec, Option } from './field-specs';
import type { Value } from './values';

export interface FieldProps {
  readonly field: FieldSpec;
  readonly value: Value;
  readonly fault: string | undefined;
  /** null: the form is for many cases at once. */
  readonly theCase: Case | null;
  readonly today: string;
  onChange(this: void, value: Value): void;
}

export function EventField({ field, value, fault, theCase, today, onChange }: FieldProps) {
  const shared = { label: field.label, description: field.help, error: fault, withAsterisk: needed(field) };
  const text = typeof value === 'string' ? value : '';
  const typed = {
    ...shared,
    value: text,
    onChange: (e: { currentTarget: { value: string } }) => onChange(e.currentTarget.value),
  };
  const chosen = { ...shared, value: text === '' ? null : text, onChange: (v: string | null) => onChange(v ?? '') };
  const pick = (data: readonly Option[]) => (
    <Select
      {...chosen}
      data={[...data]}
      clearable={field.optional === true}
      allowDeselect={field.optional === true}
      placeholder={field.optional ? 'None chosen' : 'Choose one'}
      nothingFoundMessage="The case has none."
      checkIconPosition="right"
    />
  );
  switch (field.kind) {
    case 'made':
      return null;
    case 'date':
      return <TextInput {...typed} type="date" {...limitsOf(field.days, today)} />;
    case 'moment':
      return <TextInput {...typed} type="datetime-local" max={`${today}T23:59`} />;
    case 'count':
      return <TextInput {...typed} inputMode="numeric" />;
    case 'text':
      return field.long ? (
        <Textarea {...typed} maxLength={field.most} />
      ) : (
        <TextInput {...typed} maxLength={field.most} />
      );
    case 'money':
      return <TextInput {...typed} inputMode="decimal" leftSection="$" placeholder="0.00" />;
    case 'code':
      return <Autocomplete {...shared} value={text} onChange={onChange} data={(field.ideas ?? []).map(codeWords)} />;
    case 'choice':
      return pick(field.options);
    case 'flag':
      return (
        <Checkbox
          label={field.label}
          description={field.help}
          error={fault}
          checked={value === true}
          onChange={(e) => onChange(e.currentTarget.checked)}
        />
      );
    case 'authorization':
      return pick(theCase ? authorizationOptions(theCase, today) : []);
    case 'visit':
      return pick(theCase ? visitOptions(theCase, today) : []);
    case 'document':
      return pick(theCase ? documentOptions(theCase) : []);
    case 'request':
      return pick(theCase ? requestOptions(theCase) : []);
    case 'claim':
      return pick(
        (theCase?.claims ?? []).map((c) => ({ value: c.claimId, label: c.number ?? 'Claim without a number' })),
      );
    case 'owner':
      return <OwnerField {...shared} value={text} onChange={onChange} />;
    case 'claims':
      return field.of === 'case' ? (
        <CaseClaimsField {...shared} theCase={theCase} value={listOf(value)} onChange={onChange} />
      ) : (
        <ClaimPicker {...shared} value={listOf(value)} onChange={onChange} />
      );
    case 'carcs':
      return <CarcField {...shared} of={field.of} theCase={theCase} value={listOf(value)} onChange={onChange} />;
  }
}

const listOf = (value: Value): readonly string[] => (typeof value === 'object' ? value : []);
const needed = (field: FieldSpec): boolean => field.optional !== true && field.kind !== 'flag';

function limitsOf(days: 'past' | 'future' | undefined, today: string): { min?: string; max?: string } {
  if (days === 'past') return { max: today };
  return days === 'future' ? { min: today } : {};
}

/** "AU-7731: 8 visits, 12 Oct to 11 Dec" */
function authorizationOptions(theCase: Case, today: string): Option[] {
  return authorizationsOf(theCase)
    .filter((a) => a.withdrawnOn === null)
    .map((a) => {
      const number = authorizationNumber(theCase, a.authorizationId);
      const visits = a.visitsLimit === null ? 'no limit on visits' : `${a.visitsLimit} visits`;
      const end = a.endsOn === null ? 'no end' : dayText(a.endsOn, today);
      const name = `${visits}, ${dayText(a.startsOn, today)} to ${end}`;
      return { value: a.authorizationId, label: number === null ? name : `${number}: ${name}` };
    });
}

function visitOptions(theCase: Case, today: string): Option[] {
  return visitsOf(theCase)
    .filter((visit) => visit.status === 'booked')
    .map((visit) => ({ value: visit.visitId, label: `${dayText(visit.on, today)}, ${codeWords(visit.service)}` }));
}

const documentOptions = (theCase: Case): Option[] =>
  documentsOf(theCase).map((d) => ({ value: d.documentId, label: `${codeWords(d.kind)}, ${codeWords(d.status)}` }));

function requestOptions(theCase: Case): Option[] {
  const request = requestOf(theCase);
  return request === null ? [] : [{ value: request.requestId, label: `To ${request.kind} the authorization` }];
}
