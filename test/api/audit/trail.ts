/** What a request left on the audit trail, found by the id that its answer names. */
import type { AuditEntry } from '../../../prisma/generated/client';
import type { ApiUnderTest, Reply } from '../running-api';

type Answered = Pick<Reply, 'headers'>;

export interface Trail {
  rowsOf(reply: Answered): Promise<AuditEntry[]>;
  /** The only row of a request. */
  rowOf(reply: Answered): Promise<AuditEntry>;
}

export function trailOf(t: ApiUnderTest): Trail {
  const rowsOf = (reply: Answered) =>
    t.stack.db.prisma.auditEntry.findMany({ where: { requestId: reply.headers.get('x-request-id') ?? 'none' } });
  return {
    rowsOf,
    rowOf: async (reply) => {
      const rows = await rowsOf(reply);
      expect(rows).toHaveLength(1);
      return rows[0] as AuditEntry;
    },
  };
}
