/** Records the histories that the replay test replays: `npm run record-histories`, at each release and new path. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { inDays } from '../support/days';
import { workflowIdOf } from '../../platform/names';
import { eventually } from '../support/eventually';
import { denialData, eventRequest, openRequest, someClaims, startStack, type Stack } from '../support/stack';

type Step = readonly [type: string, data?: Record<string, unknown>];
interface Scenario {
  readonly name: string;
  readonly kind: string;
  readonly open: (stack: Stack) => Promise<Record<string, unknown>>;
  readonly steps: readonly Step[];
  /** Fires the soonest clock by moving it close. */
  readonly fires?: readonly string[];
  readonly afterwards?: readonly Step[];
}

// The practice is in Los Angeles: near midnight UTC its date is still yesterday's.
const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Los_Angeles' });
const auth = randomUUID();
const visit = randomUUID();
const wcData = {
  authorizations: [
    {
      authorizationId: auth,
      startsOn: inDays(-20),
      endsOn: inDays(40),
      visitsLimit: 8,
      visitsUsed: 3,
      source: 'portal',
      determinedOn: inDays(-20),
    },
  ],
  lastContactOn: inDays(-2),
};
const contact = (on: string): Step => ['adjuster.contacted', { channel: 'call', direction: 'out', on, reached: true }];

const scenarios: readonly Scenario[] = [
  {
    name: 'denial-worked-to-payment',
    kind: 'denial',
    open: async (stack) => denialData(await someClaims(stack, 2), { deniedOn: inDays(-5) }),
    steps: [
      ['case.assigned', { owner: { userId: randomUUID() } }],
      ['work.started'],
      ['carc.added', { codes: ['OA-18'] }],
      ['carc.resolved', { codes: ['CO-16'] }],
      ['action.taken', { action: 'appeal-sent', on: today }],
    ],
    fires: ['followUp', 'followUp'],
    afterwards: [
      ['payer.responded', { outcome: 'paid', on: today }],
      ['payment.posted', { amountCents: 4_200, on: today }],
      ['case.resolved', { outcome: 'paid' }],
    ],
  },
  {
    name: 'denial-unworked-and-canceled',
    kind: 'denial',
    open: async (stack) => denialData(await someClaims(stack, 1), { deniedOn: inDays(-5) }),
    steps: [['task.added', { assignTo: 'owner', priority: 'high', dueOn: inDays(3) }]],
    fires: ['unworkedDenial', 'appealWindowClosing'],
    afterwards: [['case.canceled', { reason: 'opened-in-error' }]],
  },
  {
    name: 'wc-intake-to-payment',
    kind: 'wc',
    open: async () => wcData,
    steps: [
      contact(today),
      ['visit.booked', { visitId: visit, on: inDays(3), authorizationId: auth }],
      ['visit.completed', { visitId: visit, on: today, authorizationId: auth }],
      ['authorization.changed', { authorizationId: auth, endsOn: inDays(10), source: 'portal', determinedOn: today }],
      ['reauthorization.requested', { requestId: visit, kind: 'extend' }],
    ],
    fires: ['reauthorizationOverdue', 'adjusterSilence'],
    afterwards: [
      contact(today),
      ['authorization.changed', { authorizationId: auth, endsOn: inDays(90), source: 'portal', determinedOn: today }],
      ['treatment.completed', { on: today }],
      ['claim.submitted', { on: today }],
      ['payment.posted', { on: today, amountCents: 120_000, final: true }],
      ['returnToWork.recorded', { on: today, kind: 'full' }],
      ['case.resolved', { outcome: 'paid' }],
    ],
  },
  {
    name: 'wc-silent-and-still-open',
    kind: 'wc',
    open: async () => ({ startedOn: inDays(-60), authorizations: [] }),
    steps: [['followUp.set', { on: inDays(20) }]],
    fires: ['followUp'],
  },
];

async function record(stack: Stack, scenario: Scenario): Promise<void> {
  const opened = await stack.gateway.submit(openRequest(stack, scenario.kind, await scenario.open(stack)));
  if (opened.state !== 'applied') throw new Error(`${scenario.name} was not opened: ${JSON.stringify(opened)}`);
  const c = { ...opened, kind: scenario.kind };
  const send = async ([type, data]: Step) => {
    const outcome = await stack.gateway.submit(eventRequest(c, type, data ?? {}));
    if (outcome.state !== 'applied')
      throw new Error(`${scenario.name}: ${type} was not applied: ${JSON.stringify(outcome)}`);
  };
  for (const step of scenario.steps) await send(step);
  for (const clock of scenario.fires ?? []) {
    const receipts = () => stack.db.prisma.clockReceipt.count({ where: { caseId: c.caseId, name: clock } });
    const before = await receipts();
    await send(['clock.moved', { clock, dueAt: Date.now() + 1_500 }]);
    await eventually(receipts, (n) => n > before);
  }
  for (const step of scenario.afterwards ?? []) await send(step);
  await save(stack, scenario.kind, c.caseId, scenario.name);
}

/** A run that began by continue-as-new: 520 events before it, three in it. */
async function recordLongLife(stack: Stack): Promise<void> {
  const opened = await stack.gateway.submit(openRequest(stack, 'denial', denialData(await someClaims(stack, 1))));
  const c = { ...opened, kind: 'denial' };
  for (let i = 0; i < 503; i += 1) {
    await stack.gateway.submit(eventRequest(c, 'followUp.set', { on: inDays(20 + (i % 50)) }));
  }
  await save(stack, 'denial', c.caseId, 'denial-after-continue-as-new');
}

async function save(stack: Stack, kind: string, caseId: string, name: string): Promise<void> {
  const history = await stack.temporal.client.workflow.getHandle(workflowIdOf(kind, caseId)).fetchHistory();
  writeFileSync(path.join(__dirname, 'histories', `${name}.json`), historyToJSON(history));
  console.log(`recorded ${name}: ${history.events?.length} events`);
}

test('records the histories', async () => {
  const stack = await startStack();
  try {
    for (const scenario of scenarios) await record(stack, scenario);
    await recordLongLife(stack);
  } finally {
    await stack.stop();
  }
}, 600_000);
