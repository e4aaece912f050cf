/** A practice with half a year behind it, for pages of figures: WC cases and denials played by hand, in every state a bar can show. */
import { denialKind } from '../../../domain/cases/denial/kind';
import { file, type FigureRecord } from '../../api/insights/played';
import { authorization, wc, type WcPlay } from '../../domain/cases/wc/wc-play';
import { Play } from '../../domain/support/play';
import { la, rulesWith } from '../../domain/support/practice';

const payers = ['Alder Mutual', 'Birch Indemnity Fund of the Western Counties', 'Cedar Health'];
const subjects = ['timely-filing', 'bundling', 'eligibility', 'medical-necessity', 'duplicate-charges', 'other'];
const codes = ['CO-29', 'CO-97', 'CO-22', 'CO-50', 'OA-18', 'CO-16'];

const day = (month: number, date: number) => `2026-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;

/** A case a month and sort: lapses and slow bills early in the year, none and quick ones later. */
function wcPlays(month: number, owner: { userId: string } | null): WcPlay[] {
  const start = la(`${day(month, 2)} 10:00`);
  const base = { owner: owner ?? undefined, lastContactOn: day(month, 2), startedOn: day(month, 2) };
  const open = (more: Parameters<typeof wc>[0] = {}) =>
    wc(
      {
        ...base,
        authorizations: [
          authorization({ startsOn: day(month, 1), endsOn: day(month + 1, 20), determinedOn: day(month, 1) }),
        ],
        ...more,
      } as Parameters<typeof wc>[0],
      start,
    );
  const billed = open();
  billed.until(`${day(month, 10)} 10:00`);
  billed.send('treatment.completed', { on: day(month, 6) });
  const lag = Math.max(1, 14 - 2 * month);
  billed.until(`${day(month, 12 + lag)} 10:00`);
  billed.contact(day(month, 12 + lag));
  billed.send('claim.submitted', { on: day(month, 12 + lag) });
  const lapsed = open({ authorizations: [authorization({ startsOn: day(month, 1), endsOn: day(month, 12) })] });
  lapsed.until(`${day(month, 22)} 10:00`);
  for (let n = 0; n < Math.max(0, 6 - month); n += 1) lapsed.completed(n + 1, day(month, 14 + n));
  const quiet = open();
  quiet.until(`${day(month + 2, 3)} 10:00`);
  if (month % 2 === 0) quiet.contact(day(month + 2, 3));
  return [billed, lapsed, quiet];
}

function denialPlay(n: number, claimId: string, payerId: string | null, owner: object | null): Play {
  const month = 3 + (n % 6);
  const at = la(`${day(month, 3)} 10:00`);
  const subject = subjects[(n * 7) % subjects.length] ?? 'other';
  const data = {
    claims: [{ claimId, submissionId: null }],
    ...{ carcCodes: [codes[(n * 7) % codes.length] ?? 'CO-16'], subject, priority: 'normal', deniedOn: day(month, 1) },
    ...{ deniedCents: 10_000 + n * 3_777, outstandingCents: 10_000 + n * 3_777 },
    ...(payerId === null ? {} : { payerId }),
    ...(owner === null ? {} : { owner }),
  };
  const play = new Play({ kind: denialKind, data, at, rules: rulesWith() });
  if (n % 3 === 0) play.until(`${day(month, 9)} 10:00`);
  if (n % 3 !== 2) play.send('work.started');
  if (n % 4 === 1) play.send('action.taken', { action: 'appeal-sent', on: day(month, 3) });
  return play;
}

export interface Figures {
  readonly annaId: string;
}

/** @param denials how many denial cases. */
export async function playFigures(record: Pick<FigureRecord, 'db' | 'practiceId'>, denials = 36): Promise<Figures> {
  const { prisma } = record.db;
  const person = async (displayName: string) =>
    (
      await prisma.user.create({
        data: {
          ...{ email: `${displayName.replaceAll(' ', '.')}@example.test`, displayName, roles: ['biller'] },
          locations: { create: { practiceId: record.practiceId } },
        },
      })
    ).id;
  const owners = [await person('Anna Test'), await person('Bert Test'), null];
  const payerIds = await Promise.all(
    payers.map(async (name) => (await prisma.payer.create({ data: { name, identity: `name:${name}` } })).id),
  );
  for (let month = 1; month <= 8; month += 1) {
    const owner = owners[month % owners.length];
    for (const play of wcPlays(month, owner ? { userId: owner } : null)) await file(record, play);
  }
  for (let n = 0; n < denials; n += 1) {
    const payerId = payerIds[n % (payerIds.length + 1)] ?? null;
    const userId = owners[(n * 5) % owners.length];
    const claim = await prisma.claim.create({ data: { practiceId: record.practiceId, number: `C-${n}` } });
    const play = denialPlay(n, claim.id, payerId, userId ? { userId } : null);
    await file(record, play, payerId === null ? {} : { payerId });
  }
  return { annaId: owners[0] ?? '' };
}
