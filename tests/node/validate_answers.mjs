// Validates answers of `interleave report --json` against their JSON Schema with ajv, and checks that the schema refuses
// broken ones:
//   node validate_answers.mjs SCHEMA FOLDER
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';

const [schemaPath, folder] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true }).compile(read(schemaPath));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
let failures = 0;
const expect = (what, document, wanted) => {
  if (validate(document) === wanted) return;
  failures += 1;
  console.error(`${what}: ${wanted ? JSON.stringify(validate.errors) : 'the schema accepts it'}`);
};
for (const name of files) expect(name, read(join(folder, name)), true);

const breaks = [
  (answer) => delete answer.verdict.sentence,
  (answer) => (answer.map[0].outcome = 'tie'),
  (answer) => (answer.map[0].surprise = 1),
  (answer) => (answer.map[0].lead = 1.2),
  (answer) => (answer.matrix[0].samples = -1),
];
for (const [index, change] of breaks.entries()) {
  const answer = read(join(folder, 'complete.json'));
  change(answer);
  expect(`change ${index}`, answer, false);
}
console.log(`${files.length} answers, ${breaks.length} broken ones`);
process.exit(failures === 0 && files.length > 0 ? 0 : 1);
