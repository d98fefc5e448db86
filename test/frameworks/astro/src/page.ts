const find = <T extends Element>(selector: string): T => document.querySelector<T>(selector)!;
const view = find('#view');
const blank = find('lead-form').cloneNode(true);
const field = find<HTMLElementTagNameMap['promo-code-input']>('promo-code-input');
let times = 0;

function hear(what: string): void {
  find('#heard').textContent += ` ${what}`;
}

find('#toggle').addEventListener('click', () => {
  if (document.querySelector('lead-form')) view.textContent = 'Nothing to order.';
  else view.replaceChildren(blank.cloneNode(true));
});
find('#again').addEventListener('click', () => {
  times += 1;
  find('[slot="extra"]').textContent = `Asked for ${times} times.`;
});
// The events bubble from whichever form is shown.
document.addEventListener('lead-submit', (event) => hear(`submit:${event.lead.phone}`));
document.addEventListener('lead-accepted', (event) => hear(`accepted:${event.receipt.ref}`));

field.addEventListener('input', () => (find('#code').textContent = field.value));
field.addEventListener('promo-code-check', () => hear('check'));
field.addEventListener('promo-code-verdict', (event) => hear(`verdict:${event.verdict.status}`));
for (const name of ['camelEvent', 'CAPSEvent', 'PascalEvent']) {
  field.addEventListener(name, () => hear(name));
}
find('#use').addEventListener('click', () => {
  field.value = 'WELCOME10';
  find('#code').textContent = field.value;
});
find<HTMLFormElement>('#checkout').addEventListener('submit', (event) => {
  event.preventDefault();
  find('#sent').textContent = JSON.stringify([...new FormData(find('#checkout'))]);
});
