const field = document.querySelector('promo-code-input');

function hear(what) {
  document.querySelector('#heard').textContent += ` ${what}`;
}

function showCode(code) {
  document.querySelector('#code').textContent = code;
}

// An attribute's name has no capitals, so `hx-on:` cannot name the last three.
field.addEventListener('promo-code-check', () => hear('check'));
for (const name of ['camelEvent', 'CAPSEvent', 'PascalEvent']) {
  field.addEventListener(name, () => hear(name));
}
document.querySelector('#use').addEventListener('click', () => {
  field.value = 'WELCOME10';
  showCode(field.value);
});
