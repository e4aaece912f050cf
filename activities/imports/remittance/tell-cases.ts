/** The second phase of a remittance: opens denial cases, joins further denials, tells cases of payments. It writes nothing off (R27). */
import { caseIdOf, uuidFrom } from '../../../commands/ids';
import { KeyReused, type CommandOutcome, type CommandRequest } from '../../../commands/types';
import type { ImportRun, RowReason } from '../framework';
import { codesOf, newCaseRowOf, openDataOf } from './case-facts';
import { activeCaseOf, nextDecidedClaims, type DecidedClaim } from './decided-claims';
import { summarize } from './summary';

const AT_ONCE = 16;
/** Open, find it taken, join, find it just closed: more rounds than these mean somebody works on the very claim now. */
const ROUNDS = 3;
const ASK_AGAIN = 4;
const ASK_AGAIN_MS = 1_000;

interface Told {
  readonly caseId: string | null;
  readonly reason: RowReason | null;
}

/** Commands of an import have ids made of the claim's identity: told twice is told once, by whichever file. */
const commandId = (claim: DecidedClaim, what: string) => uuidFrom(`835${what}:${claim.identity}`);

class CaseTeller {
  constructor(private readonly run: ImportRun) {}

  async tell(claim: DecidedClaim): Promise<void> {
    const told = await this.#decide(claim);
    await this.run.pool.query(
      `with told as (
         update remit_claim set told_at = now(), case_id = $2 where id = $1 and told_at is null returning id)
       update import_row set case_id = coalesce($2, case_id), reasons = reasons || $5::jsonb
       where import_id = $3 and row = $4 and exists (select 1 from told)`,
      [claim.id, told.caseId, this.run.importId, claim.row, JSON.stringify(told.reason ? [told.reason] : [])],
    );
  }

  async #decide(claim: DecidedClaim): Promise<Told> {
    if (claim.classification === 'denied' || claim.classification === 'under-paid') return this.#denial(claim);
    const caseId = await activeCaseOf(this.run.pool, claim.claimId);
    if (caseId === null) return { caseId: null, reason: null };
    if (claim.classification === 'reversal')
      return claim.decidedBeside ? NOTHING(caseId) : this.#takenBack(claim, caseId);
    return this.#payment(claim, caseId);
  }

  async #denial(claim: DecidedClaim): Promise<Told> {
    // An earlier attempt may have opened the case and died before it was written down.
    const earlier = await this.run.gateway.outcome(commandId(claim, ''));
    if (earlier?.state === 'applied') return opened(earlier.caseId);
    for (let round = 0; round < ROUNDS; round += 1) {
      const again = round === 0 ? '' : `:${round}`;
      const active = await activeCaseOf(this.run.pool, claim.claimId);
      const outcome = active ? null : await this.#open(claim, again);
      if (outcome?.state === 'applied') return opened(outcome.caseId);
      const other = outcome?.refusal.conflicts?.[0]?.caseId ?? active;
      if (!other) return refused(outcome?.refusal.why ?? 'The case could not be opened.');
      if (claim.netPaidCents > 0) await this.#payment(claim, other);
      const joined = await this.#join(claim, other, claim.deniedCents, again);
      if (joined.state === 'applied') return { caseId: other, reason: JOINED };
      if ((await activeCaseOf(this.run.pool, claim.claimId)) === other) return refused(joined.refusal.why, other);
    }
    return refused('The claim moves between cases at this moment; add it by hand.');
  }

  async #open(claim: DecidedClaim, again: string) {
    const id = commandId(claim, again);
    return this.#submit({
      commandId: id,
      caseId: caseIdOf(id),
      kind: 'denial',
      type: 'case.opened',
      actor: this.run.actor,
      data: openDataOf(claim, this.run.importId),
      note: null,
      expectedVersion: null,
      row: newCaseRowOf(claim, this.run),
    });
  }

  #join(claim: DecidedClaim, caseId: string, amountCents: number, again: string) {
    return this.#event(claim, caseId, 'denial.received', `:join${again}`, {
      claimId: claim.claimId,
      carcCodes: codesOf(claim),
      deniedOn: claim.decidedOn,
      amountCents,
      importId: this.run.importId,
    });
  }

  /** A payment taken back without a new decision leaves the claim unpaid: to its case that is a denial. */
  async #takenBack(claim: DecidedClaim, caseId: string): Promise<Told> {
    const outcome = await this.#join(claim, caseId, Math.max(0, -claim.netPaidCents), ':reversal');
    return outcome.state === 'applied' ? { caseId, reason: TAKEN_BACK } : refused(outcome.refusal.why, caseId);
  }

  /** Money came: the case is told and shows it; whether that resolves it is a person's to say. */
  async #payment(claim: DecidedClaim, caseId: string): Promise<Told> {
    if (claim.netPaidCents < 1) return NOTHING(caseId);
    const outcome = await this.#event(claim, caseId, 'payment.posted', ':paid', {
      claimId: claim.claimId,
      amountCents: claim.netPaidCents,
      on: claim.decidedOn,
    });
    if (outcome.state !== 'applied') return refused(outcome.refusal.why, caseId);
    await this.#amounts(claim, caseId);
    return { caseId, reason: PAID };
  }

  /** What the case still has outstanding, by billing's books, where they know all its claims. */
  async #amounts(claim: DecidedClaim, caseId: string): Promise<void> {
    const { rows } = await this.run.pool.query<{ denied: number; shown: number; now: number; complete: boolean }>(
      `select coalesce((c.facts->>'deniedCents')::float8, 0) as denied, c.outstanding_cents::float8 as shown,
              sum(cl.outstanding_cents)::float8 as now, bool_and(cl.status is not null) as complete
       from cases c join case_claim k on k.case_id = c.id join claim cl on cl.id = k.claim_id
       where c.id = $1 group by c.id`,
      [caseId],
    );
    const row = rows[0];
    if (!row?.complete || row.now === row.shown) return;
    await this.#event(claim, caseId, 'amounts.updated', ':amounts', {
      deniedCents: row.denied,
      outstandingCents: row.now,
    });
  }

  #event(claim: DecidedClaim, caseId: string, type: string, what: string, data: Record<string, unknown>) {
    return this.#submit({
      commandId: commandId(claim, what),
      caseId,
      kind: 'denial',
      type,
      actor: this.run.actor,
      data,
      note: null,
      expectedVersion: null,
      row: null,
    });
  }

  /** The command's outcome. A command that stays unknown fails the attempt; the next one asks for it again. */
  async #submit(request: CommandRequest): Promise<Exclude<CommandOutcome, { state: 'pending' }>> {
    for (let attempt = 0; attempt < ASK_AGAIN; attempt += 1) {
      this.run.signal.throwIfAborted();
      const outcome = await this.#send(request);
      if (outcome && outcome.state !== 'pending') return outcome;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
    throw new Error(`The command ${request.commandId} has no outcome yet.`);
  }

  /** The same command of an earlier attempt may carry facts that have changed since (today's date): its outcome holds. */
  async #send(request: CommandRequest): Promise<CommandOutcome | null> {
    try {
      return await this.run.gateway.submit(request);
    } catch (error) {
      if (!(error instanceof KeyReused)) throw error;
      return this.run.gateway.outcome(request.commandId);
    }
  }
}

