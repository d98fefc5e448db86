import { createRoot } from 'react-dom/client';
import { Page } from './page';

createRoot(document.querySelector('#app')!).render(<Page />);
