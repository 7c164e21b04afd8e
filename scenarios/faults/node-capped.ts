import { z } from 'zod';
import { refused } from '../../server/problems.ts';
import { faultKind } from '../injection/fault.ts';

/** 接続数上限: a node that has its fill of connections refuses every further one. */
export const nodeCapped = faultKind(
  {
    kind: 'node.capped',
    site: 'node',
    en: 'A node refuses requests while it has so many in hand; its balancer does not know',
    ja: 'ノードの接続数が上限に達し、以降の要求を拒否する',
    source: 'OUT-3 (P88–P92): the relays of 2016 reached their connection ceiling',
    params: {
      connections: z.int().min(1).describe('Requests a node takes at once'),
    },
  },
  {
    // biome-ignore lint/correctness/useYield: who is refused need not wait.
    *strike() {
      return refused('issuer-unavailable', 'no connection is free');
    },
    strikes: ({ connections }, underWay) => underWay >= connections,
  },
);
