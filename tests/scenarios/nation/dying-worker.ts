import { parentPort, workerData } from 'node:worker_threads';
import {
  answer,
  type ShardData,
  type ShardQuestion,
  shardOf,
} from '../../../scenarios/nation/shard-worker.ts';

// A thread that answers for ten windows; that of the second shard then is gone, as if killed.
const { numbers } = workerData as ShardData;
const shard = shardOf(workerData as ShardData);
let windows = 0;
parentPort?.removeAllListeners('message');
parentPort?.on('message', (question: ShardQuestion) => {
  windows += 1;
  if (windows > 10 && numbers.includes(2)) process.exit(1);
  parentPort?.postMessage(answer(shard, question));
});
