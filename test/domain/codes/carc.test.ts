/** The vocabulary of adjustment reasons and denial subjects. */
import {
  describeCarc,
  describeGroup,
  DenialSubject,
  knownCarcs,
  normalizeCarc,
  suggestSubject,
} from '../../../domain/codes';

test('B7 every number up to 306, every P-code and the letters in use have plain words', () => {
  const codes = [
    ...Array.from({ length: 306 }, (_, at) => String(at + 1)),
    ...Array.from({ length: 32 }, (_, at) => `P${at + 1}`),
    ...'A0 A1 A5 A6 A8 B1 B4 B7 B8 B9 B10 B11 B12 B13 B14 B15 B16 B20 B22 B23'.split(' '),
  ];
  expect(codes.filter((code) => describeCarc(code).unknown)).toEqual([]);
  for (const { text, subject } of knownCarcs()) {
    expect(text.length).toBeGreaterThan(5);
    expect(DenialSubject.safeParse(subject).success).toBe(true);
  }
  expect(new Set(knownCarcs().map(({ code }) => code)).size).toBe(knownCarcs().length);
});

test('B7 retired codes are described and marked, unknown ones are kept and marked', () => {
  expect(['A2', '42', '15', 'W1', '45', 'P12'].map((code) => describeCarc(code).retired)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(describeCarc('Z99')).toMatchObject({ code: 'Z99', unknown: true, subject: 'other' });
  expect([normalizeCarc('045'), normalizeCarc(' p04 '), normalizeCarc('A0')]).toEqual(['45', 'P4', 'A0']);
});

test.each([
  ['CO', '4', 'modifier or coding'],
  ['CO', '22', 'coordination of benefits'],
  ['CO', '97', 'bundling'],
  ['CO', '50', 'medical necessity'],
  ['PR', '1', 'patient responsibility'],
  ['OA', '18', 'duplicate charges'],
  ['CO', '29', 'timely filing'],
  ['CO', '197', 'authorization exceeded'],
  ['CO', '198', 'authorization exceeded'],
  ['CO', '16', 'information missing'],
  ['CO', '27', 'eligibility'],
  ['PR', '204', 'service not covered'],
  ['CO', '45', 'contractual'],
  ['PR', '45', 'patient responsibility'],
  ['PI', 'P12', 'fee schedule'],
  ['CO', 'Z99', 'other'],
])('H08 %s-%s suggests the subject %s', (group, carc, subject) => {
  expect(suggestSubject(group, carc)).toBe(subject);
});

test('B7 the five groups have words, another has none', () => {
  expect(['CO', 'PR', 'OA', 'PI', 'CR', 'XX'].map((group) => describeGroup(group) !== null)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});