const NOTHING = (caseId: string): Told => ({ caseId, reason: null });
const opened = (caseId: string): Told => ({
  caseId,
  reason: { code: 'case_opened', message: 'A denial case was opened.' },
});
const JOINED: RowReason = { code: 'case_joined', message: 'The denial joined the open case of this claim.' };
const PAID: RowReason = {
  code: 'case_told_of_payment',
  message: 'The open case of this claim was told of the payment.',
};
const TAKEN_BACK: RowReason = {
  code: 'case_told_of_reversal',
  message: 'The open case of this claim was told that the payment was taken back.',
};
const refused = (why: string, caseId: string | null = null): Told => ({
  caseId,
  reason: { code: 'case_not_told', message: `The denial case could not be told: ${why}` },
});

/**
 * Tells every case in the order of the file: claims side by side, the decisions on one claim one after the other.
 * Resumed, it goes on with what has not been told.
 */
export async function tellCases(run: ImportRun): Promise<void> {
  // The report of a dry run says of each claim what would happen; only the sums are missing.
  if (run.dryRun) return summarizeCases(run);
  const teller = new CaseTeller(run);
  let after = { transaction: 0, position: 0 };
  let done = 0;
  for (;;) {
    const page = await nextDecidedClaims(run.pool, run.importId, run.zone, after);
    const last = page.at(-1);
    if (!last) break;
    after = last;
    const byClaim = new Map<string, DecidedClaim[]>();
    for (const claim of page) byClaim.set(claim.claimId, [...(byClaim.get(claim.claimId) ?? []), claim]);
    const waiting = [...byClaim.values()];
    const work = async () => {
      for (let group = waiting.shift(); group; group = waiting.shift()) {
        for (const claim of group) {
          run.signal.throwIfAborted();
          await teller.tell(claim);
          done += 1;
          run.progress(done, null);
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
  await summarize(run);
  await summarizeCases(run);
}

async function summarizeCases(run: ImportRun): Promise<void> {
  const { rows } = await run.pool.query<{ cases: object }>(
    `select coalesce(jsonb_object_agg(code, n), '{}') as cases from (
       select r->>'code' as code, count(*) as n from import_row, jsonb_array_elements(reasons) r
       where import_id = $1 and r->>'code' like 'case\\_%' group by 1) x`,
    [run.importId],
  );
  await run.summarize({ cases: rows[0]?.cases ?? {} });
}
