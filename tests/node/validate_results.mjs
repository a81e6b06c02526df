// Validates result files against the JSON Schema with ajv, and expects it to refuse broken ones:
//   node validate_results.mjs SCHEMA DATA_FOLDER      every good file and every change of broken.json
//   node validate_results.mjs SCHEMA FILE...          these files must be valid
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';

const good = ['complete.json', 'debug_build.json', 'few_samples.json', 'granularity.json', 'hostile.json', 'incomplete.json', 'more_samples.json',
  'no_sequential.json', 'one_runner.json', 'other_machine.json', 'other_parameters.json', 'shapes.json', 'tiny.json'];

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

function changed(document, change) {
  const copy = structuredClone(document);
  const keys = (pointer) => pointer.split('/').slice(1);
  const at = (root, path) => path.reduce((value, key) => value[key], root);
  const path = keys(change.pointer);
  const last = path.pop();
  const parent = at(copy, path);
  if (change.remove) delete parent[last];
  else parent[last] = change.copy ? at(document, keys(change.copy)) : change.value;
  return copy;
}

const [schemaPath, ...paths] = process.argv.slice(2);
const schema = read(schemaPath);
const validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: false }).compile(schema);
let failures = 0;
const expect = (name, document, wanted) => {
  if (validate(document) === wanted) return;
  failures += 1;
  const why = wanted ? JSON.stringify(validate.errors) : 'the schema accepts it';
  console.error(`${name}: ${why}`);
};

if (paths.length === 1 && statSync(paths[0]).isDirectory()) {
  const folder = paths[0];
  for (const name of good) expect(name, read(join(folder, name)), true);
  const base = read(join(folder, 'tiny.json'));
  const changes = read(join(folder, 'broken.json'));
  // Some faults lie between fields, where only the reader can see them.
  for (const change of changes) expect(`broken: ${change.name}`, changed(base, change), Boolean(change.schema_allows));
  console.log(`${good.length} good files, ${changes.length} broken ones`);
} else {
  // What the suite itself has written holds no number that the table of metrics, and so the schema, doesn't know.
  const known = { ...schema.$defs.measured_row.properties, ...schema.$defs.failed_row.properties };
  for (const path of paths) {
    const document = read(path);
    expect(path, document, true);
    const strange = new Set(document.benchmarks.flatMap((row) => Object.keys(row).filter((name) => typeof row[name] === 'number' && !(name in known))));
    if (strange.size === 0) continue;
    failures += 1;
    console.error(`${path}: no row of reports/results/metric_table.cpp: ${[...strange].join(', ')}`);
  }
  console.log(`${paths.length} files`);
}
process.exit(failures === 0 && paths.length > 0 ? 0 : 1);
