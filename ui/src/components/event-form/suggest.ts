/** What the case itself suggests for the fields of a form, so that people type less. Pure. */
import type { Case } from '../../api/case';
import { authorizationsOf, documentsOf, requestOf } from '../case-detail';
import type { FieldSpec, FormSpec } from './field-specs';
import { NOBODY, type Values } from './values';

const dollars = (cents: unknown): string => (typeof cents === 'number' ? (cents / 100).toFixed(2) : '');

export function suggested(type: string, { fields }: FormSpec, theCase: Case): Values {
  const found: Record<string, Values[string]> = {};
  for (const field of fields) {
    const value = suggestion(type, field, theCase);
    if (value !== undefined && value !== '') found[field.name] = value;
  }
  return type === 'authorization.changed'
    ? { ...found, ...determinationOf(theCase, String(found['authorizationId'])) }
    : found;
}

function suggestion(type: string, field: FieldSpec, theCase: Case): Values[string] | undefined {
  if (field.kind === 'authorization') return field.optional ? undefined : currentAuthorization(theCase);
  if (field.kind === 'request') return requestOf(theCase)?.requestId;
  if (field.kind === 'owner') return theCase.owner ? `${theCase.owner.type}:${theCase.owner.id}` : NOBODY;
  if (type === 'amounts.updated') return dollars(theCase.facts[field.name]);
  if (type === 'classification.set') return String(theCase.facts[field.name] ?? '');
  return type === 'followUp.set' ? (theCase.followUpOn ?? undefined) : undefined;
}

function currentAuthorization(theCase: Case): string | undefined {
  const open = authorizationsOf(theCase).filter((a) => a.withdrawnOn === null);
  const current = open.find((a) => a.authorizationId === theCase.facts['authorizationId']);
  return (current ?? open[0])?.authorizationId;
}

/** The dates and limit that stand, so that a change begins from them. */
function determinationOf(theCase: Case, id: string): Values {
  const found = authorizationsOf(theCase).find((a) => a.authorizationId === id);
  if (!found) return {};
  return {
    startsOn: found.startsOn,
    endsOn: found.endsOn ?? '',
    visitsLimit: found.visitsLimit === null ? '' : String(found.visitsLimit),
  };
}

/** What choosing one thing of the case says about the other fields. */
export function following(type: string, field: FieldSpec, value: string, theCase: Case): Values {
  if (field.kind === 'authorization' && type === 'authorization.changed') return determinationOf(theCase, value);
  if (field.kind === 'document') {
    const found = documentsOf(theCase).find((d) => d.documentId === value);
    return found ? { kind: found.kind } : {};
  }
  return {};
}
