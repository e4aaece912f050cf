/** Edits the details of a case in place. Somebody else faster: both values side by side, and nothing is lost (412). */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { api, unwrap } from '../../api/client';
import { caseQuery, etagOf, newestQuery, type Case } from '../../api/case';
import { ApiProblem } from '../../api/problem';
import { codeWords } from '../../components/code-words';
import { Conflict } from '../../components/conflict';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { actorWords, happenedWords } from '../../components/timeline-words';
import { detailFieldsOf, type DetailField } from './detail-fields';
import { conflictsOf, detailValues, mergedOf, patchOf, TAGS, type DetailValues } from './details-values';
import classes from './edit-details.module.css';

interface Props {
  readonly theCase: Case;
  onClose(this: void): void;
}

const isStale = (error: unknown): boolean => error instanceof ApiProblem && error.status === 412;

export function EditDetails({ theCase, onClose }: Props) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  // What was read when editing began: the change is told from it, and the server is asked about its version.
  const [seen, setSeen] = useState(theCase);
  const before = detailValues(seen);
  const [values, setValues] = useState<DetailValues>(before);
  const save = useMutation({
    mutationFn: ({ edited, base }: { edited: DetailValues; base: Case }) =>
      unwrap(
        api.PATCH('/cases/{id}', {
          params: { path: { id: base.id }, header: { 'If-Match': etagOf(base) } },
          body: patchOf(base.kind, detailValues(base), edited),
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['cases', theCase.id] });
      announce('Details saved.');
      onClose();
    },
    onError: async (error) => {
      if (isStale(error)) await queries.refetchQueries({ queryKey: caseQuery(theCase.id).queryKey, exact: true });
    },
  });
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input')?.focus();
  }, []);

  const set = (path: string, value: string) => setValues((was) => ({ ...was, [path]: value }));
  const submit = (edited: DetailValues, base: Case) => {
    if (Object.keys(patchOf(base.kind, detailValues(base), edited)).length === 0) return onClose();
    save.mutate({ edited, base });
  };
  const theirs = detailValues(theCase);
  return (
    <form
      ref={form}
      className={classes.form}
      aria-label="Edit details"
      noValidate
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        submit(values, seen);
      }}
    >
      {detailFieldsOf(theCase.kind).map((field) => (
        <Field
          key={field.path}
          field={field}
          value={values[field.path] ?? ''}
          fault={faultOf(save.error, field.path)}
          onChange={(value) => set(field.path, value)}
        />
      ))}
      <TextInput
        label="Tags"
        description="Separated by commas"
        value={values[TAGS] ?? ''}
        error={faultOf(save.error, TAGS)}
        onChange={(e) => set(TAGS, e.currentTarget.value)}
      />
      {save.error && !isStale(save.error) ? <SaveError error={save.error} what="Could not save the details." /> : null}
      <div className={classes.buttons}>
        <Button type="submit" loading={save.isPending}>
          Save details
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
      <MergeQuestion
        opened={isStale(save.error)}
        theCase={theCase}
        seen={seen}
        {...{ before, values, theirs }}
        busy={save.isPending}
        onKeepMine={() => {
          const merged = mergedOf(before, values, theirs);
          setSeen(theCase);
          setValues(merged);
          submit(merged, theCase);
        }}
        onTakeTheirs={() => {
          save.reset();
          setSeen(theCase);
          setValues(theirs);
        }}
        onClose={save.reset}
      />
    </form>
  );
}

function faultOf(error: unknown, path: string): string | undefined {
  return error instanceof ApiProblem
    ? error.errors.find((fault) => fault.path.endsWith(`.${path}`))?.message
    : undefined;
}

interface FieldProps {
  readonly field: DetailField;
  readonly value: string;
  readonly fault: string | undefined;
  onChange(this: void, value: string): void;
}

function Field({ field: { label, kind, options, needed }, value, fault, onChange }: FieldProps) {
  const shared = { label, error: fault };
  if (kind === 'choice') {
    return (
      <Select
        {...shared}
        value={value === '' ? null : value}
        clearable
        onChange={(next) => onChange(next ?? '')}
        data={(options ?? []).map((code) => ({ value: code, label: codeWords(code) }))}
      />
    );
  }
  const typed = {
    ...shared,
    value,
    onChange: (e: { currentTarget: { value: string } }) => onChange(e.currentTarget.value),
  };
  if (kind === 'long') return <Textarea {...typed} minRows={4} maxLength={4_000} />;
  return (
    <TextInput
      {...typed}
      type={kind === 'date' ? 'date' : 'text'}
      description={kind === 'list' ? 'Separated by commas' : undefined}
      withAsterisk={needed ?? false}
    />
  );
}

interface MergeProps {
  readonly opened: boolean;
  readonly theCase: Case;
  readonly seen: Case;
  readonly before: DetailValues;
  readonly values: DetailValues;
  readonly theirs: DetailValues;
  readonly busy: boolean;
  onKeepMine(this: void): void;
  onTakeTheirs(this: void): void;
  onClose(this: void): void;
}

function MergeQuestion({ opened, theCase, seen, before, values, theirs, ...rest }: MergeProps) {
  const { data } = useQuery({ ...newestQuery(theCase.id), enabled: opened });
  const labels = new Map(detailFieldsOf(theCase.kind).map(({ path, label }) => [path, label]));
  const meanwhile = (data?.items ?? [])
    .filter((entry) => (entry.seq === null ? entry.at > seen.readAt : entry.seq > seen.version))
    .map((entry) => ({ what: happenedWords(entry), by: actorWords(entry), at: entry.at }));
  const differences = conflictsOf(before, values, theirs).map(({ path, mine, theirs: other }) => ({
    label: labels.get(path) ?? codeWords(path),
    mine: mine || 'none',
    theirs: other || 'none',
  }));
  return <Conflict opened={opened} differences={differences} meanwhile={meanwhile} {...rest} />;
}
