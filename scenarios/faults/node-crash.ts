import { refused } from '../../server/problems.ts';
import { faultKind } from '../injection/fault.ts';

/**
 * 異常終了と再起動: what a node had in hand is gone, its queues and its print stage too; what is in
 * the database stays. Until it has been restarted nobody answers there, nor the probe.
 */
export const nodeCrash = faultKind(
  {
    kind: 'node.crash',
    site: 'node',
    en: 'A node crashes and is restarted; `for` is how long that takes',
    ja: 'ノードが異常終了し、再起動するまで応答しない',
    source: 'OUT-3 (P88–P92): 38 crashes of the application; OUT-5 (P94): one relay of four dead',
    params: {},
  },
  {
    // biome-ignore lint/correctness/useYield: where nobody listens there is nothing to wait for.
    *strike() {
      return refused('issuer-unavailable');
    },
    breakOff: () => refused('issuer-unavailable'),
    unhealthy: true,
  },
);
