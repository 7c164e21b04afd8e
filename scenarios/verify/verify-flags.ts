import { Command } from 'commander';

/** What `kofu verify` can be told. */
export interface VerifyFlags {
  readonly keys?: string;
  /** URL of a server that keeps the keys. */
  readonly server?: string;
  /** The scan of the front, to be compared. */
  readonly front?: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `kofu verify`, without what it does. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('restore the front of a certificate from a scan of its back (PNG or PDF)')
    .argument('<scan>', 'the back, scanned at 200 dpi or more')
    .option('--keys <file>', 'keys.json of the run that issued it, in its folder')
    .option('--server <url>', 'a server that keeps the keys, instead of --keys')
    .option('--front <scan>', 'the front (PNG or PDF): is it what the back restores?')
    .option('--out <dir>', 'where the pictures are written', '.')
    .option('--json', 'tell it as JSON');
}
