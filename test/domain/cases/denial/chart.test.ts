/** The stage chart of a denial case as its page shows it. */
import { denialKind } from '../../../../domain/cases/denial/kind';
import { chartOf } from '../../../../domain/kernel';
import { Play } from './play';

test('N08 H18-H20 a denial moves on by what people record, and each arrow has the words of its button', () => {
  const { stages, edges } = chartOf(denialKind, new Play().state);
  expect(stages.map((s) => s.stage)).toEqual(['New', 'In Progress', 'Awaiting Payment', 'Resolved', 'Canceled']);
  const between = (from: string, to: string) => edges.filter((e) => e.from === from && e.to === to).map((e) => e.title);
  expect(between('New', 'In Progress')).toContain('Start work');
  expect(between('In Progress', 'Awaiting Payment')).toEqual(['Record the action taken']);
  expect(between('Awaiting Payment', 'In Progress')).toEqual(["Record the payer's response", 'Resume work']);
  expect(between('Resolved', 'In Progress')).toEqual(['Reopen case']);
});

test('N08 L14 a denial nobody works is flagged by itself, 48 hours after it came', () => {
  const p = new Play();
  expect(chartOf(denialKind, p.state).next).toMatchObject({
    ...{ clock: 'unworkedDenial', region: 'First action', from: 'watching', to: 'unworked' },
  });
});
