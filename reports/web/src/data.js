// The data embedded in the page, and how to find a cell. Names are only displayed, never used as keys: a runner called
// `__proto__` must do no harm.

const { costs, granularities, levels, matrix, runners, subjects, decisions, cells, reference, reference_sentence, sweeps } = JSON.parse(
  document.getElementById('report-data').textContent,
);

// Names come from files: this makes one line without characters that change the direction of the text after it.
const shown = (name) => name.replace(/[\s\u202a-\u202e\u2066-\u2069]+/g, ' ');
for (const named of runners) named.shown = shown(named.name);
for (const group of costs.flatMap(({ groups }) => groups)) {
  group.label = shown(group.label);
  group.series = group.series.map(shown);
}

for (const view of sweeps) view.parameter = shown(view.parameter);

const by_place = new Map();
for (const cell of cells) by_place.set(`${cell.subject}/${cell.level}/${cell.runner}`, cell);

/** The cell of a runner, or undefined. The reference runs one task at a time: its one cell is used at every level. */
function cell_at(subject, level, runner) {
  const cell = by_place.get(`${subject}/${level}/${runner}`);
  if (!cell && runner === reference) return by_place.get(`${subject}/1/${runner}`);
  return cell;
}

/** The cell measured at this very level, or undefined: latencies compare only with equally many tasks in flight. */
function cell_measured_at(subject, level, runner) {
  return by_place.get(`${subject}/${level}/${runner}`);
}

export { cell_at, cell_measured_at, cells, costs, decisions, granularities, levels, matrix, reference, reference_sentence, runners, subjects, sweeps };
