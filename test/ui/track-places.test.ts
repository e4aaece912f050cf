/** Where events stand on the time-travel track. */
import fc from 'fast-check';
import { labelled, nearest, placesOf } from '../../ui/src/components/track-places';

const at = (days: number) => ({ at: new Date(Date.UTC(2026, 8, 2) + days * 86_400_000).toISOString() });

test('N06 events stand in their order, from the first at the left end to the newest at the right, none on another', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 2, maxLength: 60 }), (gaps) => {
      let day = 0;
      const places = placesOf(gaps.map((gap) => at((day += gap))));
      expect(places[0]).toBe(0);
      expect(places.at(-1)).toBeCloseTo(100);
      places.slice(1).forEach((place, n) => expect(place).toBeGreaterThan(places[n] ?? 0));
      places.forEach((place, n) => expect(nearest(place, places)).toBe(n));
    }),
  );
});

test('N06 a long wait between two events is a long way on the track', () => {
  const [a = 0, b = 0, c = 0] = placesOf([at(0), at(1), at(60)]);
  expect(c - b).toBeGreaterThan(3 * (b - a));
});

test('the days under the track leave each other room, and leave room for the words at its end', () => {
  const places = placesOf(Array.from({ length: 48 }, (_, n) => at(n)));
  const chosen = labelled(places);
  expect(chosen[0]).toBe(0);
  chosen
    .slice(1)
    .forEach((n, k) => expect((places[n] ?? 0) - (places[chosen[k] ?? 0] ?? 0)).toBeGreaterThanOrEqual(16));
  expect(places[chosen.at(-1) ?? 0]).toBeLessThanOrEqual(72);
});
