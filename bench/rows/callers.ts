/** 32 callers at once: events a second through the gateway and by the driver's way, beside bare updates. */
import { p50, throughput, times, type Line } from '../figures';
import { applied, followUp, openCases, type Stand } from '../stand';
import { bareUpdate, driverUpdate, startBare } from './apply-event';

const CALLERS = 32;
const CASES = 8 * CALLERS;
const RATIO = 0.7;
const A_SECOND = 280;

export async function callers(stand: Stand, quick: boolean): Promise<Line[]> {
  const [cases, bare] = [await openCases(stand, CASES), await startBare(stand, CASES)];
  const of = (ids: string[], n: number) => ids[n % CASES] as string;
  const ways = {
    bare: (n: number) => bareUpdate(stand, of(bare, n), n),
    driver: (n: number) => driverUpdate(stand, of(cases, n), n),
    gateway: (n: number) => applied(stand.gateway.submit(followUp(of(cases, n), n), 30_000)),
  };
  const rates: Record<keyof typeof ways, number[]> = { bare: [], driver: [], gateway: [] };
  const names = ['bare', 'driver', 'gateway'] as const;
  for (let round = 0; round < (quick ? 2 : 6); round += 1) {
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round) % names.length] as (typeof names)[number];
      const rate = await throughput(CALLERS, quick ? 1_500 : 3_000, ways[name]);
      // The first round fills the caches.
      if (round > 0) rates[name].push(rate);
    }
  }
  const bareRate = p50(rates.bare);
  const line = (what: string, ours: number, budget: boolean): Line => ({
    what,
    ours: `${ours.toFixed(0)} a second`,
    bare: `${bareRate.toFixed(0)} a second`,
    ratio: times(ours / bareRate),
    budget: budget ? `>= ${RATIO} x and >= ${A_SECOND} a second` : 'reported',
    kept: budget ? ours / bareRate >= RATIO && ours >= A_SECOND : null,
  });
  return [
    line(`${CALLERS} callers at once: chart and projection`, p50(rates.driver), true),
    line(`${CALLERS} callers at once: with inbox and outcome`, p50(rates.gateway), false),
  ];
}
