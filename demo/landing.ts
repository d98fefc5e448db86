import 'promo-lead';

/** What your own page may do with a verdict: here, show the reduced price. */
const price = document.querySelector<HTMLElement>('#price');
const saving = document.querySelector<HTMLElement>('#saving');
const discountPercent = 10;

const rupiah: Intl.NumberFormat = new Intl.NumberFormat('id-ID', {
  style: 'currency',
  currency: 'IDR',
  maximumFractionDigits: 0,
});

function showPrice(isReduced: boolean): void {
  if (!price || !saving) return;
  const full = Number(price.dataset['full']);
  const discount = isReduced ? (full * discountPercent) / 100 : 0;
  price.textContent = rupiah.format(full - discount);
  saving.textContent = `You save ${rupiah.format(discount)}`;
  saving.hidden = !isReduced;
}

document.addEventListener('promo-code-verdict', ({ verdict }) => {
  showPrice(verdict.status === 'valid');
});
document.addEventListener('promo-code-clear', () => showPrice(false));
