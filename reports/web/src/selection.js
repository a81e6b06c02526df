// What the reader has selected: workload, level, metric. Kept in the address (#w=io_echo&c=8&m=cpu), so that a link can
// point to it. An address is untrusted input: only values that the page's own lists offer are accepted.

const choosers = { w: 'choose-workload', c: 'choose-level', m: 'choose-metric' };

function chooser(key) {
  return document.getElementById(choosers[key]);
}

function offers(select, value) {
  return Array.from(select.options).some((option) => option.value === value);
}

/** Applies what `hash` says. Returns false, and changes nothing, unless workload and level are both known. */
export function select_from(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ''));
  const keys = Object.keys(choosers).filter((key) => asked.has(key));
  if (!asked.has('w') || !asked.has('c')) return false;
  if (!keys.every((key) => offers(chooser(key), asked.get(key)))) return false;
  for (const key of keys) chooser(key).value = asked.get(key);
  return true;
}

/** Writes the selection to the address, without a new entry in the history. */
export function remember_selection() {
  const words = Object.keys(choosers).map((key) => `${key}=${chooser(key).value}`);
  history.replaceState(null, '', `#${words.join('&')}`);
}

/** Indices and values of the selection. */
export function selection() {
  return {
    subject: chooser('w').selectedIndex,
    level: Number(chooser('c').value),
    level_index: chooser('c').selectedIndex,
    metric: chooser('m').value,
  };
}

export function on_choice(handler) {
  for (const key of Object.keys(choosers)) chooser(key).addEventListener('change', handler);
}
