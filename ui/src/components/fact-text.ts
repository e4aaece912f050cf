/** One fact as text: dates, money, lists and codes by the name of the fact. Missing is "none". */
import { codeWordsInside } from './code-words';
import { dayText } from './dates';
import { moneyText } from './numbers';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CODE = /^[a-z][a-z0-9]*(?:[-A-Z][a-zA-Z0-9]*)*$/;

interface Around {
  readonly today: string;
  /** Names of people and teams, by id. */
  nameOf(this: void, id: string): string | undefined;
}

export function factText(name: string, value: unknown, around: Around): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return name.endsWith('Cents') ? moneyText(value) : String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((v) => factText(name, v, around)).join(', ');
  if (typeof value === 'object') return ownerText(value, around);
  if (typeof value !== 'string') return 'none';
  if (DAY.test(value)) return dayText(value, around.today);
  return name !== 'authorizationId' && CODE.test(value) ? codeWordsInside(value) : value;
}

function ownerText(value: object, { nameOf }: Around): string {
  const { userId, teamId } = value as { userId?: unknown; teamId?: unknown };
  const id = typeof userId === 'string' ? userId : typeof teamId === 'string' ? teamId : undefined;
  if (id === undefined) return 'changed';
  return nameOf(id) ?? 'somebody you do not work with';
}
