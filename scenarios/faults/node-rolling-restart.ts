import { refused } from '../../server/problems.ts';
import { Duration, durationMs, Stretch } from '../../sim/units.ts';
import { faultKind } from '../injection/fault.ts';

/**
 * 順次再起動: one node after the other leaves its balancer, finishes what it has in hand as far as
 * there is time, and is restarted.
 */
export const nodeRollingRestart = faultKind(
  {
    kind: 'node.rolling-restart',
    site: 'node',
    en: 'The nodes are restarted one after the other, as for an update',
    ja: '更新などのため、ノードを順番に再起動する',
    source: 'OUT-10 (P101), OUT-11 (P102): maintenance and updates that broke the service',
    params: {
      drain: Duration.default('30s').describe(
        'How long a node gets no new requests from its balancer before it is stopped',
      ),
      down: Stretch.default('60s').describe('How long a node is down'),
      pause: Duration.default('30s').describe('From one node to the next'),
    },
  },
  {
    // biome-ignore lint/correctness/useYield: where nobody listens there is nothing to wait for.
    *strike() {
      return refused('issuer-unavailable');
    },
    breakOff: () => refused('issuer-unavailable'),
    unhealthy: true,
    *pulses(params, nodes) {
      const { drainMs, downMs, turnMs } = timesOf(params);
      for (const [index, node] of nodes.entries()) {
        const stopsMs = index * turnMs + drainMs;
        if (drainMs > 0) yield { fromMs: index * turnMs, untilMs: stopsMs, node, spares: true };
        yield { fromMs: stopsMs, untilMs: stopsMs + downMs, node };
      }
    },
    lastsMs: (params, nodes) => {
      const { pauseMs, turnMs } = timesOf(params);
      return nodes.length * turnMs - pauseMs;
    },
  },
);

function timesOf(params: {
  readonly drain: string;
  readonly down: string;
  readonly pause: string;
}) {
  const [drainMs, downMs] = [durationMs(params.drain), durationMs(params.down)];
  const pauseMs = durationMs(params.pause);
  return { drainMs, downMs, pauseMs, turnMs: drainMs + downMs + pauseMs };
}
