import { HttpCentre } from '../../../devices/bus/centre-http.ts';
import { DigestCardOffice } from '../../../devices/card/card-office-digest.ts';
import { CentreInProcess } from '../../../scenarios/centre-in-process.ts';
import { DigestRenderer } from '../../../server/document/document-digest.ts';
import { REAL_PACE } from '../../../server/pace.ts';
import { RealTime } from '../../../sim/real-time.ts';
import { SmallCentre } from '../../server/small-centre.ts';
import { OPEN_MS, smallTown } from '../../server/small-town.ts';
import { centreContract } from './centre.contract.ts';

centreContract('over HTTP', async () => {
  const server = new SmallCentre();
  await server.open();
  const token = server.register('in-001');
  const { origin, cards, ledger } = server;
  const centre = new HttpCentre({ origin, tokenOf: () => token });
  const runner = new RealTime();
  const close = async () => {
    await centre.close();
    await server.close();
    runner.stop();
  };
  return { centre, cards, ledger, run: (process) => runner.run(process), close };
});

centreContract('in process', async () => {
  const runner = new RealTime();
  const cards = new DigestCardOffice({ validFromMs: OPEN_MS - 86_400_000 });
  const { centre, ledger } = smallTown({
    feesYen: { 'resident-record': 200, 'seal-registration': 300 },
    renderer: new DigestRenderer(),
    pace: REAL_PACE,
    authority: cards.authority,
    runner,
    journal: () => {},
  });
  return {
    centre: new CentreInProcess(runner, centre, OPEN_MS),
    cards,
    ledger,
    run: (process) => runner.run(process),
    close: async () => runner.stop(),
  };
});
