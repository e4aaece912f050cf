/** The harness's own load: it reaches every event a person may send, with data that the schemas accept. */
import { caseKinds } from '../../domain/cases';
import { kernelEvents } from '../../domain/kernel';
import { id } from '../domain/support/practice';
import { Generator, makers } from './generator';
import { Random } from '../support/world/random';

/** Events of the kind itself that a person may send; the kernel's are the same for every kind. */
const personal = (events: Readonly<Record<string, { by: string }>>) =>
  Object.entries(events).flatMap(([type, { by }]) => (by === 'system' || type in kernelEvents ? [] : [type]));
const own = (types: string[]) => types.filter((type) => !(type in kernelEvents));

test.each(caseKinds.map((k) => [k.kind, k] as const))(
  'the load has data for every event of a %s case',
  (name, kind) => {
    expect(own(Object.keys(makers[name] ?? {})).sort()).toEqual(personal(kind.events).sort());
    const random = new Random(5);
    for (const [type, make] of Object.entries(makers[name] ?? {})) {
      for (let i = 0; i < 20; i += 1) {
        const data = make({
          random,
          day: (offset) => new Date(Date.UTC(2026, 5, 15 + offset)).toISOString().slice(0, 10),
          claims: [id(1), id(2)],
          users: [id(3)],
          mark: 100 + i,
          remember: () => id(4),
          recall: () => id(5),
        });
        const schema = kernelEvents[type as keyof typeof kernelEvents] ?? kind.events[type]?.data;
        const parsed = schema?.safeParse(data);
        expect({ type, issues: parsed?.error?.issues ?? [] }).toEqual({ type, issues: [] });
      }
    }
  },
);

test('the same seed makes the same commands', () => {
  const made = () => {
    const parts = { actorId: id(1), claims: [id(2)], users: [id(3)], today: '2026-06-15', now: () => 1_000 };
    const generator = new Generator({ ...parts, random: new Random(11) });
    const first = generator.opening('wc');
    first.sketch.version = 1;
    return [first, ...Array.from({ length: 30 }, () => generator.event())];
  };
  expect(made()).toEqual(made());
});
