/** What one transition asked for: the chart's actions, sorted into effects and clocks. Pure. */
import { Effect } from '../effects';
import { ChartFault } from './faults';

export interface ChartAction {
  readonly type: string;
  readonly params?: unknown;
}

/** What one transition asked for, sorted by what the driver does with it. */
interface Orders {
  readonly effects: Effect[];
  readonly raised: string[];
  readonly cancelled: string[];
}

function effectOf(kind: string, order: unknown): Effect {
  const parsed = Effect.safeParse(order);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).join(', ');
  throw new ChartFault(kind, `it asked for "${String((order as { type?: unknown }).type)}" wrongly: ${where}.`);
}

/** @throws ChartFault for an action that the driver does not carry out. */
export function ordersOf(kind: string, actions: readonly ChartAction[]): Orders {
  const orders: Orders = { effects: [], raised: [], cancelled: [] };
  for (const action of actions) {
    const params = (action.params ?? {}) as { id?: string; sendId?: string; delay?: number; event?: unknown };
    switch (action.type) {
      case 'xstate.raise': {
        if (params.id === undefined || params.delay === undefined) {
          throw new ChartFault(kind, 'an event was raised without a delay and outside the transition.');
        }
        const again = orders.cancelled.indexOf(params.id);
        if (again >= 0) orders.cancelled.splice(again, 1);
        orders.raised.push(params.id);
        break;
      }
      case 'xstate.cancel': {
        if (params.sendId === undefined) throw new ChartFault(kind, 'a cancel named no clock.');
        const raised = orders.raised.indexOf(params.sendId);
        if (raised >= 0) orders.raised.splice(raised, 1);
        orders.cancelled.push(params.sendId);
        break;
      }
      case 'xstate.emit':
        orders.effects.push(effectOf(kind, params.event));
        break;
      default:
        throw new ChartFault(
          kind,
          `the action "${action.type}" is not one the driver carries out (only clocks and effects).`,
        );
    }
  }
  return orders;
}
