// Explore: draws the three charts for the selection in the lists and chips, and keeps the address in step.
import { draw_latency } from './charts/latency.js';
import { draw_scaling } from './charts/scaling.js';
import { draw_speed_up } from './charts/speed_up.js';
import { runners } from './data.js';
import { on_choice, remember_selection, select_from, selection } from './selection.js';

const section = document.getElementById('explore');
const chips = Array.from(section.querySelectorAll('input[name=runner]'));

export function draw_explore() {
  if (chips.length === 0) return;  // no batch was measured: no choosers, no figures
  const wanted = chips.flatMap((chip, index) => (chip.checked ? [index] : []));
  const choice = { ...selection(), runners: wanted };
  draw_speed_up(choice);
  draw_scaling(choice);
  draw_latency(choice);
}

function show_all(checked) {
  for (const chip of chips) chip.checked = checked;
  draw_explore();
}

function follow_address() {
  if (!select_from(location.hash)) return;
  draw_explore();
  section.scrollIntoView();
}

export function start_explore() {
  if (chips.length !== runners.length || chips.length === 0) return;
  // The ids that the map links to when there are no scripts. With scripts, the same addresses select in Explore.
  for (const row of document.querySelectorAll('#cell-table tr[id]')) row.removeAttribute('id');
  on_choice(() => {
    remember_selection();
    draw_explore();
  });
  for (const chip of chips) chip.addEventListener('change', draw_explore);
  document.getElementById('all-runners').addEventListener('click', () => show_all(true));
  document.getElementById('no-runners').addEventListener('click', () => show_all(false));
  addEventListener('hashchange', follow_address);
  // Following the same link again doesn't change the hash, so no hashchange event comes.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#w="]');
    if (link && link.hash === location.hash) follow_address();
  });
  follow_address();
}
