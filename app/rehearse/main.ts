// `npm run rehearse -- --messages FILE --people FILE [--policy FILE] [--compare FILE]`
import '../require-node.mjs';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DEFAULT_POLICY, type Policies, samePolicyForAll } from '../../domain/policy.ts';
import { readPeople } from './people.ts';
import { readPolicy } from './policy-file.ts';
import { rehearse, rehearseTwo } from './rehearse.ts';

const USAGE = `Runs recorded messages through the rules at full speed; nothing else is touched.

  npm run --silent rehearse -- --messages FILE --people FILE [--policy FILE] [--compare FILE]

  --messages FILE  NDJSON in order of receipt: {"t": RFC 3339 time of receipt, "topic", "payload"}
  --people FILE    JSON array of residents, each with its bandId, its "home" ({lat, lon} in WGS 84) where that is
                   registered, and "policy" where something else holds for one
  --policy FILE    JSON: any part of the policy, changed, e.g. {"fall": {"checkSeconds": 30}}
  --compare FILE   another policy; prints where it (B) differs from the first one (A)

Time passes from message to message and ends with the last one: that a band is silent is told while
another goes on, and not after the end.

Prints NDJSON, {"t", "type", "incident"} for each incident raised or changed, and a summary at the end;
with --compare, {"type": "only-a" | "only-b", "rung"} and {"type": "moved", "a", "b", "laterBySeconds"} for
each difference, and the figures of both at the end.
`;

function options() {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string' },
      people: { type: 'string' },
      policy: { type: 'string' },
      compare: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  const { messages, people, policy, compare } = values;
  if (messages === undefined || people === undefined) {
    throw new Error(`--messages and --people are needed.\n\n${USAGE}`);
  }
  return { messages, people, policy, compare };
}

const policiesIn = (file: string | undefined): Policies =>
  samePolicyForAll(file === undefined ? DEFAULT_POLICY : readPolicy(readFileSync(file, 'utf8')));

try {
  const { messages, people, policy, compare } = options();
  const lines = createInterface({ input: createReadStream(messages), crlfDelay: Infinity });
  const input = {
    lines,
    people: readPeople(readFileSync(people, 'utf8')),
  };
  const policies = policiesIn(policy);
  const told =
    compare === undefined
      ? rehearse({ ...input, policies })
      : rehearseTwo({ ...input, policies: [policies, policiesIn(compare)] });
  for await (const line of told) process.stdout.write(`${JSON.stringify(line)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
