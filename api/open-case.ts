/** Makes an opening command from what a person sent: practice, claims' payer and patient, words to search by. */
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { caseIdOf, commandIdOf } from '../commands/ids';
import type { CommandRequest, NewCaseRow } from '../commands/types';
import { kindOf } from '../domain/cases';
import type { CaseKind } from '../domain/kernel';
import { actorOf, type Caller } from './auth/caller';
import { scopeOf } from './auth/permissions';
import { detailsSchemaOf, searchTextOf } from './case-details';
import { checkReferences } from './check-references';
import { practiceOf } from './practice';
import { invalid, Problem } from './problem';

export interface Opening {
  readonly kind: string;
  readonly data: Record<string, unknown>;
  readonly details: Record<string, unknown>;
  readonly practiceId?: string | undefined;
  readonly jurisdiction?: string | undefined;
  readonly priority?: NewCaseRow['priority'] | undefined;
  readonly subject?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly payerId?: string | undefined;
  readonly patientId?: string | undefined;
}

/** @throws Problem `invalid` with a path per fault. */
export async function openingCommand(
  pool: Pool,
  caller: Caller,
  opening: Opening,
  key: string | null,
): Promise<CommandRequest> {
  const kind = kindOf(opening.kind);
  const data = kind.openData.safeParse(ownedBy(caller, kind, opening.data));
  const details = detailsSchemaOf(opening.kind).safeParse(opening.details);
  const faults = [
    ...(data.success ? [] : invalidFaults('body.data', data.error.issues)),
    ...(details.success ? [] : invalidFaults('body.details', details.error.issues)),
  ];
  if (!data.success || !details.success) throw new Problem('invalid', undefined, { errors: faults });
  const practice = await practiceOf(pool, caller, 'case.open', opening.practiceId, 'body.practiceId');
  await checkReferences(pool, caller, 'body.data', data.data, [practice.id]);
  const { payerId, patientId } = opening;
  await checkReferences(pool, caller, 'body', { payerId, patientId }, [practice.id]);
  const claims = await claimFacts(pool, claimIdsIn(data.data));
  const facts = details.data as { claimNumber?: string; tags?: string[] };
  const tags = opening.tags ?? facts.tags ?? [];
  const open = data.data as {
    priority?: NewCaseRow['priority'];
    subject?: string;
    payerId?: string;
    jurisdiction?: string;
  };
  const commandId = commandIdOf(caller.userId, key ?? randomUUID());
  return {
    commandId,
    caseId: caseIdOf(commandId),
    kind: opening.kind,
    type: 'case.opened',
    actor: actorOf(caller),
    data: data.data as Record<string, unknown>,
    note: null,
    expectedVersion: null,
    row: {
      practiceId: practice.id,
      jurisdiction: opening.jurisdiction ?? open.jurisdiction ?? practice.jurisdiction,
      priority: open.priority ?? opening.priority ?? 'normal',
      details: details.data as Record<string, unknown>,
      subject: open.subject ?? opening.subject ?? null,
      tags,
      payerId: opening.payerId ?? open.payerId ?? claims.payerId,
      patientId: opening.patientId ?? claims.patientId,
      claimNumber: facts.claimNumber ?? null,
      searchText: searchTextOf([details.data, tags, claims.words]),
    },
  };
}

/** Whoever sees only cases of their own or their team owns what they open: otherwise it would be gone from them at once. */
function ownedBy(caller: Caller, kind: CaseKind, data: Opening['data']): Opening['data'] {
  const scope = scopeOf(caller, 'case.read');
  const sees = scope === 'all' || scope === 'location';
  if (sees || data['owner'] !== undefined || !('owner' in kind.openData.shape)) return data;
  return { ...data, owner: { userId: caller.userId } };
}

const invalidFaults = (where: string, issues: Parameters<typeof invalid>[1]) =>
  invalid(where, issues).members.errors ?? [];

function claimIdsIn(data: unknown): string[] {
  const { claims, claimId } = data as { claims?: { claimId: string }[]; claimId?: string };
  return [...(claims ?? []).map((c) => c.claimId), ...(claimId ? [claimId] : [])];
}

/** The payer and patient that all claims share, and the words that name them. */
export async function claimFacts(
  pool: Pool,
  claimIds: readonly string[],
): Promise<{ payerId: string | null; patientId: string | null; words: string[] }> {
  if (claimIds.length === 0) return { payerId: null, patientId: null, words: [] };
  const { rows } = await pool.query<{
    number: string;
    payerId: string | null;
    patientId: string | null;
    payer: string | null;
    patient: string | null;
  }>(
    `select c.number, c.payer_id as "payerId", c.patient_id as "patientId", p.name as payer, t.name as patient
     from claim c left join payer p on p.id = c.payer_id left join patient t on t.id = c.patient_id
     where c.id = any($1::uuid[]) order by c.id`,
    [claimIds],
  );
  const same = (ids: (string | null)[]) => (new Set(ids).size === 1 ? (ids[0] ?? null) : null);
  return {
    payerId: same(rows.map((r) => r.payerId)),
    patientId: same(rows.map((r) => r.patientId)),
    words: rows.flatMap((r) => [r.number, r.payer ?? '', r.patient ?? '']).filter(Boolean),
  };
}
