// The matrix: shows another metric or level in the table that the page came with.
import { matrix } from './data.js';

const section = document.getElementById('matrix');

const chosen = (name) => Number(section.querySelector(`input[name=${name}]:checked`).value);

function show() {
  const { caption, rows } = matrix[chosen('matrix-metric')][chosen('matrix-level')];
  document.getElementById('matrix-caption').textContent = caption;
  section.querySelectorAll('tbody tr:not(.group)').forEach((line, row) => {
    line.querySelectorAll('td').forEach((cell, column) => {
      [cell.textContent, cell.className, cell.title] = rows[row][column];
    });
  });
}

export function start_matrix() {
  section?.addEventListener('change', show);
}
