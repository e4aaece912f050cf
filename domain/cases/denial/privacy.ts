/** Sorts every field of a denial case into the groups that roles are given (G17). A field without a line here is withheld. */
import { sorted, type KindPrivacy } from '../../privacy';

export const denialPrivacy: KindPrivacy = {
  facts: {
    ...sorted('plain', 'subject', 'priority', 'carcCodes', 'resolvedCarcCodes', 'openCarcCodes', 'claimsCount'),
    ...sorted('plain', 'payerId', 'payerClass', 'deniedOn', 'arrivedOn', 'assignedOn', 'workStartedOn', 'lastStepOn'),
    ...sorted('plain', 'awaitingSince', 'followUps', 'reminders', 'lastAction', 'lastActionOn', 'lastResponse'),
    ...sorted('plain', 'lastResponseOn', 'appealDeadlineOn', 'appealFiledOn', 'outcome', 'cancelReason', 'closedOn'),
    ...sorted('plain', 'reopenings'),
    ...sorted('money', 'deniedCents', 'outstandingCents', 'paidCents', 'lastPaymentOn'),
    ...sorted('clinical', 'serviceFrom'),
  },
  detail: {
    ...sorted('plain', 'claims', 'lastResponse.outcome', 'lastResponse.on', 'route', 'sourceImportId'),
    ...sorted('money', 'lastResponse.amountCents', 'lastPayment'),
  },
  details: {
    ...sorted('identity', 'patient', 'payerReference', 'claimNumbers'),
    ...sorted('plain', 'payerName', 'remarkCodes'),
    ...sorted('words', 'description', 'tags'),
  },
  events: {
    'case.opened': {
      ...sorted('plain', 'claims', 'carcCodes', 'subject', 'priority', 'deniedOn', 'receivedAt', 'followUpOn', 'owner'),
      ...sorted('plain', 'payerId', 'payerClass', 'followUpIntervalDays', 'appealWindowDays', 'sourceImportId'),
      ...sorted('clinical', 'serviceFrom'),
      ...sorted('money', 'deniedCents', 'outstandingCents'),
    },
    'work.started': {},
    'action.taken': sorted('plain', 'action', 'on', 'expectedBy'),
    'payer.responded': { ...sorted('plain', 'outcome', 'on'), ...sorted('money', 'amountCents') },
    'work.resumed': {},
    'payment.posted': { ...sorted('plain', 'claimId'), ...sorted('money', 'amountCents', 'on') },
    'case.resolved': sorted('plain', 'outcome'),
    'case.canceled': sorted('plain', 'reason'),
    'case.reopened': {},
    'case.assigned': sorted('plain', 'owner'),
    'claims.added': sorted('plain', 'claims'),
    'claims.removed': sorted('plain', 'claimIds'),
    'carc.added': sorted('plain', 'codes'),
    'carc.resolved': sorted('plain', 'codes'),
    'carc.unresolved': sorted('plain', 'codes'),
    'amounts.updated': sorted('money', 'deniedCents', 'outstandingCents'),
    'classification.set': sorted('plain', 'subject', 'priority'),
    'denial.received': {
      ...sorted('plain', 'claimId', 'carcCodes', 'deniedOn', 'importId'),
      ...sorted('money', 'amountCents'),
    },
    'followUp.set': sorted('plain', 'on'),
    'followUp.cleared': {},
    'payer.termsSet': sorted('plain', 'payerClass', 'followUpIntervalDays', 'appealWindowDays'),
    'task.done': sorted('plain', 'key'),
  },
  tasks: {
    ...sorted('money', 'work-denial', 'appeal-window-closed', 'stalled', 'payer-responded', 'reopened'),
    ...sorted('money', 'payment-posted'),
    ...sorted('plain', 'unworked-denial', 'appeal-window-closing', 'no-owner', 'follow-up', 'new-denial'),
  },
};
