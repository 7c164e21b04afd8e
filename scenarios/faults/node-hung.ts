import { faultKind } from '../injection/fault.ts';

/**
 * 疑似正常: a node that hangs and yet answers the probe, so that its balancer goes on giving it
 * work. It goes on with what it has when it is over, as a process that was stopped does.
 */
export const nodeHung = faultKind(
  {
    kind: 'node.hung',
    site: 'node',
    en: 'A node answers the probe of its balancer, but no request until it is over',
    ja: 'ノードが死活監視には応答するが、要求には応答しない',
    source: 'OUT-3 (P88–P92): sick relays of 2016 that the balancer judged healthy',
    params: {},
  },
  {
    *strike({ over }, proceed) {
      yield* over.wait();
      return yield* proceed();
    },
    holdsBack: true,
  },
);
