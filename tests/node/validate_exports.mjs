// Validates exported JSON with ajv against the formats that its readers document:
//   node validate_exports.mjs bencher FILE                    bencher.dev/docs/reference/bencher-metric-format
//   node validate_exports.mjs github-action-benchmark FILE    the action's README, "customSmallerIsBetter"
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const measure = {
  type: 'object',
  properties: { value: { type: 'number' }, lower_value: { type: 'number' }, upper_value: { type: 'number' } },
  required: ['value'],
  additionalProperties: false,
};
const shapes = {
  bencher: {
    type: 'object',
    minProperties: 1,
    propertyNames: { minLength: 1, maxLength: 1024 },
    additionalProperties: { type: 'object', minProperties: 1, additionalProperties: measure },
  },
  'github-action-benchmark': {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1 },
        unit: { type: 'string' },
        value: { type: 'number' },
        range: { type: 'string' },
        extra: { type: 'string' },
      },
      required: ['name', 'unit', 'value'],
      additionalProperties: false,
    },
  },
};

const [shape, path] = process.argv.slice(2);
const validate = new Ajv({ strict: true, allErrors: true }).compile(shapes[shape]);
const document = JSON.parse(readFileSync(path, 'utf8'));
if (!validate(document)) {
  console.error(`${path}: ${JSON.stringify(validate.errors, null, 1)}`);
  process.exit(1);
}
console.log(`${shape}: ${Array.isArray(document) ? document.length : Object.keys(document).length} cells`);
