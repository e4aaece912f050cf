/** A parameter of a rule to change: a number inside the sentence, or a field with its name. What stood before is struck out. */
import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ParamValue, RuleParameter } from './queries';
import { isMinute, unitText, valueText } from './values';
import classes from './rule-editor.module.css';

interface Props {
  readonly parameter: RuleParameter;
  readonly live: ParamValue;
  readonly value: ParamValue;
  readonly readOnly: boolean;
  readonly fault: string | undefined;
  readonly onChange: (value: ParamValue) => void;
}

/** A number in the sentence: its unit stands in the words around it. */
export function NumberField({ parameter, live, value, readOnly, fault, onChange }: Props) {
  if (readOnly) {
    return <span className={classes.fixed}>{value === null ? 'none' : String(value)}</span>;
  }
  return (
    <div className={classes.number}>
      {live === value ? null : (
        <s>
          <span className="visually-hidden">now </span>
          {live === null ? 'none' : String(live)}
        </s>
      )}
      <Digits {...{ parameter, live, value, fault, onChange }} label={parameter.title} hideLabel />
      {fault === undefined ? null : <span className={classes.fault}>{fault}</span>}
    </div>
  );
}

export function ParamField(props: Props) {
  const { parameter, live, value, readOnly, fault, onChange } = props;
  const was = live === value ? null : `Now: ${valueText(parameter, live)}`;
  if (readOnly) {
    return (
      <dl className={classes.field}>
        <dt>{parameter.title}</dt>
        <dd>{valueText(parameter, value)}</dd>
      </dl>
    );
  }
  return (
    <div className={classes.field}>
      {parameter.type === 'yes-no' ? (
        <Switch
          label={parameter.title}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      ) : parameter.type === 'choice' ? (
        <Select
          label={parameter.title}
          data={parameter.choices.map((choice) => ({ value: choice, label: parameter.words[choice] ?? choice }))}
          value={String(value)}
          allowDeselect={false}
          error={fault}
          data-changed={was === null ? undefined : true}
          onChange={(next) => next !== null && onChange(next)}
        />
      ) : isMinute(parameter) ? (
        <TimeOfDay {...props} />
      ) : (
        <Digits {...{ parameter, live, value, fault, onChange }} label={withUnit(parameter, value)} error={fault} />
      )}
      {was === null ? null : <span className={classes.was}>{was}</span>}
    </div>
  );
}

const withUnit = (parameter: RuleParameter, value: ParamValue): string => {
  const unit = unitText(parameter.unit, value);
  return unit === '' ? parameter.title : `${parameter.title}, in ${unitText(parameter.unit, 2)}`;
};

interface DigitsProps extends Omit<Props, 'readOnly'> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly error?: string | undefined;
}

/** An emptied field waits for digits; where a value may be missing, empty means none. */
function Digits({ parameter, live, value, label, hideLabel = false, error, onChange }: DigitsProps) {
  const [typed, setTyped] = useState<number | string>(asTyped(value));
  useEffect(() => setTyped(asTyped(value)), [value]);
  return (
    <NumberInput
      {...(hideLabel ? { 'aria-label': label } : { label })}
      value={typed}
      {...(parameter.least === null ? {} : { min: parameter.least })}
      {...(parameter.most === null ? {} : { max: parameter.most })}
      allowDecimal={parameter.type === 'number'}
      clampBehavior="none"
      error={error}
      placeholder={parameter.optional ? 'none' : ''}
      data-changed={live === value ? undefined : true}
      onChange={(next) => {
        setTyped(next);
        if (typeof next === 'number') onChange(next);
        else if (next === '' && parameter.optional) onChange(null);
      }}
      onBlur={() => setTyped(asTyped(value))}
    />
  );
}

const asTyped = (value: ParamValue): number | string => (typeof value === 'number' ? value : '');

const two = (n: number): string => String(n).padStart(2, '0');

function TimeOfDay({ parameter, live, value, fault, onChange }: Props) {
  const text = typeof value === 'number' ? `${two(Math.floor(value / 60))}:${two(value % 60)}` : '';
  return (
    <TextInput
      type="time"
      label={parameter.title}
      value={text}
      error={fault}
      data-changed={live === value ? undefined : true}
      onChange={(event) => {
        const [hour, minute] = event.currentTarget.value.split(':').map(Number);
        if (hour !== undefined && minute !== undefined) onChange(hour * 60 + minute);
        else if (parameter.optional) onChange(null);
      }}
    />
  );
}
