import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScenarioThrew } from '../../../scenarios/scenario-files.ts';
import { givenAdapter } from '../../../scenarios/target/given-adapter-files.ts';
import { promisedCentre } from '../../../scenarios/target/promised-centre-http.ts';
import { type TargetCalls, TargetRefused } from '../../../scenarios/target/target.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { broken, findingOf } from '../small-scenario.ts';
import { adapter } from './counter-adapter.ts';
import { ForeignTown } from './foreign-run.ts';

const ADAPTER = 'tests/scenarios/target/counter-adapter.ts';
const town = new ForeignTown();

beforeAll(() => town.found());
afterAll(() => town.leave());

test('a server with an interface of its own is judged through an adapter', async () => {
  const counter = await town.serve('counter-server-worker.ts');
  const { code, result } = await town.run(counter, {}, { targetAdapter: ADAPTER });
  expect(broken(result)).toEqual([]);
  expect([0, 97]).toContain(code);
  expect(findingOf(result, 'page-ownership')).toMatchObject({ verdict: 'pass', unjudged: 0 });
  expect(result.setting.target).toBe(`counter server at ${counter}`);
  expect(result.setting.command).toContain(`--target-adapter ${ADAPTER}`);
}, 60_000);

test('what the adapter says cannot be used is refused', async () => {
  const run = town.run('http://127.0.0.1:1', {}, { targetAdapter: ADAPTER });
  await expect(run).rejects.toThrow(TargetRefused);
  await expect(run).rejects.toThrow('nothing answers at http://127.0.0.1:1');
});

describe('a module that', () => {
  const module = (name: string, text: string) => {
    const file = join(town.folder, name);
    writeFileSync(file, text);
    return givenAdapter(file);
  };

  test('exports an adapter is taken', async () => {
    const text = 'export const adapter = { name: "mine", open: async () => ({ refused: "no" }) };';
    expect((await module('good.mjs', text)).name).toBe('mine');
    expect((await givenAdapter(ADAPTER)).name).toBe(adapter.name);
  });

  test.each([
    ['none.mjs', 'export const other = 1;'],
    ['shapeless.mjs', 'export const adapter = { name: "mine" };'],
  ])('exports no adapter is refused: %s', async (name, text) => {
    await expect(module(name, text)).rejects.toThrow('exports no `adapter`');
  });

  test('throws is told as what threw', async () => {
    await expect(module('threw.mjs', 'throw new Error("mine");')).rejects.toThrow(ScenarioThrew);
  });

  test.each(['not-there.ts', 'adapter.yaml'])('is none is refused: %s', async (name) => {
    await expect(givenAdapter(join(town.folder, name))).rejects.toThrow(TargetRefused);
  });
});

describe('promises that', () => {
  const asked = async (openSession: TargetCalls['openSession']) => {
    const nobody = () => Promise.reject(new Error('not asked'));
    const others = { authenticate: nobody, issue: nobody, reportPrint: nobody, endSession: nobody };
    const centre = promisedCentre({ kind: 'promises', openSession, ...others });
    const runner = new RealTime();
    try {
      return await runner.run(centre.openSession('in-001'));
    } finally {
      runner.stop();
    }
  };

  test('are kept answer', async () => {
    const value = { sessionId: 's', challenge: new Uint8Array(32) };
    expect(await asked(async () => ({ kind: 'granted', value }))).toEqual({
      kind: 'granted',
      value,
    });
  });

  test('are broken are no usable answer', async () => {
    const reply = await asked(() => Promise.reject(new Error('gone')));
    expect(reply).toEqual({ kind: 'failed', reason: 'unreachable: gone' });
  });

  test('answer something else are no usable answer', async () => {
    const reply = await asked(async () => ({ kind: 'granted', value: 'hello' }) as never);
    expect(reply).toEqual({ kind: 'failed', reason: 'an answer that is not of the port' });
  });
});
