import { expect, test } from 'vitest';
import type { TraceEvent } from '../../scenarios/trace-events.ts';
import { judged } from '../scenarios/small-scenario.ts';
import { soundJourney } from '../scenarios/told-journey.ts';

/** A journey in each municipality of the country, at a kiosk of its own. */
const events = Array.from({ length: 1_741 }, (_, index) => {
  const municipality = String(1_000 + index).padStart(5, '0');
  const kiosk = `in-${municipality}`;
  return soundJourney(index).map((event) => ({ ...event, municipality, kiosk }) as TraceEvent);
}).flat();

/** Time series by every tag that an event has, as a database of metrics is fed. */
function seriesByTags(all: readonly TraceEvent[]): number {
  const series = new Set<string>();
  for (const event of all) {
    const tags = Object.entries(event).filter(([, value]) => typeof value === 'string');
    series.add(JSON.stringify(tags));
  }
  return series.size;
}

test('a country has as many series as a village, and every journey is in one', () => {
  const village = judged(events.slice(0, soundJourney(0).length));
  const country = judged(events);
  const names = ({ metrics }: typeof country) =>
    metrics.map(({ name, tags }) => `${name} ${JSON.stringify(tags)}`);
  expect(names(country)).toEqual(names(village));
  expect(names(country).length).toBeLessThan(200);
  const journeys = country.metrics.find(({ name }) => name === 'journeys')?.sink;
  expect(journeys).toMatchObject({ count: 1_741 });
});

test('a series for each set of tags makes ten thousand of the same events', () => {
  expect(seriesByTags(events)).toBeGreaterThan(10_000);
});
