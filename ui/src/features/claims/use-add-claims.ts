/** Puts claims on a case that is open (H04, H05). */
import { api } from '../../api/client';
import { useCommand, type Send } from '../../components/command';
import { announce } from '../../components/live-region';
import { claimsBody, type Bound } from './chosen-claims';
import type { ClaimRow } from './queries';

export function useAddClaims(onDone: (caseId: string) => void) {
  const command = useCommand(({ caseId }) => {
    announce('The claims are on the case.');
    onDone(caseId);
  });
  const send = (caseId: string, claims: readonly ClaimRow[], bound: Bound) => {
    const body = { type: 'claims.added', data: { claims: claimsBody(claims, bound) } };
    const call: Send = (key) =>
      api.POST('/cases/{id}/events', {
        params: { path: { id: caseId }, header: { 'Idempotency-Key': key } },
        body: body as never,
      }) as ReturnType<Send>;
    void command.run(JSON.stringify([caseId, body]), call);
  };
  const { state, busy, reset } = command;
  return { send, busy, reset, error: state.is === 'failed' ? state.error : null, pending: state.is === 'pending' };
}
