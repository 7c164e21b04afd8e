import { afterAll, beforeAll, expect, test } from 'vitest';
import { Scenario } from '../../../scenarios/scenario.ts';
import { aimOf } from '../../../scenarios/target/aim-files.ts';
import { openapiTarget } from '../../../scenarios/target/openapi-target-http.ts';
import { ForeignTown, townData } from './foreign-run.ts';

const town = new ForeignTown();
const target = 'http://127.0.0.1:8080';

beforeAll(() => town.found());
afterAll(() => town.leave());

test('without a target it is the reference server', async () => {
  expect(await aimOf(Scenario.parse(townData()), 1, {})).toBeUndefined();
});

test('a target is taken with its data, by the published interface', async () => {
  const aim = await aimOf(Scenario.parse(townData()), 1, { target, targetData: town.data });
  expect(aim).toMatchObject({ url: target, backs: false, adapter: openapiTarget });
});

test('all that it cannot be asked is told at once', async () => {
  const faults = [{ kind: 'link.cut' }, { kind: 'printer.jam' }, { kind: 'issuer.error' }] as const;
  const scenario = Scenario.parse(townData({ faults: [...faults], server: { mutant: 'M3' } }));
  const asked = aimOf(scenario, 1, { target, targetData: town.data });
  await expect(asked).rejects.toThrow(
    /server\.mutant: M3[\s\S]*faults\.0: link\.cut[\s\S]*faults\.2: issuer\.error/,
  );
});
