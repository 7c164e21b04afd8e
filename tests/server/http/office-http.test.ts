import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectProblem, SmallCentre } from '../small-centre.ts';
import { TOWN } from '../small-town.ts';

const PATH = '/v1/office/operations';

let centre: SmallCentre;

beforeAll(async () => {
  centre = new SmallCentre();
  await centre.open();
});

afterAll(() => centre.close());

const entry = (requestId: string, municipality = TOWN) => ({
  requestId,
  operation: { operation: 'revoke-seal', municipality, resident: 7 },
});

test('what an office enters holds, and the same request again is answered as before', async () => {
  const token = centre.credentials.of('office', TOWN);
  const first = await centre.ask('POST', PATH, { token, body: entry('o1') });
  expect(first).toMatchObject({ status: 201, body: { resident: 7, repeated: false } });
  const again = await centre.ask('POST', PATH, { token, body: entry('o1') });
  expect(again).toMatchObject({ status: 200, body: { ...first.body, repeated: true } });
});

test('an office enters nothing for another municipality', async () => {
  const token = centre.credentials.of('office', TOWN);
  const answer = await centre.ask('POST', PATH, { token, body: entry('o2', '45201') });
  expectProblem(answer, 'office-unauthorised');
});

test('the credential of an office whose municipality is not here opens nothing', async () => {
  const token = centre.credentials.of('office', '45201');
  const answer = await centre.ask('POST', PATH, { token, body: entry('o3', '45201') });
  expectProblem(answer, 'office-unauthorised');
});

test('another change under the same request is refused, and a kiosk enters nothing', async () => {
  const token = centre.credentials.of('office', TOWN);
  const other = { ...entry('o1'), operation: { ...entry('o1').operation, resident: 8 } };
  expectProblem(await centre.ask('POST', PATH, { token, body: other }), 'request-conflict');
  const body = entry('o4');
  const kiosk = centre.register('in-001');
  expectProblem(await centre.ask('POST', PATH, { token: kiosk, body }), 'office-unauthorised');
});
