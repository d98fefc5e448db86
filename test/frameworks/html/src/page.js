const find = (selector) => document.querySelector(selector);
const view = find('#view');
const leadForm = find('lead-form').cloneNode(true);
const field = find('promo-code-input');
let times = 0;

function hear(what) {
  find('#heard').textContent += ` ${what}`;
}

find('#toggle').addEventListener('click', () => {
  if (find('lead-form')) view.textContent = 'Nothing to order.';
  else view.replaceChildren(leadForm.cloneNode(true));
});
find('#again').addEventListener('click', () => {
  times += 1;
  find('[slot="extra"]').textContent = `Asked for ${times} times.`;
});
view.addEventListener('lead-submit', (event) => hear(`submit:${event.lead.phone}`));
view.addEventListener('lead-accepted', (event) => hear(`accepted:${event.receipt.ref}`));

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
find('#checkout').addEventListener('submit', (event) => {
  event.preventDefault();
  find('#sent').textContent = JSON.stringify([...new FormData(event.target)]);
});
