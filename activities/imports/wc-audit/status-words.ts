/** What the status words of a practice say about treatment, claim and payment [A12]. */

export interface StatusFacts {
  readonly treatment: 'not-started' | 'treating' | 'complete' | null;
  readonly submitted: boolean;
  readonly paid: boolean;
  readonly closed: boolean;
}

const say = (facts: Partial<StatusFacts>): StatusFacts => ({
  treatment: null,
  submitted: false,
  paid: false,
  closed: false,
  ...facts,
});

const unknownTreatment = say({});
const notStarted = say({ treatment: 'not-started' });
const treating = say({ treatment: 'treating' });
const complete = say({ treatment: 'complete' });
const submitted = say({ treatment: 'complete', submitted: true });
const paid = say({ treatment: 'complete', submitted: true, paid: true });
const closed = say({ closed: true });

/** Looked for in this order: the furthest step that a chain such as "treatment done → claim submitted" names. */
const words: readonly (readonly [like: RegExp, facts: StatusFacts])[] = [
  [/^(?:closed?|caseclosed|resolved|cancell?ed|inactive|void|withdrawn|settled|settledclosed)$/, closed],
  [/paymentpending|pendingpayment|awaitingpayment|waitingforpayment|unpaid|paymentdue/, submitted],
  [/notpaid/, submitted],
  [/paidinfull|^paid$|paymentposted|paymentreceived|fullypaid/, paid],
  [
    /unbilled|notbilled|tobill|readytobill|needsbilling|claimnotsubmitted|notsubmitted|pendingbilling|billingpending/,
    complete,
  ],
  [/claimsubmitted|submitted|claimsent|billed|claimfiled/, submitted],
  [
    /notstarted|notyetstarted|pendingeval|awaitingauth|pendingauth|authpending|intake|^new$|newcase|scheduled|notscheduled/,
    notStarted,
  ],
  [
    /treatment(?:is)?(?:done|complete|completed|ended|finished)|tx(?:done|complete|completed)|discharged?|^complete$|^completed$|^done$|donetreating|careended|mmi/,
    complete,
  ],
  [
    /treating|intreatment|undertreatment|activetreatment|intherapy|ongoing|^active$|inprogress|activecare|^tx$|^treatment$|attending/,
    treating,
  ],
  [/^open$|^opened$|onhold|^hold$|pending|silent|expiring|lapsed|review|reauth/, unknownTreatment],
];

/** Null when none of the words is known: the status is then kept as a note only. */
export function statusFacts(text: string): StatusFacts | null {
  const key = text.toLowerCase().replace(/[^a-z]/g, '');
  return words.find(([like]) => like.test(key))?.[1] ?? null;
}
