import { describe, expect, test } from 'vitest';
import { executedVirtually } from '../executed.ts';
import { type FaultData, townWith } from '../faults/faulted.ts';

describe('when the run is over', () => {
  const cut: FaultData = { kind: 'link.cut', at: '10m', for: '5m' };
  const verdictOf = async (faults: readonly FaultData[], duration = '1h') => {
    const { execution } = await executedVirtually(townWith(faults, { duration }));
    return execution.judgement.validity.find(({ name }) => name === 'faults-off');
  };

  test('those who came after the last fault have been served', async () => {
    const check = await verdictOf([cut]);
    expect(check?.verdict).toBe('pass');
    expect(check?.message).toMatch(/^faults: 1 of 1 ended, then 90 clean journeys and 0 broken$/);
  });

  test('nothing is proved if nobody came after it', async () => {
    expect((await verdictOf([{ kind: 'link.cut', at: '10m' }]))?.verdict).toBe('inconclusive');
  });

  test('a run without faults says nothing of them', async () => {
    expect(await verdictOf([])).toBeUndefined();
  });

  test('one seed gives one trace, byte for byte', async () => {
    const faults = [
      { ...cut, probability: 0.5 },
      { kind: 'line.lossy', at: '20m', for: '5m', probability: 0.2 },
      { kind: 'issuer.slow', at: '30m', for: '5m', latency: '5s', jitter: '4s' },
    ];
    const [one, other] = [
      await executedVirtually(townWith(faults)),
      await executedVirtually(townWith(faults)),
    ];
    expect(JSON.stringify(one.events)).toBe(JSON.stringify(other.events));
  });
});
