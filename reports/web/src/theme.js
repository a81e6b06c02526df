// Light or dark: the system's preference until the reader presses the button. The style sheet has both palettes; the
// charts get their colours from it through this file, so that colours are defined in one place.

const root = document.documentElement;
const system_dark = matchMedia('(prefers-color-scheme: dark)');
const printing = matchMedia('print');

function is_dark() {
  return root.dataset.theme ? root.dataset.theme === 'dark' : system_dark.matches;
}

/** Calls `redraw` whenever colours change: by the button, by the system, or for printing. */
export function start_theme(redraw) {
  const button = document.getElementById('theme');
  const name_it = () => (button.textContent = is_dark() ? 'Theme: dark' : 'Theme: light');
  const changed = () => {
    name_it();
    redraw();
  };
  button.addEventListener('click', () => {
    root.dataset.theme = is_dark() ? 'light' : 'dark';
    changed();
  });
  system_dark.addEventListener('change', changed);
  printing.addEventListener('change', changed);
  name_it();
}

/** The style sheet's `color` for an element of these classes, as #rrggbb: ECharts can't read color(srgb ...). */
export function color_of(classes) {
  const probe = document.createElement('span');
  probe.className = `probe ${classes}`;
  document.body.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const scale = computed.startsWith('color(') ? 255 : 1;
  const parts = computed.match(/[\d.]+(e-?\d+)?/g).slice(0, 3);
  return '#' + parts.map((part) => Math.round(part * scale).toString(16).padStart(2, '0')).join('');
}
