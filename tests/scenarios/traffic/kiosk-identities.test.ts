import { expect, test } from 'vitest';
import { identitiesOf } from '../../../scenarios/traffic/kiosk-identities.ts';
import { smallScenario } from '../small-scenario.ts';

test('a kiosk says of itself what its template says, or that it is a model of one version', () => {
  const scenario = smallScenario({
    stores: {
      inside: 1,
      fleet: [
        { template: 'chain-a', count: 2, model: 'KC-03', software: '2.4.1' },
        { template: 'chain-b', count: 1, software: '3.0' },
      ],
    },
  });
  const identityOf = identitiesOf(scenario);
  expect(identityOf('chain-a-001')).toEqual({ model: 'KC-03', software: '2.4.1' });
  expect(identityOf('chain-b-001')).toEqual({ model: 'kofu-model', software: '3.0' });
  expect(identityOf('in-001')).toEqual({ model: 'kofu-model', software: '1' });
});
