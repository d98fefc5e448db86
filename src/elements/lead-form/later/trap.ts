/**
 * A field that programs fill in and people do not: it cannot be seen, it is out of the tab order
 * and of the accessibility tree, and it has no name that autofill knows.
 */
export function createTrap(): HTMLInputElement {
  const trap = document.createElement('input');
  trap.name = 'trap';
  trap.className = 'hidden';
  trap.tabIndex = -1;
  trap.autocomplete = 'off';
  trap.ariaHidden = 'true';
  // Password managers look for fields on their own.
  for (const manager of ['1p', 'bw', 'lp']) trap.setAttribute(`data-${manager}-ignore`, '');
  return trap;
}
