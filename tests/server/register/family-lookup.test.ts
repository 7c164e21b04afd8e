import { expect, it } from 'vitest';
import { granted } from '../../../server/problems.ts';
import { ownFamily } from '../../../server/register/family-lookup.ts';
import { answerOf } from '../../sim/virtual.ts';
import { someApplicant, someFamily, someMember, someResident } from './small-register.ts';

it('knows the owner by where and under which number they live, not by what they are called', () => {
  const owner = someResident(0);
  const twin = someMember(owner, { resident: { municipality: '13101', no: 0 } });
  const neighbour = someMember(owner, { resident: { municipality: '27203', no: 6 } });
  const member = someMember(owner, { givenName: '改名' });
  const family = someFamily([twin, neighbour, member]);
  const applicant = someApplicant({ residents: [owner], families: [family] });
  expect(answerOf(() => ownFamily(applicant))).toEqual(granted({ family, member }));
});
