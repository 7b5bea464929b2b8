// `npm run rehearse -- --messages FILE --people FILE [--policy FILE]`
import '../require-node.mjs';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { readPolicy } from './policy-file.ts';
import { readPeople } from './recording.ts';
import { rehearse } from './rehearse.ts';

const USAGE = `Runs recorded messages through the rules at full speed; nothing else is touched.

  npm run --silent rehearse -- --messages FILE --people FILE [--policy FILE]

  --messages FILE  NDJSON in order of receipt: {"t": RFC 3339 time of receipt, "topic", "payload"}
  --people FILE    JSON array of residents, each with its bandId
  --policy FILE    JSON: any part of the policy, changed, e.g. {"fall": {"checkSeconds": 30}}

Prints NDJSON, {"t", "type", "incident"} for each incident raised or changed, and a summary at the end.
`;

function options() {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string' },
      people: { type: 'string' },
      policy: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  const { messages, people, policy } = values;
  if (messages === undefined || people === undefined) {
    throw new Error(`--messages and --people are needed.\n\n${USAGE}`);
  }
  return { messages, people, policy };
}

try {
  const { messages, people, policy } = options();
  const lines = createInterface({ input: createReadStream(messages), crlfDelay: Infinity });
  const input = {
    lines,
    people: readPeople(readFileSync(people, 'utf8')),
    policy: policy === undefined ? DEFAULT_POLICY : readPolicy(readFileSync(policy, 'utf8')),
  };
  for await (const line of rehearse(input)) process.stdout.write(`${JSON.stringify(line)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
