import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { failed } from '../../scenarios/failure.ts';
import { RunRefused } from '../../scenarios/run-files.ts';
import { ScenarioThrew } from '../../scenarios/scenario-files.ts';

function told(error: unknown) {
  let stderr = '';
  const code = failed(error, {
    write: (text: string) => {
      stderr += text;
    },
  });
  return { code, stderr, last: stderr.trimEnd().split('\n').at(-1) };
}

const broken = new TypeError('x is not a function');
const threw = Object.assign(new ScenarioThrew('town.ts threw'), { cause: broken });

test.each([
  ['help', new CommanderError(0, 'commander.help', ''), 0, undefined],
  ['bad arguments', new CommanderError(1, 'x', 'x'), 104, 'exit 104: bad arguments'],
  ['a refusal', new RunRefused('no: do that'), 104, 'exit 104: bad configuration'],
  ['a scenario that throws', threw, 107, 'exit 107: town.ts threw'],
  ['anything else', broken, 109, 'exit 109: internal error; please report it'],
  ['what is no error', 'oops', 109, 'exit 109: internal error; please report it'],
])('%s has its exit code, and its reason last', (_, error, code, last) => {
  const { stderr, ...ended } = told(error);
  expect(ended).toEqual({ code, last: last ?? '' });
});

test('a refusal is told in its own words, and what is broken with its place', () => {
  expect(told(new RunRefused('no: do that')).stderr).toMatch(/^kofu: no: do that\n/);
  for (const error of [broken, threw]) expect(told(error).stderr).toContain('failure.test.ts:');
});
